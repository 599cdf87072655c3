"""The database. `write` and `read` run plain functions of `work`: returning commits, raising undoes."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar
from uuid import uuid4

from sqlalchemy import select, update

from storage import migrate
from storage.database_url import PostgresUrl, SqliteUrl, parse_database_url
from storage.engines.sqlite import Sqlite
from storage.engines.sqlite_file import is_missing_or_empty
from storage.errors import (
    WrongMasterKey,
    WrongStamp,
)
from storage.listing import Listing
from storage.sealing import FieldCipher, KeyRing
from storage.statement import Statement
from storage.tables import installation
from storage.work import Work

T = TypeVar("T")

_AT_ONCE = timedelta()

_FIND_INSTALLATION = Statement(select(installation))
_MAKE_INSTALLATION = Statement(installation.insert())
_BEGIN_TRAIL = Statement(update(installation).values(has_trail=True))


class Engine(Protocol):
    """One kind of database."""

    @property
    def is_alone(self) -> bool:
        """Whether no other process runs tickets and delivers from the same database."""
        ...

    async def migrate(self) -> None:
        """Bring it to the present tables."""
        ...

    async def write(self, body: Callable[[Work], T], patience: timedelta) -> T:
        """Run one durable transaction. It may wait up to `patience` for a commit to share."""
        ...

    async def read(self, body: Callable[[Work], T]) -> T:
        """Read the state of one moment."""
        ...

    async def peek(self, body: Callable[[Work], T]) -> T:
        """Read a few rows that an index finds."""
        ...

    def stream(self, listing: Listing[T]) -> AbstractAsyncContextManager[AsyncIterator[list[T]]]:
        """Read a long list in batches."""
        ...

    async def close(self) -> None:
        """Close all connections."""
        ...


class Database:
    """The database of the bot.

    `on_write` is called after every commit with the names of the changed tables.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.on_write: Callable[[frozenset[str]], None] = _do_nothing

    @classmethod
    async def open(
        cls, url: str, keys: KeyRing, *, stamp: str = "", reread: Callable[[], KeyRing | None] | None = None
    ) -> "Database":
        """Lock, migrate, and check that master key and stamp are this database's. Raises a DatabaseError.

        `reread` returns the present keys, when a value was sealed with one that was made later.
        """
        cipher, place = FieldCipher(keys, reread), parse_database_url(url)
        engine: Engine
        if isinstance(place, SqliteUrl):
            engine = Sqlite.open_exclusive(place.path, cipher)
        else:
            engine = await _connect(place, cipher)
        try:
            await engine.migrate()
            await engine.write(lambda work: _begin(work, keys, stamp), _AT_ONCE)
            if engine.is_alone:
                await engine.write(_release_leases, _AT_ONCE)
        except BaseException:
            await engine.close()
            raise
        return cls(engine)

    @classmethod
    async def open_shared(cls, url: str, keys: KeyRing, *, stamp: str = "") -> "Database":
        """Open it beside a process that runs on it and keeps its leases.

        The database is locked only while its tables must be made or changed. Raises a DatabaseError.
        """
        place = parse_database_url(url)
        if not isinstance(place, SqliteUrl) or is_missing_or_empty(place.path):
            return await cls.open(url, keys, stamp=stamp)
        engine = Sqlite.open_shared(place.path, FieldCipher(keys))
        try:
            if await engine.is_current():
                await engine.write(lambda work: _begin(work, keys, stamp), _AT_ONCE)
                return cls(engine)
        except BaseException:
            await engine.close()
            raise
        await engine.close()
        return await cls.open(url, keys, stamp=stamp)

    @classmethod
    async def open_readonly(cls, url: str, keys: KeyRing) -> "Database | None":
        """Open it read-only beside a running process. None if its tables are not this version's.

        Raises a DatabaseError.
        """
        cipher, place = FieldCipher(keys), parse_database_url(url)
        engine: Engine
        if isinstance(place, SqliteUrl):
            engine = Sqlite.open_shared(place.path, cipher)
        else:
            engine = await _connect(place, cipher)
        try:
            is_current = await engine.read(lambda work: migrate.is_current(work.connection))
            if is_current:
                await engine.read(lambda work: _check_installation(work, keys, ""))
                return cls(engine)
        except BaseException:
            await engine.close()
            raise
        await engine.close()
        return None

    async def write(self, body: Callable[[Work], T], *, patience: timedelta = _AT_ONCE) -> T:
        """Run one transaction. It may run again after a conflict, so the body keeps nothing outside `work`.

        It may wait up to `patience` for another write, to share its commit.
        """
        changed: frozenset[str] = frozenset()

        def noted(work: Work) -> T:
            nonlocal changed
            result = _run(body, work)
            changed = work.changed
            return result

        result = await self._engine.write(noted, patience)
        self.on_write(changed)
        return result

    async def read(self, body: Callable[[Work], T]) -> T:
        """Run a body that changes nothing."""
        return await self._engine.read(lambda work: _run(body, work))

    async def peek(self, body: Callable[[Work], T]) -> T:
        """Run a body that reads a few rows, or one team's keys, found by an index whatever the size of the database.

        With SQLite the event loop waits for it, which takes less time than the way to another thread and back. A
        thread would hold the interpreter for as long.
        """
        return await self._engine.peek(lambda work: _run(body, work))

    def stream(self, listing: Listing[T]) -> AbstractAsyncContextManager[AsyncIterator[list[T]]]:
        """Read a list of any length as it was at one moment, at most `BATCH` records at once.

        Other work does not wait for it.
        """
        return self._engine.stream(listing)

    @property
    def is_alone(self) -> bool:
        """Whether no other process runs tickets and delivers from it."""
        return self._engine.is_alone

    async def close(self) -> None:
        """Close it. It must not be used afterwards."""
        await self._engine.close()


