"""PostgreSQL through asyncpg: serializable transactions, run again after a conflict.

It must not know what the bodies do.
"""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from storage import migrate
from storage.changes import watch_changes
from storage.database_url import PostgresUrl
from storage.errors import DatabaseUnreachable
from storage.postgres_connection import make_engine
from storage.postgres_errors import as_ours, list_troubles, state_of
from storage.sealing import Vault
from storage.work import Work

MIGRATING = 0x6B65796D696E6466
"""Key of the advisory lock that holds back who would migrate at the same time."""
CONFLICTS = {"40001", "40P01"}
TAKEN = "23505"
"""Not unique: perhaps only because somebody wrote the same between our look and our writing."""
TRIES = 30
TRIES_WHEN_TAKEN = 4

T = TypeVar("T")


class _Conflict(Exception):
    """Somebody else was faster; the body runs again."""


class Postgres:
    """One database, several processes."""

    is_alone = False

    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        self._vault = vault
        self._engine = engine
        watch_changes(engine.sync_engine)
        self._reading = self._engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @classmethod
    async def connect(cls, url: PostgresUrl, vault: Vault) -> "Postgres":
        """The server at this address, which answered once. Raises a DatabaseError."""
        return cls(await make_engine(url), vault)

    async def migrate(self) -> None:
        """Bring the database to the present tables; of several processes that start at once, one after the other.

        The lock belongs to the transaction, because a pooler keeps nothing longer, and each statement sees what the
        process before has committed.
        """

        def alone(connection: Connection) -> None:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
            migrate.upgrade(connection)

        try:
            engine = self._engine.execution_options(isolation_level="READ COMMITTED")
            async with engine.begin() as connection:
                await connection.run_sync(alone)
        except list_troubles() as error:
            raise as_ours(error) from error

    async def write(self, body: Callable[[Work], T]) -> T:
        """One transaction, again after a conflict."""
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(_Conflict),
            stop=stop_after_attempt(TRIES),
            wait=wait_random_exponential(multiplier=0.005, max=0.5),
            reraise=True,
        )
        try:
            async for attempt in retrying:
                with attempt:
                    return await self._write_once(body, attempt.retry_state.attempt_number)
        except _Conflict as error:
            raise DatabaseUnreachable("The database is too busy with others.") from error
        raise AssertionError("retrying ends with a result or an error")

    async def _write_once(self, body: Callable[[Work], T], attempt: int) -> T:
        def whole(connection: Connection) -> T:
            work = Work(connection, self._vault)
            result = body(work)
            work.finish()
            return result

        try:
            async with self._engine.begin() as connection:
                return await connection.run_sync(whole)
        except list_troubles() as error:
            state = state_of(error)
            if state in CONFLICTS or (state == TAKEN and attempt < TRIES_WHEN_TAKEN):
                raise _Conflict from error
            raise as_ours(error) from error

    async def read(self, body: Callable[[Work], T]) -> T:
        """One look at a single moment."""
        try:
            async with self._reading.connect() as connection:
                return await connection.run_sync(lambda sync: body(Work(sync, self._vault)))
        except list_troubles() as error:
            raise as_ours(error) from error

    async def close(self) -> None:
        """Let go of all connections."""
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
