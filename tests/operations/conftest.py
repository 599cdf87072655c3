"""A database for one test, with no Telegram around it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.sealing import KeyRing


@pytest.fixture
async def database(empty_installation: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """A database with nothing in it."""
    shutil.copy(empty_installation / "keyminder.db", tmp_path / "keyminder.db")
    ring = KeyRing.from_text((empty_installation / "master.key").read_text())
    opened = await Database.open(f"sqlite+aiosqlite:///{tmp_path}/keyminder.db", ring, stamp="sandbox")
    yield opened
    await opened.close()
