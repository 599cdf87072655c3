"""An app for one test, on SQLite or the test's own choice."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from storage.database import Database
from storage.sealing import KeyRing
from tests.app import MAX, OLGA, VERA, TestApp, open_app
from tests.people import Member
from tests.prepared import Prepared, invite_approver, invite_operator, just_joined

STORIES = (
    "tests/stories/",
    "tests/torture/",
    "tests/console/test_run.py",
    "tests/console/test_sandbox.py",
    "tests/bench/test_bench.py::test_a_short_run",
)

ONE_LOOP = ("tests/operations/", "tests/storage/", "tests/bench/test_fill.py")
"""Tests whose database may stay open for the next one, and so share its event loop."""

ROOM_FOR_DATABASES = 2 * 1024**3
"""Bytes. All tests together take far less, because what has passed is deleted."""


def pytest_xdist_auto_num_workers() -> int:
    """Return one worker more than cores. With two more, the killed bots of the torture are starved."""
    return (os.cpu_count() or 1) + 1


def pytest_configure() -> None:
    """Keep databases of tests in memory where there is room: a commit then waits for no disk."""
    memory = Path("/dev/shm")  # noqa: S108 - its folders belong to their owner alone, as elsewhere
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_FOR_DATABASES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even load the stories if they are left out."""
    is_left_out = config.option.markexpr == "not story" and collection_path.name in {"stories", "torture"}
    return True if is_left_out else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests that drive a whole bot over Telegram, or a browser, as stories.

    `-m "not story"` leaves them out.
    """
    for item in items:
        if item.nodeid.startswith(ONE_LOOP) and "database" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
        if item.nodeid.startswith(STORIES) or "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.story)
    # Slow tests come first, so that no worker is left alone with one at the end.
    items.sort(key=lambda item: not item.nodeid.startswith("tests/torture/"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Let a worker send one report for each test, unless its setup or teardown fails or is timed.

    For each test six are sent otherwise, which takes as long as most tests.
    """
    if not hasattr(item.config, "workerinput") or item.config.option.durations:
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    return True


@pytest.fixture(scope="session")
def ring() -> KeyRing:
    """Return the master key of every database of this run."""
    return KeyRing.new()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, ring: KeyRing) -> Path:
    """Return a migrated file that tests copy."""
    path = tmp_path_factory.mktemp("template") / "keyminder.db"
    _make_database(path, ring)
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
def empty_installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a migrated database and its master key once. Tests work on copies."""
    folder = tmp_path_factory.mktemp("installation")
    ring = KeyRing.new()
    (folder / "master.key").write_text(ring.to_text())

    _make_database(folder / "keyminder.db", ring, stamp="sandbox")
    return folder


@pytest.fixture(scope="session")
def prepared(empty_installation: Path, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Make installations in which people have joined, each once. Tests work on copies."""
    return Prepared(empty_installation, tmp_path_factory.mktemp("prepared"))


@pytest.fixture
async def app(request: pytest.FixtureRequest, prepared: Prepared, tmp_path: Path) -> AsyncIterator[TestApp]:
    """Open a sandbox with a group, and the bot. The people whom the test names have joined.

    If the test's own module sets something up first, only the owner has joined. Others join after that.
    """
    names = request.fixturenames
    has_own_setup = any(hasattr(request.module, name) for name in names)
    later = [] if has_own_setup else [name for name in names if name in {"max_", "vera"}]
    named = ("olga", *later) if "olga" in names else ()
    await prepared.copy(named, tmp_path)
    async with open_app(tmp_path, f"sqlite+aiosqlite:///{tmp_path}/keyminder.db") as opened:
        yield opened


@pytest.fixture
async def seeded_app(prepared: Prepared, tmp_path: Path) -> AsyncIterator[TestApp]:
    """Open the sandbox of `keyminder sandbox`: Olga's team with three keys, and Max, Vera and Rita in it."""
    await prepared.copy_seeded(tmp_path)
    async with open_app(tmp_path, f"sqlite+aiosqlite:///{tmp_path}/keyminder.db") as opened:
        yield opened


@pytest.fixture
async def olga(app: TestApp) -> Member:
    """Return the owner, who has claimed the team and enrolled."""
    return just_joined(app.member(OLGA, "Olga"))


@pytest.fixture
async def max_(app: TestApp, olga: Member) -> Member:
    """Return an enrolled operator whom the owner invited."""
    if app.knows(MAX):
        return just_joined(app.member(MAX, "Max"))
    return await invite_operator(app, olga)


@pytest.fixture
async def vera(app: TestApp, olga: Member) -> Member:
    """Return an approver, so that money needs her. All factors and e-mails have grown old enough."""
    if app.knows(VERA):
        return app.member(VERA, "Vera")
    return await invite_approver(app, olga)


def _make_database(path: Path, ring: KeyRing, stamp: str = "") -> None:
    """Make a migrated file. A migration takes ten times as long as most tests."""

    async def make() -> None:
        await (await Database.open(f"sqlite+aiosqlite:///{path}", ring, stamp=stamp)).close()

    asyncio.run(make())
