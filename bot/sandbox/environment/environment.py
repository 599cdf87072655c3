"""The outside world on loopback: Telegram, mail, exchanges, phones, a clock and a page to see it."""

import asyncio
import contextlib
import secrets
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import cast

from aiohttp import web

from bot.sandbox.authenticators import Authenticators
from bot.sandbox.clock import SandboxClock
from bot.sandbox.exchanges.coinex.server import CoinExServer
from bot.sandbox.exchanges.coinex.state import open_account
from bot.sandbox.json_store import read_json, write_json
from bot.sandbox.mailbox import Mailbox
from bot.sandbox.page.api import PageApi
from bot.sandbox.page.state import PageState
from bot.sandbox.scenarios.cast import OLGA
from bot.sandbox.scenarios.runner import ScenarioRunner
from bot.sandbox.telegram.server import BotApi
from bot.sandbox.telegram.world import World

LOOPBACK = "127.0.0.1"
COINEX_CALLER = "25.10.0.10"
"""Source address of all calls for the sandbox's CoinEx: an ordinary public address, like a server's.

Documentation addresses are not used: no exchange sees a call from there. The whole block belongs to one ministry, so
that a key which is bound to it by mistake is not open to a person who rents a server. Source: IANA IPv4 Address Space
Registry, 025/8 (UK Ministry of Defence), checked 2026-11-25.
"""
SUB_ACCOUNTS = ("desk-a", "desk-b")
READING_SECONDS = 2.2
"""Seconds for which the page shows each caption of a scenario."""
SAVE_SECONDS = 2.0
"""Seconds between two saves of the world, at least."""


class Environment:
    """Start and stop everything. With a folder it is saved, so that a restart finds it unchanged.

    `page_port` 0 takes the port of the last start when it is free, else any. `clock` replaces the one of the folder.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        page_port: int = 0,
        clock: SandboxClock | None = None,
        bot_username: str = "keyminder_bot",
        reading_seconds: float = READING_SECONDS,
    ) -> None:
        self._folder = folder
        self._page_port = page_port
        self.clock = clock or SandboxClock(self._path("clock.json"))
        kept = read_json(self._path("world.json"))
        self.is_new = not isinstance(kept, dict)
        """A new folder: no world was saved yet."""
        self.world = (
            World.load(cast("Mapping[str, object]", kept), self.clock)
            if isinstance(kept, dict)
            else World(self.clock, bot_username=bot_username, bot_token=f"700000001:{secrets.token_urlsafe(24)}")
        )
        self.mailbox = Mailbox(self.clock, self._path("mailbox.json"))
        self.authenticators = Authenticators(self.clock, self._path("authenticators.json"))
        self.coinex = CoinExServer(self.clock, self._path("coinex.json"))
        self.coinex.switches.caller_ip = COINEX_CALLER
        self.stage = ScenarioRunner(self, reading_seconds)
        self.add_owner: Callable[[int], Awaitable[object]] | None = None
        """What the bot's console does for a team that has lost its owner. None: no bot runs beside this sandbox."""
        self._runners: list[web.AppRunner] = []
        self._saving: asyncio.Task[None] | None = None
        self._api_port = 0
        self._page_token = ""

    @property
    def api_root(self) -> str:
        """The Bot API root, for a bot with `bot_token`. Known once started."""
        return f"http://{LOOPBACK}:{self._api_port}"

    @property
    def bot_token(self) -> str:
        """The token of the bot in this Telegram. It opens nothing elsewhere."""
        return self.world.state.bot.token

    @property
    def smtp_url(self) -> str:
        """Address of the mail server. Known once started."""
        return self.mailbox.smtp_url

    @property
    def coinex_url(self) -> str:
        """The CoinEx API. Known once started."""
        return self.coinex.base_url

    @property
    def page_url(self) -> str:
        """The page's address with its token. Known once started."""
        return f"http://{LOOPBACK}:{self._page_port}/?token={self._page_token}"

    async def start(self) -> None:
        """Start all servers. The page keeps its address over restarts, so that an open page reconnects."""
        last = read_json(self._path("page.json"))
        known: Mapping[str, object] = last if isinstance(last, dict) else {}
        self._page_token = str(known.get("token") or secrets.token_urlsafe(24))
        if not self.is_new:
            # This comes before the first new id: a process killed at once skips those ids too next time.
            self.world.skip_ids()
            self.save()
        await self.mailbox.start()
        if not self.coinex.state.users:
            open_account(self.coinex.state, SUB_ACCOUNTS, self.coinex.now, [COINEX_CALLER])
            self.coinex.save()
        await self.coinex.start()
        self._api_port = await self._serve(BotApi(self.world).app(), 0)
        page = PageApi(
            PageState(self.world, self.clock, self.mailbox, self.authenticators, self.coinex, self.stage),
            self._page_token,
            self.join,
        ).app()
        port = self._page_port or int(str(known.get("port", 0)))
        self._page_port = await self._serve(page, port, or_any=not self._page_port)
        write_json(self._path("page.json"), {"token": self._page_token, "port": self._page_port})
        self._saving = asyncio.create_task(self._keep_saving())

    async def stop(self) -> None:
        """Stop all servers and save everything. Safe to call after a start that failed half-way."""
        if self._saving is not None:
            self._saving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._saving
            self._saving = None
            self.save()
        await self.stage.stop()
        for runner in reversed(self._runners):
            await runner.cleanup()
        self._runners.clear()
        await self.coinex.stop()
        await self.mailbox.stop()

    async def join(self, user_id: int, chat_id: int) -> None:
        """Let a person join a group. Olga is its only owner, so the console makes her owner again."""
        self.world.join(user_id, chat_id)
        if user_id == OLGA and self.add_owner is not None:
            await self.add_owner(user_id)

    def save(self) -> None:
        """Save the world to its file. The other parts save theirs at every change."""
        if self._folder is not None:
            write_json(self._path("world.json"), self.world.dump())

    async def __aenter__(self) -> "Environment":
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def _path(self, name: str) -> Path | None:
        return self._folder / name if self._folder is not None else None

    async def _serve(self, app: web.Application, port: int, *, or_any: bool = False) -> int:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        self._runners.append(runner)
        try:
            await web.TCPSite(runner, LOOPBACK, port).start()
        except OSError:
            if not or_any:
                raise
            await web.TCPSite(runner, LOOPBACK, 0).start()
        return int(runner.addresses[0][1])

    async def _keep_saving(self) -> None:
        saved = self.world.changes
        while True:
            now = await self.world.wait_for_change(saved, 3600)
            if now > saved:
                saved = now
                self.save()
                await asyncio.sleep(SAVE_SECONDS)