def _do_nothing(_changed: frozenset[str]) -> None:
    """Default `on_write`."""


def _run(body: Callable[[Work], T], work: Work) -> T:
    """Run the body. A StopIteration would never reach a future, and its waiter would wait for ever.

    Source: Python 3.11, `asyncio.Future.set_exception`. PEP 479 turns it into a RuntimeError too.
    """
    try:
        return body(work)
    except StopIteration as error:
        raise RuntimeError("a body raised StopIteration") from error


def _release_leases(work: Work) -> None:
    """Leases of a previous process are void."""
    work.inbox.release_all()
    work.deliveries.release_all()
    work.running_tickets.release_all()


def _begin(work: Work, keys: KeyRing, stamp: str) -> None:
    """Make the installation's own row and the beginning of its trail if they are missing."""
    now = datetime.now(UTC)
    if _FIND_INSTALLATION.first(work.transaction) is None:
        made = {"id": uuid4(), "stamp": stamp, "fingerprint": keys.fingerprint, "created_at": now, "has_trail": False}
        _MAKE_INSTALLATION.run(work.transaction, **made)
    has_trail = _check_installation(work, keys, stamp)
    work.audit.begin_trail(now, has_begun=has_trail)
    if not has_trail:
        _BEGIN_TRAIL.run(work.transaction)


def _check_installation(work: Work, keys: KeyRing, stamp: str) -> bool:
    """Return whether the audit trail has begun. Raises if stamp or master key belong to another database."""
    [row] = _FIND_INSTALLATION.rows(work.transaction)
    if row.stamp != stamp:
        raise WrongStamp(
            "This database belongs to the sandbox: set KEYMINDER_DATABASE_URL to another one."
            if row.stamp
            else "This database belongs to a real installation: the sandbox keeps its own in data/sandbox."
        )
    if row.fingerprint not in keys.fingerprints:
        raise WrongMasterKey(
            f"The database was sealed with master key {row.fingerprint}, and the one given is {keys.fingerprint}:"
            " put the right one back."
        )
    return bool(row.has_trail)


async def is_new(url: str) -> bool:
    """Whether nothing was ever sealed in the database at this address.

    Only then a master key may be made for it.
    """
    place = parse_database_url(url)
    if isinstance(place, SqliteUrl):
        return is_missing_or_empty(place.path)
    from storage.engines.postgres import is_empty  # noqa: PLC0415 - brings SQLAlchemy's ORM, which SQLite does without

    return await is_empty(place)


async def _connect(place: PostgresUrl, cipher: FieldCipher) -> Engine:
    from storage.engines.postgres import Postgres  # noqa: PLC0415 - brings SQLAlchemy's ORM, which SQLite does without

    return await Postgres.connect(place, cipher)
