"""A house for one test, on SQLite or wherever a test says."""

import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox import opening
from bot.sandbox.cast import find_cast
from storage.database import Database
from storage.sealing import KeyRing
from tests.house import MAX, OLGA, OLGAS_EMAIL, VERA, TestHouse, open_house
from tests.people import Member


@pytest.fixture(scope="session")
def empty_installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database and its master key, made once; tests work on copies."""
    import asyncio  # noqa: PLC0415 - only here

    folder = tmp_path_factory.mktemp("installation")
    ring = KeyRing.new()
    (folder / "master.key").write_text(ring.to_text())

    async def make() -> None:
        database = await Database.open(f"sqlite+aiosqlite:///{folder}/keyminder.db", ring, stamp="sandbox")
        await database.close()

    asyncio.run(make())
    return folder


@pytest.fixture
async def house(empty_installation: Path, tmp_path: Path) -> AsyncIterator[TestHouse]:
    """A town with an empty group in it, and the bot."""
    for name in ("keyminder.db", "master.key"):
        shutil.copy(empty_installation / name, tmp_path / name)
    async with open_house(tmp_path, f"sqlite+aiosqlite:///{tmp_path}/keyminder.db") as opened:
        yield opened


@pytest.fixture
async def lived_in(empty_installation: Path, tmp_path: Path) -> AsyncIterator[TestHouse]:
    """The town as `keyminder sandbox` opens it: Olga's team with three keys, and Max and Vera in it."""
    for name in ("keyminder.db", "master.key"):
        shutil.copy(empty_installation / name, tmp_path / name)
    url = f"sqlite+aiosqlite:///{tmp_path}/keyminder.db"
    async with open_house(tmp_path, url, opening.populate) as opened:
        await opening.live(opened.town, find_cast(opened.town))
        await opened.settle()
        yield opened


@pytest.fixture
async def olga(house: TestHouse) -> Member:
    """The owner: she has claimed the team and enrolled."""
    owner = house.member(OLGA, "Olga")
    await owner.says("/start")
    await owner.enrols()
    return owner


@pytest.fixture
async def max_(house: TestHouse, olga: Member) -> Member:
    """An operator whom the owner invited, enrolled."""
    operator = house.member(MAX, "Max")
    card = await olga.does(f"/invite operator {MAX}")
    await operator.presses(card, "Join")
    await operator.enrols()
    return operator


@pytest.fixture
async def vera(house: TestHouse, olga: Member) -> Member:
    """An approver, so that money needs her; everybody's factor and e-mail have grown old enough."""
    await olga.has_email(OLGAS_EMAIL)
    approver = house.member(VERA, "Vera")
    card = await olga.says(f"/invite approver {VERA}")
    await olga.confirms(card)
    await olga.decides(await olga.persona.reads(OLGAS_EMAIL, "confirm the change"))
    await approver.presses(olga.again(card), "Join")
    await approver.enrols()
    await house.passes(timedelta(days=2))
    return approver
