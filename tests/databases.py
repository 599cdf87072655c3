"""Databases for tests, on both engines: every worker makes a template once, and each test gets a copy."""

import asyncio
import contextlib
import os
import secrets
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import Database
from storage.database_url import PostgresUrl, parse_database_url
from storage.engines.postgres import Postgres
from storage.engines.postgres_connection import make_engine
from storage.sealing import FieldCipher, KeyRing
from tests.storage.postgres_restore import KEEP, KEPT_OPEN, Restorer
from tests.storage.postgres_server import NoServer, execute, find_server, run_apart


@pytest.fixture(scope="session")
def ring() -> KeyRing:
    """Return the master key of every database of this run."""
    return KeyRing.new()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, ring: KeyRing) -> Path:
    """Return a migrated file that tests copy."""
    path = tmp_path_factory.mktemp("template") / "keyminder.db"
    make_sqlite(path, ring)
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Return a migrated SQLite database that was never opened."""
    return f"sqlite+aiosqlite:///{shutil.copy(sqlite_template, tmp_path / 'keyminder.db')}"


@pytest.fixture
async def sqlite_database(sqlite_url: str, ring: KeyRing) -> AsyncIterator[Database]:
    """Open an empty SQLite database."""
    opened = await Database.open(sqlite_url, ring)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """Yield the server on which databases may be made."""
    try:
        with find_server() as server:
            yield server
    except NoServer as error:
        reason = f"PostgreSQL is not tested: {error}"
        if os.environ.get("KEYMINDER_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: URL, ring: KeyRing) -> Iterator[URL]:
    """Yield a migrated database that tests copy."""
    with make_database(postgres_server) as url:
        run_apart(_open_and_close(address(url), ring))
        run_apart(execute(url, *KEEP))
        yield url


@dataclass
class Copies:
    """The copies of the template that no test uses at the moment, each restored."""

    restorer: Restorer = field(default_factory=Restorer)
    free: list[tuple[URL, contextlib.ExitStack]] = field(default_factory=list)


@pytest.fixture(scope="session")
def postgres_copies() -> Iterator[Copies]:
    """Yield the copies of this worker."""
    copies = Copies()
    yield copies
    copies.restorer.close()
    for _, stack in copies.free:
        stack.close()


@pytest.fixture
def postgres_url(postgres_server: URL, postgres_template: URL, postgres_copies: Copies) -> Iterator[str]:
    """Return a migrated PostgreSQL database that was never opened."""
    if postgres_copies.free:
        url, stack = postgres_copies.free.pop()
    else:
        stack = contextlib.ExitStack()
        url = stack.enter_context(make_database(postgres_server, f"TEMPLATE {postgres_template.database}"))
    yield address(url)
    if postgres_copies.restorer.restore(url):
        postgres_copies.free.append((url, stack))
    else:
        stack.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres_engines() -> AsyncIterator[dict[str, AsyncEngine]]:
    """Yield the engines of this worker by the address of their copy.

    Connecting, and preparing every statement again, takes as long as most tests.
    """
    engines: dict[str, AsyncEngine] = {}
    yield engines
    for engine in engines.values():
        await engine.dispose()


@pytest_asyncio.fixture(loop_scope="session")
async def database(url: str, ring: KeyRing, postgres_engines: dict[str, AsyncEngine]) -> AsyncIterator[Database]:
    """Open an empty database."""
    if url.startswith("postgresql"):
        if url not in postgres_engines:
            place = parse_database_url(f"{url}?application_name={KEPT_OPEN}")
            assert isinstance(place, PostgresUrl)
            postgres_engines[url] = await make_engine(place)
        yield Database(Postgres(postgres_engines[url], FieldCipher(ring)))
    else:
        opened = await Database.open(url, ring)
        yield opened
        await opened.close()
    await _end_tasks()


async def _end_tasks() -> None:
    """Cancel what a test has left running, as the end of its own event loop would."""
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


def address(url: URL) -> str:
    """Return the whole address, password included."""
    return url.render_as_string(hide_password=False)


@contextlib.contextmanager
def make_database(server: URL, options: str = "") -> Iterator[URL]:
    """Make a database for as long as the block runs."""
    name = f"keyminder_test_{secrets.token_hex(6)}"
    run_apart(execute(server, f"CREATE DATABASE {name} {options}"))
    try:
        # No test of these databases stops the server, so its commits need not wait for the disk.
        run_apart(execute(server, f"ALTER DATABASE {name} SET synchronous_commit = off"))
        yield server.set(database=name)
    finally:
        run_apart(execute(server, f"DROP DATABASE {name} WITH (FORCE)"))


async def _open_and_close(url: str, ring: KeyRing) -> None:
    await (await Database.open(url, ring)).close()


def make_sqlite(path: Path, ring: KeyRing, stamp: str = "") -> None:
    """Make a migrated file. A migration takes ten times as long as most tests."""

    async def make() -> None:
        await (await Database.open(f"sqlite+aiosqlite:///{path}", ring, stamp=stamp)).close()

    asyncio.run(make())
