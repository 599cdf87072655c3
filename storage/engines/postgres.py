"""PostgreSQL through asyncpg: writers take turns, and those of one process share commits.

If many people write at once, racing transactions that run again after each conflict hardly progress. So a transaction
first takes the one lock that all writers take, and then runs every body that waits by then: no conflict arises, and
several bodies share the cost of one commit. Their notices and audit lines are sent together.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import migrate
from storage.additions import Additions
from storage.cursors import Driver
from storage.database_url import PostgresUrl
from storage.engines.postgres_connection import make_engine
from storage.engines.postgres_errors import as_ours, list_troubles
from storage.errors import DatabaseUnreachable
from storage.listing import BATCH, Listing
from storage.sealing import FieldCipher
from storage.work import Work

MIGRATING = 0x6B65796D696E6466
"""Key of the advisory lock against migrating at the same time."""
WRITING = 0x6B65796D696E6477
"""Key of the advisory lock that every write takes before anything else."""
SHARED_AT_MOST = 64
"""Bodies that share one commit."""
_TAKE_TURN = text(
    "SELECT set_config('lock_timeout', '20s', true), set_config('idle_in_transaction_session_timeout', '10s', true),"
    " pg_advisory_xact_lock(:key)"
).bindparams(key=WRITING)
"""The lock ends with its transaction, so a pooler keeps nothing.

A stopped process loses it after a while.
"""

T = TypeVar("T")


@dataclass(slots=True)
class _Job:
    """A waiting body, and the future of its caller."""

    body: Callable[[Work], Any]
    future: asyncio.Future[Any] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    result: Any = None
    error: BaseException | None = None
    """The error that the body raised."""

    def settle(self, error: BaseException | None = None) -> None:
        """Give the outcome to the caller, if it still waits."""
        if self.future.done():
            return
        if error is not None:
            self.future.set_exception(error)
        else:
            self.future.set_result(self.result)


@contextmanager
def _blaming(*jobs: _Job) -> Iterator[None]:
    """Keep an error as that of these jobs."""
    for job in jobs:
        job.error = None
    try:
        yield
    except BaseException as error:
        for job in jobs:
            job.error = error
        raise


class Postgres:
    """One database, several processes."""

    is_alone = False

    def __init__(self, engine: AsyncEngine, cipher: FieldCipher) -> None:
        self._cipher = cipher
        self._engine = engine
        self._reading = self._engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._waiting: deque[_Job] = deque()
        self._writer: asyncio.Task[None] | None = None
        self._is_closed = False

    @classmethod
    async def connect(cls, url: PostgresUrl, cipher: FieldCipher) -> "Postgres":
        """Connect to the server at this address, which must answer once. Raises a DatabaseError."""
        return cls(await make_engine(url), cipher)

    async def migrate(self) -> None:
        """Bring the database to the present tables. Processes that start at once take turns.

        The lock belongs to the transaction, because a pooler keeps nothing longer, and each statement sees what the
        process before has committed.
        """

        def alone(connection: Connection) -> None:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
            migrate.upgrade(connection)

        try:
            async with self._engine.begin() as connection:
                await connection.run_sync(alone)
        except list_troubles() as error:
            raise as_ours(error) from error

    async def write(self, body: Callable[[Work], T], _patience: timedelta) -> T:
        """Run it in the next transaction, perhaps beside others. If one of those raised, run it again alone."""
        if self._is_closed:
            raise DatabaseUnreachable("The database is closed.")
        job = _Job(body)
        self._waiting.append(job)
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_all(), name="database writer")
        result: T = await job.future
        return result

    async def _write_all(self) -> None:
        """Write until no body waits."""
        try:
            while self._waiting:
                batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), SHARED_AT_MOST))]
                await self._write_together([job for job in batch if not job.future.done()])
        finally:
            self._writer = None

    async def _write_together(self, batch: Sequence[_Job]) -> None:
        """Commit all bodies at once.

        If a body raises, it alone is undone, and the others share commits around it.
        """
        try:
            await self._transact(batch)
        except asyncio.CancelledError:
            raise
        except list_troubles() as error:
            trouble: BaseException = as_ours(error)
        except BaseException as error:  # any error of a body belongs to its caller
            trouble = error
        else:
            for job in batch:
                job.settle()
            return
        places = [number for number, job in enumerate(batch) if job.error is not None]
        if not places or len(batch) == 1:
            for job in batch:
                job.settle(trouble)
            return
        place = places[0]
        parts = [[job] for job in batch] if len(places) > 1 else [batch[:place], [batch[place]], batch[place + 1 :]]
        for part in parts:
            await self._write_together(part)

    async def _transact(self, batch: Sequence[_Job]) -> None:
        def whole(connection: Connection) -> None:
            connection.execute(_TAKE_TURN)
            additions = Additions(Driver(connection))
            for job in batch:
                with _blaming(job):
                    work = Work(connection, self._cipher, additions)
                    job.result = job.body(work)
                    work.finish()
            with _blaming(*batch):  # any of them may have added what is refused
                additions.send()

        if batch:
            async with self._engine.begin() as connection:
                await connection.run_sync(whole)

    async def read(self, body: Callable[[Work], T]) -> T:
        """Read the state of one moment."""
        try:
            async with self._reading.connect() as connection:
                return await connection.run_sync(lambda sync: body(Work(sync, self._cipher)))
        except list_troubles() as error:
            raise as_ours(error) from error

    peek = read

    @asynccontextmanager
    async def stream(self, listing: Listing[T]) -> AsyncIterator[AsyncIterator[list[T]]]:
        """Read a long list in batches through a cursor of the server."""
        try:
            async with (
                self._reading.connect() as connection,
                connection.stream(
                    listing.statement.clause, dict(listing.parameters), execution_options={"yield_per": BATCH}
                ) as result,
            ):

                async def batches() -> AsyncIterator[list[T]]:
                    async for rows in result.partitions():
                        yield [listing.make(row) for row in rows]

                yield batches()
        except list_troubles() as error:
            raise as_ours(error) from error

    async def close(self) -> None:
        """Finish the queue, then close all connections."""
        self._is_closed = True
        while self._writer is not None:
            await asyncio.wait({self._writer})
        await self._engine.dispose()


async def is_empty(url: PostgresUrl) -> bool:
    """Whether the database holds no installation yet. Raises a DatabaseError."""
    engine = await make_engine(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(migrate.is_empty)
    except list_troubles() as error:
        raise as_ours(error) from error
    finally:
        await engine.dispose()
