"""What a start loads: a library that is not needed yet costs its time and its memory for nothing."""

import os
import subprocess
import sys
from pathlib import Path

from storage.database import Database
from storage.sealing import KeyRing

ROOT = Path(__file__).parent.parent

HOUSE = """
import asyncio, os, sys
from bot.__main__ import main
from bot.assembly import build
from bot.operations.clock import SystemClock
from bot.settings import read_settings

async def start():
    house = await build(read_settings(os.environ), SystemClock())
    print(*sys.modules, file=sys.stderr)
    await house.database.close()

asyncio.run(start())
"""


def list_modules(program: str, folder: Path, *arguments: str, **environment: str) -> set[str]:
    """All that a program has loaded by its end, and the packages they are in."""
    ended = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", program, *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(ended.stderr.split())


async def test_a_house_on_sqlite_loads_what_it_needs(tmp_path: Path) -> None:
    ring = KeyRing.new()
    (tmp_path / "master.key").write_text(ring.to_text())
    url = f"sqlite+aiosqlite:///{tmp_path}/keyminder.db"
    await (await Database.open(url, ring)).close()
    loaded = list_modules(
        HOUSE,
        tmp_path,
        KEYMINDER_TELEGRAM_TOKEN="4242:" + "a" * 35,
        KEYMINDER_DATABASE_URL=url,
        KEYMINDER_MASTER_KEY_FILE="master.key",
        KEYMINDER_SMTP_URL="smtp://127.0.0.1",
        KEYMINDER_MAIL_FROM="keyminder@example.org",
    )
    assert loaded >= {"telegram", "aiohttp", "sqlalchemy"}
    assert not loaded & {"sqlalchemy.orm", "sqlalchemy.ext.asyncio", "asyncpg", "alembic", "telegram.ext"}
    assert not loaded & {
        "rich",
        "pygments",
        "jinja2",
        "segno",
        "pydantic",
        "bot.exchanges.coinex",
        "bot.exchanges.bybit",
    }
