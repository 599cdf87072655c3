"""Ask Telegram whether a person is in a chat."""

import asyncio

import structlog

from bot.chat.telegram.client import Moved, SayError, TelegramClient
from bot.chat.telegram.users import is_in_chat
from bot.operations.members.presence import Presence

PATIENCE = 10.0
"""Real seconds to wait for an answer."""

log = structlog.get_logger(__name__)


class ChatMemberLookup:
    """`getChatMember`. Telegram promises its answer about other people only to an admin bot.

    Source: Bot API 10.3, getChatMember, checked 2026-11-27.
    """

    def __init__(self, line: TelegramClient) -> None:
        self._line = line

    async def look(self, chat_id: int, user_id: int) -> Presence:
        """Look for the person. Everything but a clear answer is UNKNOWN."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._ask(chat_id, user_id)
        except (SayError, TimeoutError) as error:
            log.warning("presence_unknown", chat=chat_id, user=user_id, why=str(error))
            return Presence.UNKNOWN

    async def _ask(self, chat_id: int, user_id: int) -> Presence:
        try:
            member = await self._line.call("getChatMember", {"chat_id": chat_id, "user_id": user_id})
        except Moved as moved:
            return await self._ask(moved.new_chat_id, user_id)
        if member["user"].get("is_bot"):
            return Presence.BOT
        return Presence.HERE if is_in_chat(member) else Presence.GONE
