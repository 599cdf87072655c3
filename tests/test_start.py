"""What a start loads: an unneeded library costs time and memory for nothing."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from storage.database import Database
from storage.sealing import KeyRing

ROOT = Path(__file__).parent.parent

COMMAND = """
import sys
from bot.__main__ import main
try:
    main(sys.argv[1:])
except SystemExit:
    print(*sys.modules, file=sys.stderr)
"""


def list_modules(folder: Path, *words: str, **environment: str) -> set[str]:
    """Return all modules that a command has loaded by its end."""
    ended = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", COMMAND, *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(ended.stderr.split())


@pytest.mark.parametrize("command", ["version", "--help", "check --help", "audit --help", "sandbox --help"])
def test_a_small_command_loads_no_part_of_the_bot(tmp_path: Path, command: str) -> None:
    loaded = list_modules(tmp_path, *command.split())
    assert "bot.__main__" in loaded
    assert not loaded & {"telegram", "aiohttp", "sqlalchemy", "pydantic", "cryptography", "fluent", "rich", "segno"}


async def test_an_app_on_sqlite_loads_what_it_needs(tmp_path: Path) -> None:
    ring = KeyRing.new()
    (tmp_path / "master.key").write_text(ring.to_text())
    url = f"sqlite+aiosqlite:///{tmp_path}/keyminder.db"
    await (await Database.open(url, ring)).close()
    with socket.socket() as taken:  # so that the app is built, and stops when it listens
        taken.bind(("127.0.0.1", 0))
        loaded = list_modules(
            tmp_path,
            "run",
            KEYMINDER_TELEGRAM_TOKEN="4242:" + "a" * 35,
            KEYMINDER_DATABASE_URL=url,
            KEYMINDER_MASTER_KEY_FILE="master.key",
            KEYMINDER_SMTP_URL="smtp://127.0.0.1",
            KEYMINDER_MAIL_FROM="keyminder@example.org",
            KEYMINDER_LISTEN=f"127.0.0.1:{taken.getsockname()[1]}",
        )
    assert loaded >= {"telegram", "aiohttp", "sqlalchemy", "bot.wiring.app"}
    assert not loaded & {"sqlalchemy.orm", "sqlalchemy.ext.asyncio", "asyncpg", "alembic", "telegram.ext"}
    assert not loaded & {
        "rich",
        "pygments",
        "jinja2",
        "segno",
        "aiosmtplib",
        "pydantic",
        "bot.exchanges.coinex",
        "bot.exchanges.bybit",
    }
    assert not loaded & {"prometheus_client", "icalendar"}, "nobody asks for metrics or a calendar"
