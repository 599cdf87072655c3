"""PostgreSQL through asyncpg: serializable transactions, run again after a conflict.

It must not know what the bodies do.
"""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from storage import migrate
from storage.errors import DatabaseError, DatabaseUnreachable, RecordTaken
from storage.sealing import Vault
from storage.work import Work

LEADER = 0x6B65796D696E6465
"""Key of the advisory lock that the polling process holds."""
CONFLICTS = {"40001", "40P01"}
TRIES = 30

T = TypeVar("T")


class _Conflict(Exception):
    """Somebody else was faster; the body runs again."""


class Postgres:
    """One database, several processes."""

    is_alone = False

    def __init__(self, url: str, vault: Vault) -> None:
        self._vault = vault
        self._engine = create_async_engine(url, isolation_level="SERIALIZABLE", pool_pre_ping=True, pool_size=10)
        self._leading: AsyncConnection | None = None

    async def migrate(self) -> None:
        """Bring the database to the present tables; several processes may start at once."""
        try:
            engine = self._engine.execution_options(isolation_level="AUTOCOMMIT")
            async with engine.connect() as guard:
                await guard.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LEADER + 1})
                try:
                    async with self._engine.connect() as connection:
                        await connection.run_sync(migrate.upgrade)
                finally:
                    await guard.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": LEADER + 1})
        except (DBAPIError, OSError) as error:
            raise _as_ours(error) from error

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
                    return await self._write_once(body)
        except _Conflict as error:
            raise DatabaseUnreachable("The database is too busy with others.") from error
        raise AssertionError("retrying ends with a result or an error")

    async def _write_once(self, body: Callable[[Work], T]) -> T:
        def whole(connection: object) -> T:
            work = Work(connection, self._vault)  # type: ignore[arg-type]  # run_sync hands in a Connection
            result = body(work)
            work.finish()
            return result

        try:
            async with self._engine.begin() as connection:
                return await connection.run_sync(whole)
        except (DBAPIError, OSError) as error:
            if _state_of(error) in CONFLICTS:
                raise _Conflict from error
            raise _as_ours(error) from error

    async def read(self, body: Callable[[Work], T]) -> T:
        """One look at a single moment."""
        try:
            async with self._engine.connect() as connection:
                return await connection.run_sync(lambda sync: body(Work(sync, self._vault)))
        except (DBAPIError, OSError) as error:
            if _state_of(error) in CONFLICTS:
                return await self.read(body)
            raise _as_ours(error) from error

    async def try_lead(self) -> bool:
        """Holds an advisory lock on a connection kept for it, for as long as that lives."""
        try:
            if self._leading is not None:
                await self._leading.execute(text("SELECT 1"))
                return True
            connection = await self._engine.execution_options(isolation_level="AUTOCOMMIT").connect()
            taken = await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": LEADER})
            if taken:
                self._leading = connection
            else:
                await connection.close()
            return bool(taken)
        except (DBAPIError, OSError) as error:
            if self._leading is not None:
                await self._leading.invalidate()
                self._leading = None
            raise _as_ours(error) from error

    async def close(self) -> None:
        """Let go of the lead and of all connections."""
        if self._leading is not None:
            await self._leading.invalidate()
            self._leading = None
        await self._engine.dispose()


def _state_of(error: BaseException) -> str:
    return str(getattr(getattr(error, "orig", None), "sqlstate", "") or "")


def _as_ours(error: DBAPIError | OSError) -> DatabaseError:
    if isinstance(error, IntegrityError):
        return RecordTaken("Something that must be unique is there already.")
    return DatabaseUnreachable(
        "PostgreSQL does not answer as it should: " + type(getattr(error, "orig", error)).__name__
    )


async def is_empty(url: str) -> bool:
    """Whether the database holds no installation yet."""
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(migrate.is_empty)
    except (DBAPIError, OSError) as error:
        raise _as_ours(error) from error
    finally:
        await engine.dispose()
