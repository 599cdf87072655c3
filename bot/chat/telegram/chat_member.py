"""Ask Telegram whether a person is in a chat."""

import asyncio

import structlog

from bot.chat.telegram.client import Moved, SayError, TelegramClient, Unsayable
from bot.chat.telegram.users import is_in_chat
from bot.operations.members.presence import Presence

PATIENCE = 10.0
"""Real seconds to wait for an answer."""

_NO_PARTICIPANT = "participant_id_invalid"
_NOT_FOUND = ("user not found", _NO_PARTICIPANT)
"""Refusals, in lower case, for a deleted account, but also for a person whom this Bot API server does not know.

Source: github tdlib/telegram-bot-api, Client.cpp, TdOnCheckUserCallback, checked 2026-11-28.
"""

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
        except Unsayable as error:
            if any(words in str(error).lower() for words in _NOT_FOUND):
                return await self._ask_for_account(user_id, str(error))
            raise
        if member["user"].get("is_bot"):
            return Presence.BOT
        return Presence.HERE if is_in_chat(member) else Presence.GONE

    async def _ask_for_account(self, user_id: int, why: str) -> Presence:
        """Look whether the server knows the person at all. A deleted account has no first name.

        A server that knows nothing of the person, as after it lost its memory, raises Unsayable: no proof of absence.
        """
        chat = await self._line.call("getChat", {"chat_id": user_id})
        is_gone = not chat.get("first_name") or _NO_PARTICIPANT in why.lower()
        log.info("account_looked_up", user=user_id, gone=is_gone, why=why)
        return Presence.GONE if is_gone else Presence.UNKNOWN
