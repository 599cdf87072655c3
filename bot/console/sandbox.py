"""`keyminder sandbox`: run the app in an environment of its own until it is stopped."""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Protocol

import typer

from bot.console.run import App, stop_on_signal
from bot.settings import CannotStart, Settings

LOOPBACK = "127.0.0.1"
NOBODY = f"http://{LOOPBACK}:9"
"""Address of exchanges that the environment lacks: none answers, and no secret leaves the machine."""
DATABASE_FILE = "keyminder.db"
PORT_FILE = "doors.port"
LIVED_FILE = "lived"


class Environment(Protocol):
    """The outside world on one machine."""

    is_new: bool

    @property
    def api_root(self) -> str:
        """Its Bot API."""

    @property
    def bot_token(self) -> str:
        """The token its Bot API knows."""

    @property
    def smtp_url(self) -> str:
        """Its mail server."""

    @property
    def coinex_url(self) -> str:
        """Its CoinEx API."""

    @property
    def page_url(self) -> str:
        """The page to look at it."""

    async def start(self) -> None:
        """Start all servers."""

    async def stop(self) -> None:
        """Stop them. Safe after half a start."""


async def run_sandbox(
    environment: Environment,
    folder: Path,
    owner: int,
    build: Callable[[Settings], Awaitable[App]],
    live: Callable[[], Coroutine[object, object, None]],
) -> None:
    """Run until SIGINT or SIGTERM. A new environment first plays its story. Raises CannotStart."""
    lived = folder / LIVED_FILE
    if not environment.is_new and not lived.exists():
        raise CannotStart(f"The first start of this sandbox was interrupted. Delete {folder} and start again.")
    async with stop_on_signal():
        try:
            await environment.start()
            app = await build(_settings(environment, folder, owner))
            running = asyncio.ensure_future(app.run_until_stopped())
            try:
                if not lived.exists():
                    await _first(asyncio.create_task(live()), running)
                    lived.touch()
                typer.echo(f"Open {environment.page_url}")
                await running
            finally:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
        finally:
            await environment.stop()


def settings_of_sandbox(folder: Path) -> Settings:
    """Return the settings that open its database, which must exist. Raises CannotStart."""
    if not (folder / DATABASE_FILE).exists():
        raise CannotStart(f"There is no sandbox in {folder}: start `keyminder sandbox --folder {folder}` once.")
    return Settings.read(_list_files(folder))


async def _first(story: asyncio.Task[None], running: asyncio.Future[None]) -> None:
    """Wait for the end of the story. If the app stops before, raise its error."""
    try:
        await asyncio.wait({story, running}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            await running
        await story
    finally:
        story.cancel()
        await asyncio.gather(story, return_exceptions=True)


def _settings(environment: Environment, folder: Path, owner: int) -> Settings:
    return Settings.read(
        {
            **_list_files(folder),
            "telegram_token": environment.bot_token,
            "telegram_api_url": environment.api_root,
            "owners": [owner],
            "smtp_url": environment.smtp_url,
            "mail_from": "keyminder@sandbox.example",
            **{f"{name}_api_url": NOBODY for name in Settings().exchange_urls},
            "coinex_api_url": environment.coinex_url,
            "listen": f"{LOOPBACK}:{_find_port(folder / PORT_FILE)}",
        }
    )


def _list_files(folder: Path) -> dict[str, object]:
    """Settings from the files in the folder."""
    return {
        "database_url": f"sqlite+aiosqlite:///{folder / DATABASE_FILE}",
        "master_key_file": folder / "master.key",
    }


def _find_port(kept: Path) -> int:
    """Return the last start's port if it is free, so that links in old e-mails work, else any port."""
    wanted = 0
    with contextlib.suppress(OSError, ValueError):
        wanted = int(kept.read_text(encoding="utf-8"))
    for port in (wanted, 0):
        with socket.socket() as probe, contextlib.suppress(OSError, OverflowError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((LOOPBACK, port))
            found = int(probe.getsockname()[1])
            kept.write_text(f"{found}\n", encoding="utf-8")
            return found
    raise CannotStart(f"No port of {LOOPBACK} is free, or {kept.parent} cannot be written.")
