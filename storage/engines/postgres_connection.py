"""Connections to PostgreSQL, straight or through a pooler.

A pooler like PgBouncer may use another server connection for every transaction, so a prepared statement must not be
used in a later one.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.database_url import PostgresUrl
from storage.engines.postgres_errors import as_ours, list_troubles
from storage.errors import DatabaseUnreachable

_WITHOUT_NAMES: Mapping[str, object] = {
    "statement_cache_size": 0,
    "prepared_statement_cache_size": 0,
    "prepared_statement_name_func": lambda: "",
}
"""Each statement is sent whole.

asyncpg parses one without a name again in the message that runs it. Source: asyncpg 0.32, `Connection._get_statement`.
SQLAlchemy 2.1, "Prepared Statement Name with PGBouncer".
"""

_UNUSABLE = "The options in KEYMINDER_DATABASE_URL, in its service file or in PG… variables cannot be used"
"""asyncpg reads the last two itself."""


async def make_engine(url: PostgresUrl) -> AsyncEngine:
    """Make an engine that has reached the server once. Raises a DatabaseError."""
    arguments = _arguments(url)
    if await _is_pooled(arguments):
        arguments.update(_WITHOUT_NAMES)
    return create_async_engine(
        "postgresql+asyncpg://",
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=0,  # a read is done sooner if it waits for a connection than if it opens its own
        hide_parameters=True,
        connect_args=arguments,
    )


def _arguments(url: PostgresUrl) -> dict[str, Any]:
    found: dict[str, Any] = {"dsn": url.dsn, "timeout": url.connect_seconds}
    return found | ({"servicefile": url.service_file} if url.service_file else {})


async def _is_pooled(arguments: Mapping[str, Any]) -> bool:
    """Whether the server process announced at connecting differs from the one that answers."""
    import asyncpg  # type: ignore[import-untyped]  # noqa: PLC0415 - slow to load, and brings no types

    try:
        connection = await asyncpg.connect(**arguments, statement_cache_size=0)
        try:
            answering = await connection.fetchval("SELECT pg_backend_pid()")
            return bool(answering != connection.get_server_pid())
        finally:
            await connection.close(timeout=arguments["timeout"])
    except asyncpg.exceptions.ClientConfigurationError as error:
        raise DatabaseUnreachable(f"{_UNUSABLE} ({str(error).splitlines()[0].rstrip('.')}): correct them.") from error
    except (*list_troubles(), asyncpg.InternalClientError) as error:
        raise as_ours(error) from error
    except (ValueError, TypeError, OverflowError) as error:
        raise DatabaseUnreachable(f"{_UNUSABLE} ({type(error).__name__}): correct them.") from error
