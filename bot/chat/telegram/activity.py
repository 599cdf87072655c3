"""What a chat shows while an answer takes time: "typing…"."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
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
    data = {"chat_id": place.chat_id, "message_thread_id": place.topic_id, "action": activity.value}
    with contextlib.suppress(SayError):
        while True:
            await line.call("sendChatAction", data)
            await asyncio.sleep(AGAIN_SECONDS)
