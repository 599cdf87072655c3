"""SQLite: one writer thread with shared commits, and a few reader threads beside it."""

import asyncio
import queue
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import StatementError

from storage import migrate
from storage.engines.sqlite_file import as_denial, explain_closed, lock_file
from storage.engines.sqlite_job import Job, settle_all
from storage.errors import (
    DatabaseError,
    DatabaseFull,
    DatabaseLocked,
    DatabaseReadOnly,
    DatabaseUnreachable,
    RecordTaken,
)
from storage.listing import Listing
from storage.sealing import FieldCipher
from storage.work import Work

BUSY_MILLISECONDS = 10_000
SHARED_AT_MOST = 64
"""Bodies that share one commit."""
CACHE_KILOBYTES, KEPT_STATEMENTS = 2_048, 1024
"""Limits of each connection: pages, which the system caches too, and statements ready to run again."""
READERS = 3
"""Threads that read, each on an open connection. A read is one hop, for any number of statements.

The loop has a connection too, for reads that are shorter than a hop.
"""

T = TypeVar("T")

_UNWRITABLE = "cannot be written: correct the owner or mode of it, of the files beside it and of its folder."
_MEANINGS: Mapping[int, tuple[type[DatabaseError], str]] = {
    sqlite3.SQLITE_FULL: (DatabaseFull, "cannot grow: free some disk space."),
    sqlite3.SQLITE_READONLY: (DatabaseReadOnly, _UNWRITABLE),
    sqlite3.SQLITE_PERM: (DatabaseReadOnly, _UNWRITABLE),
    sqlite3.SQLITE_CANTOPEN: (DatabaseReadOnly, "cannot be opened: correct the owner or mode of it and its folder."),
    sqlite3.SQLITE_BUSY: (DatabaseLocked, "is held by another program."),
    sqlite3.SQLITE_LOCKED: (DatabaseLocked, "is held by another program."),
    sqlite3.SQLITE_CORRUPT: (DatabaseUnreachable, "is damaged: restore a backup."),
    sqlite3.SQLITE_NOTADB: (DatabaseUnreachable, "is not a database, or is damaged: restore a backup."),
}
"""SQLite's codes → errors for the operator."""

_Trouble = (StatementError, sqlite3.Error)
"""SQLAlchemy wraps errors in a statement, but not those while connecting."""


