"""PostgreSQL through asyncpg: serializable transactions, run again after a conflict.

It must not know what the bodies do.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from storage import migrate
from storage.errors import DatabaseError, DatabaseFull, DatabaseReadOnly, DatabaseUnreachable, RecordTaken
from storage.sealing import Vault
from storage.work import Work

LEADER = 0x6B65796D696E6465
"""Key of the advisory lock that the polling process holds."""
CONFLICTS = {"40001", "40P01"}
TAKEN = "23505"
"""Not unique: perhaps only because somebody wrote the same between our look and our writing."""
TRIES = 30
TRIES_WHEN_TAKEN = 4
CONNECT_SECONDS = 10.0

T = TypeVar("T")


_MEANINGS: Mapping[str, tuple[type[DatabaseError], str]] = {
    "25006": (DatabaseReadOnly, "PostgreSQL only lets us read: it is a standby, or set to read only."),
    "53100": (DatabaseFull, "There is no room left where PostgreSQL keeps its data."),
    "28000": (DatabaseUnreachable, "PostgreSQL refuses the user of KEYMINDER_DATABASE_URL."),
    "28P01": (DatabaseUnreachable, "PostgreSQL refuses the password of KEYMINDER_DATABASE_URL."),
    "3D000": (DatabaseUnreachable, "PostgreSQL has no database of the name in KEYMINDER_DATABASE_URL: create it."),
}
"""What PostgreSQL's codes mean for the operator. Source: PostgreSQL 15, appendix A, checked 2026-11-22."""


class _Conflict(Exception):
    """Somebody else was faster; the body runs again."""


class Postgres:
    """One database, several processes."""

    is_alone = False

    def __init__(self, url: str, vault: Vault) -> None:
        self._vault = vault
        self._engine = create_async_engine(
            url,
            isolation_level="SERIALIZABLE",
            pool_pre_ping=True,
            pool_size=10,
            hide_parameters=True,
            connect_args={"timeout": CONNECT_SECONDS},
        )
        self._reading = self._engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
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
        except _troubles() as error:
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
        except _troubles() as error:
            state = _state_of(error)
            if state in CONFLICTS or (state == TAKEN and attempt < TRIES_WHEN_TAKEN):
                raise _Conflict from error
            raise _as_ours(error) from error

    async def read(self, body: Callable[[Work], T]) -> T:
        """One look at a single moment."""
        try:
            async with self._reading.connect() as connection:
                return await connection.run_sync(lambda sync: body(Work(sync, self._vault)))
        except _troubles() as error:
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
        except _troubles() as error:
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


def _troubles() -> tuple[type[BaseException], ...]:
    """SQLAlchemy wraps what goes wrong in a statement, and not what goes wrong while connecting."""
    import asyncpg  # type: ignore[import-untyped]  # noqa: PLC0415 - slow to load, and brings no types

    return StatementError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError


def _state_of(error: BaseException) -> str:
    cause = error.orig if isinstance(error, StatementError) else error
    return str(getattr(cause, "sqlstate", "") or "")


def _as_ours(error: BaseException) -> DatabaseError:
    cause = error.orig if isinstance(error, StatementError) else error
    if isinstance(cause, DatabaseError):
        return cause
    if isinstance(error, IntegrityError):
        return RecordTaken("Something that must be unique is there already, or what it belongs to is not.")
    state = _state_of(error)
    if state in _MEANINGS:
        kind, sentence = _MEANINGS[state]
        return kind(sentence)
    name = f"{type(cause).__name__} {state}".strip()
    return DatabaseUnreachable(f"PostgreSQL does not answer as it should ({name}).")


async def is_empty(url: str) -> bool:
    """Whether the database holds no installation yet."""
    engine = create_async_engine(url, hide_parameters=True, connect_args={"timeout": CONNECT_SECONDS})
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(migrate.is_empty)
    except _troubles() as error:
        raise _as_ours(error) from error
    finally:
        await engine.dispose()
