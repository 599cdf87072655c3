"""What a chat shows while an answer takes time, or waits for room: "typing…"."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from enum import StrEnum

from bot.chat.telegram.client import SayError, TelegramClient
from storage.records import ChatLocation

AGAIN_SECONDS = 4.5
"""Real time after which it is shown again. Clients show it for five seconds. Source: Bot API, sendChatAction."""


class Activity(StrEnum):
    """What the bot does. Source: Bot API, sendChatAction."""

    TYPING = "typing"
    DRAWING = "upload_photo"
    UPLOADING = "upload_document"


@asynccontextmanager
async def at_work(line: TelegramClient, place: ChatLocation, activity: Activity) -> AsyncIterator[None]:
    """Show it as long as the block runs. The block does not wait for it, and a failure is ignored."""
    showing = asyncio.ensure_future(_show(line, place, activity))
    try:
        yield
    finally:
        showing.cancel()


async def _show(line: TelegramClient, place: ChatLocation, activity: Activity) -> None:
    with contextlib.suppress(SayError):
        while True:
            await _show_once(line, place, activity)


async def _show_once(line: TelegramClient, place: ChatLocation, activity: Activity) -> None:
    """Show it, and return when it has faded."""
    data = {"chat_id": place.chat_id, "message_thread_id": place.topic_id, "action": activity.value}
    await line.call("sendChatAction", data)
    await asyncio.sleep(AGAIN_SECONDS)


class BusyChats:
    """Shows in busy chats that answers are coming, at once and as long as they wait for room.

    The rate limiter knows no topics, so a group with topics shows it in its general topic.
    """

    def __init__(self, line: TelegramClient, is_busy: Callable[[int], bool]) -> None:
        self._line = line
        self._is_busy = is_busy
        self._shown: dict[int, asyncio.Task[None]] = {}

    def show(self, chat_id: int) -> None:
        """Show it, if it is not shown there already. Nothing waits for it."""
        if chat_id not in self._shown:
            self._shown[chat_id] = showing = asyncio.ensure_future(self._show(chat_id))
            showing.add_done_callback(lambda _: self._shown.pop(chat_id))

    async def _show(self, chat_id: int) -> None:
        with contextlib.suppress(SayError):
            while self._is_busy(chat_id):
                await _show_once(self._line, ChatLocation(chat_id), Activity.TYPING)