class Sqlite:
    """One file, and one process that holds it. Others may read and write beside that one."""

    def __init__(self, path: Path, cipher: FieldCipher, lock: FileLock | None) -> None:
        self._path = path
        self._cipher = cipher
        self._lock = lock
        self._writer = _make_engine(path, connections=1)
        self._readers = _make_engine(path, connections=READERS + 1)
        event.listen(self._readers, "connect", _only_reads)
        self._mine = threading.local()
        self._open: list[Connection] = []
        self._reading = ThreadPoolExecutor(READERS, thread_name_prefix="database reader")
        self._is_closed = False
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="database writer", daemon=True)
        self._thread.start()

    @classmethod
    def open_exclusive(cls, path: Path, cipher: FieldCipher) -> "Sqlite":
        """Open the file for this process, made if need be. Raises DatabaseLocked while another holds it."""
        lock = lock_file(path)
        try:
            with path.open("ab"):
                path.chmod(0o600)
        except OSError as error:
            lock.release()
            raise as_denial(path, error) from None
        return cls(path, cipher, lock)

    @classmethod
    def open_shared(cls, path: Path, cipher: FieldCipher) -> "Sqlite":
        """Open an existing file, held by another process or not."""
        return cls(path, cipher, None)

    @property
    def is_alone(self) -> bool:
        """Whether this process holds the file."""
        return self._lock is not None

    async def is_current(self) -> bool:
        """Whether it has the present tables. Raises DatabaseTooNew."""
        return await self.read(lambda work: migrate.is_current(work.connection))

    async def migrate(self) -> None:
        """Bring the file to the present tables."""
        await asyncio.to_thread(self._migrate)

    def _migrate(self) -> None:
        try:
            with self._writer.begin() as connection:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                migrate.upgrade(connection)
        except _Trouble as error:
            raise _as_ours(error, self._path) from error

    async def write(self, body: Callable[[Work], T], patience: timedelta) -> T:
        """Run one durable transaction in the writer thread. It waits up to `patience` for a commit to share."""
        if self._is_closed:
            raise DatabaseUnreachable(f"{self._path} is closed.")
        job = Job(body, patience)
        self._jobs.put(job)
        result: T = await job.future
        return result

    async def read(self, body: Callable[[Work], T]) -> T:
        """Read the state of one moment, beside the writer."""
        if self._is_closed:
            raise DatabaseUnreachable(f"{self._path} is closed.")
        return await asyncio.get_running_loop().run_in_executor(self._reading, self._read, body)

    async def peek(self, body: Callable[[Work], T]) -> T:
        """Read a few rows on the loop's own thread. The system has their pages in memory."""
        if self._is_closed:
            raise DatabaseUnreachable(f"{self._path} is closed.")
        return self._read(body)

    def _read(self, body: Callable[[Work], T]) -> T:
        try:
            with self._transaction(self._readers, "BEGIN") as connection:
                return body(Work(connection, self._cipher))
        except _Trouble as error:
            raise _as_ours(error, self._path) from error

    @asynccontextmanager
    async def stream(self, listing: Listing[T]) -> AsyncIterator[AsyncIterator[list[T]]]:
        """Read a long list in batches, beside the writer and the readers."""
        from storage.engines.sqlite_stream import stream_file  # noqa: PLC0415 - a running bot lists nothing long

        try:
            async with stream_file(self._path, self._readers.dialect, listing) as batches:
                yield batches
        except _Trouble as error:
            raise _as_ours(error, self._path) from error

    async def close(self) -> None:
        """Finish the queue, then close."""
        if self._is_closed:
            return
        self._is_closed = True
        self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)
        await asyncio.to_thread(self._reading.shutdown)
        for connection in self._open:
            connection.close()
        self._writer.dispose()
        self._readers.dispose()
        if self._lock is not None:
            self._lock.release()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            batch, is_over = self._gather(job)
            try:
                self._run(batch)
            except _Trouble as error:
                _fail(batch, _as_ours(error, self._path))
            except Exception as error:
                _fail(batch, error)
            settle_all(batch)
            if is_over:
                return

    def _gather(self, first: Job) -> tuple[list[Job], bool]:
        """Return the bodies that wait when the first one's patience ends, and whether the end was asked for."""
        batch, until = [first], first.until
        while len(batch) < SHARED_AT_MOST:
            try:
                job = self._jobs.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                break
            if job is None:
                return batch, True
            batch.append(job)
            until = min(until, job.until)
        return batch, False

    def _run(self, batch: list[Job]) -> None:
        """Run every body in its own savepoint, all in one commit."""
        with self._transaction(self._writer, "BEGIN IMMEDIATE") as connection:
            for job in batch:
                self._run_one(connection, job)

    @contextmanager
    def _transaction(self, engine: Engine, begin: str) -> Iterator[Connection]:
        """Run a transaction on this thread's open connection.

        SQLAlchemy's own begin and end take longer.
        """
        connection: Connection | None = getattr(self._mine, "connection", None)
        if connection is None:
            connection = self._mine.connection = self._connect(engine)
        driver: Any = connection.connection.driver_connection
        driver.execute(begin)
        try:
            yield connection
            driver.execute("COMMIT")
        except BaseException:
            driver.rollback()
            raise

    def _connect(self, engine: Engine) -> Connection:
        connection = engine.connect()
        self._open.append(connection)
        if engine is self._writer:
            # Otherwise SQLite makes a file for what a savepoint would undo, as soon as that is longer than 64 KiB.
            # A migration has run by now, and has sorted its indexes in files.
            connection.connection.execute("PRAGMA temp_store=MEMORY")
        return connection

    def _run_one(self, connection: Connection, job: Job) -> None:
        driver: Any = connection.connection.driver_connection
        try:
            driver.execute("SAVEPOINT body")
            work = Work(connection, self._cipher)
            job.result = job.body(work)
            work.finish()
            driver.execute("RELEASE body")
        except BaseException as error:  # any error of a body belongs to its caller, and this thread must live
            job.error = _as_ours(error, self._path) if isinstance(error, _Trouble) else error
            try:
                driver.execute("ROLLBACK TO body")
                driver.execute("RELEASE body")
            except _Trouble as lost:  # SQLite has given up the whole transaction, as on a full disk
                raise (job.error if isinstance(job.error, DatabaseError) else lost) from error


def _fail(batch: list[Job], error: Exception) -> None:
    for job in batch:
        job.error = job.error or error


def _make_engine(path: Path, connections: int) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"cached_statements": KEPT_STATEMENTS},
        hide_parameters=True,
        pool_size=connections,
    )
    event.listen(engine, "connect", _set_up)
    return engine


def _set_up(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    pragmas = f"journal_mode=WAL synchronous=FULL foreign_keys=ON cache_size=-{CACHE_KILOBYTES}"
    for pragma in (*pragmas.split(), f"busy_timeout={BUSY_MILLISECONDS}"):
        connection.execute(f"PRAGMA {pragma}")


def _only_reads(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA query_only=ON")


def _as_ours(error: StatementError | sqlite3.Error, path: Path) -> DatabaseError:
    cause = error.orig if isinstance(error, StatementError) else error
    if isinstance(cause, DatabaseError):
        return cause
    if isinstance(cause, sqlite3.IntegrityError):
        return RecordTaken("Something that must be unique is there already, or what it belongs to is not.")
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code in _MEANINGS:
        kind, sentence = _MEANINGS[code]
        closed = explain_closed(path) if kind is DatabaseReadOnly else None
        return kind(closed or f"{path} {sentence}")
    return DatabaseUnreachable(f"{path} does not work ({type(cause).__name__}).")
