"""Our own getUpdates loop: the offset moves only after the batch is committed to the inbox.

PollingError
├── TokenRefused   Telegram does not know this bot
└── TwoPollers     another program polls with the same token
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.chat.telegram.http import ChatBot
from bot.clock import back_off
from bot.operations.model.leases import LEAD, LeaseLost, kept

UPDATE_KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")
"""Update kinds requested from Telegram. All others would be dropped."""

WEBHOOK = "webhook"
"""Occurs only in the 409 text that Telegram sends while a webhook is set.

Source: github tdlib/telegram-bot-api, Client.cpp: "can't use getUpdates method while webhook is active", "terminated by
setWebhook request", "terminated by other getUpdates request", checked 2026-11-25.
"""

log = structlog.get_logger(__name__)


class PollingError(Exception):
    """Polling cannot go on. The text is one sentence for the admin."""


class TokenRefused(PollingError):
    """Telegram does not know this bot."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram refuses the bot token: copy the one @BotFather shows into KEYMINDER_TELEGRAM_TOKEN"
            " (and check KEYMINDER_TELEGRAM_API_URL, if you set it)."
        )


class TwoPollers(PollingError):
    """Another program takes this bot's updates."""

    def __init__(self) -> None:
        super().__init__(
            "Another program is polling Telegram with the same bot token: stop it, or give this bot a token of its own."
        )


class _WebhookWasSet(TelegramError):
    """A webhook was set while we poll, and is removed. Even repeated, it takes no updates away."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Intervals of polling, in real seconds."""

    wait: int = 25
    """How long Telegram may hold a request without updates."""
    first_pause: float = 0.5
    longest_pause: float = 30.0
    conflict: float = 90.0
    """How long another poller is tolerated."""
    election: float = 2.0
    """Between two attempts to take the lead."""
    lead: float = LEAD.total_seconds()
    """How long the lead lasts without renewal."""


class Polling:
    """Take updates from Telegram while it runs."""

    def __init__(
        self,
        bot: ChatBot,
        take: Callable[[Sequence[dict[str, Any]]], Awaitable[None]],
        may_lead: Callable[[], Awaitable[bool]],
        pace: Pace | None = None,
    ) -> None:
        """`take` returns once a batch is safe. `may_lead` takes or renews the right to poll, or returns False."""
        self._bot = bot
        self._take = take
        self._may_lead = may_lead
        self._pace = pace or Pace()
        self._offset: int | None = None
        self.trouble: str | None = "Telegram has not answered yet"
        """What keeps updates from coming, in a few words for `/readyz`. None: nothing."""
        self.on_trouble: Callable[[str | None], None] = _do_nothing
        """Told after every try."""

    async def connect(self) -> None:
        """Wait for Telegram to return the bot's name, without limit. Raises TokenRefused."""
        await self._persist(self._bot.initialize)

    async def run(self) -> None:
        """Poll until cancelled. Raises TokenRefused or TwoPollers."""
        await self.connect()
        while True:
            asked_at = await self._wait_for_lead()
            try:
                async with kept(self._may_lead, timedelta(seconds=self._pace.lead), asked_at):
                    await self._persist(self._remove_webhook)
                    await self._poll_while_leading()
            except LeaseLost:
                log.warning("the right to poll was lost")

    async def _remove_webhook(self) -> None:
        """Remove the webhook and keep its waiting updates."""
        await self._bot.call("deleteWebhook", {"drop_pending_updates": False})

    async def _wait_for_lead(self) -> float:
        """Wait for the lead. Return the event loop's time just before the successful request for it."""
        loop = asyncio.get_running_loop()
        asked_at = loop.time()
        while not await self._leads():
            self._note(None)
            await asyncio.sleep(self._pace.election)
            asked_at = loop.time()
        return asked_at

    async def _leads(self) -> bool:
        try:
            return await self._may_lead()
        except Exception as error:
            log.warning("nobody could be elected to poll", error=type(error).__name__)
            return False

    async def _poll_while_leading(self) -> None:
        """Return when another process has taken the lead."""
        conflict_since: float | None = None
        failures = 0
        while True:
            try:
                await self._poll_once()
            except Conflict:
                failures += 1
                conflict_since = time.monotonic() if conflict_since is None else conflict_since
                self._note("another program polls with the same token")
                if time.monotonic() - conflict_since >= self._pace.conflict:
                    if await self._leads():
                        raise TwoPollers from None
                    return
                await asyncio.sleep(self._pause(failures))
            except InvalidToken:
                raise TokenRefused from None
            except RetryAfter as error:
                await asyncio.sleep(_seconds(error.retry_after))
            except TelegramError as error:
                failures += 1
                was_set = isinstance(error, _WebhookWasSet)
                self._note("a webhook was set" if was_set else "Telegram does not answer", why=error.message)
                await asyncio.sleep(self._pause(failures))
            except Exception as error:
                # The batch is not safe, so it is requested again.
                failures += 1
                self._note("updates cannot be stored", why=type(error).__name__)
                await asyncio.sleep(self._pause(failures))
            else:
                failures, conflict_since = 0, None
                self._note(None)

    async def _poll_once(self) -> None:
        try:
            updates = await self._bot.list_updates(self._offset, self._pace.wait, UPDATE_KINDS)
        except Conflict as error:
            if WEBHOOK not in error.message.lower():
                raise
            await self._remove_webhook()
            raise _WebhookWasSet("by another program, and I removed it") from None
        if updates:
            await self._take(updates)
            self._offset = int(updates[-1]["update_id"]) + 1
        else:
            # All is confirmed. After a week of silence Telegram's ids start again, perhaps below any offset of ours.
            self._offset = None

    async def _persist(self, call: Callable[[], Awaitable[object]]) -> None:
        """Repeat one call until Telegram answers it."""
        failures = 0
        while True:
            try:
                await call()
            except InvalidToken:
                raise TokenRefused from None
            except RetryAfter as error:
                await asyncio.sleep(_seconds(error.retry_after))
            except TelegramError as error:
                failures += 1
                self._note("Telegram does not answer", why=error.message)
                await asyncio.sleep(self._pause(failures))
            else:
                self._note(None)
                return

    def _pause(self, failures: int) -> float:
        return back_off(failures, self._pace.first_pause, self._pace.longest_pause)

    def _note(self, trouble: str | None, **details: str) -> None:
        """Remember the problem. The log records when it begins and ends."""
        self.on_trouble(trouble)
        if trouble == self.trouble:
            return
        if trouble is not None:
            log.warning(trouble, **details)
        else:
            log.info("updates come in")
        self.trouble = trouble


def _do_nothing(_trouble: str | None) -> None:
    """Default for the callback."""


def _seconds(pause: int | timedelta) -> float:
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)
