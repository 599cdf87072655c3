"""Installations for tests: each is made once for every worker, and each test gets a copy."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.sealing import KeyRing
from tests.app import MAX, OLGA, VERA, TestApp, open_app
from tests.databases import make_sqlite
from tests.people import Member
from tests.prepared import Prepared, invite_approver, invite_operator, just_joined


@pytest.fixture(scope="session")
def empty_installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a migrated database and its master key once. Tests work on copies."""
    folder = tmp_path_factory.mktemp("installation")
    ring = KeyRing.new()
    (folder / "master.key").write_text(ring.to_text())

    make_sqlite(folder / "keyminder.db", ring, stamp="sandbox")
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
