"""One database for one test, on SQLite and on PostgreSQL."""

import os
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.database import Database
from storage.sealing import KeyRing

SERVER = os.environ.get("KEYMINDER_TEST_POSTGRES_URL", "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres")


async def _on_server(statement: str) -> None:
    engine = create_async_engine(SERVER, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            await connection.execute(text(statement))
    finally:
        await engine.dispose()


@pytest.fixture
def ring() -> KeyRing:
    """The master key of one test."""
    return KeyRing.new()


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/keyminder.db"
        return
    name = f"keyminder_test_{secrets.token_hex(6)}"
    try:
        await _on_server(f"CREATE DATABASE {name}")
    except OSError as error:
        if os.environ.get("KEYMINDER_REQUIRE_ALL"):
            pytest.fail(f"CI demands PostgreSQL: {error}")
        pytest.skip(f"no PostgreSQL on this machine: {error}")
    yield f"{SERVER.rpartition('/')[0]}/{name}"
    await _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database(url: str, ring: KeyRing) -> AsyncIterator[Database]:
    """An open database."""
    opened = await Database.open(url, ring)
    yield opened
    await opened.close()
