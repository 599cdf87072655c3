"""Pinned messages of a chat. Source: Bot API 10.3, pinChatMessage, unpinChatMessage and ChatFullInfo.pinned_message."""

from typing import Any

import structlog

from bot.chat.telegram.client import SayError
from bot.chat.telegram.telegram_check import Call
from bot.rules.pinned_card import PinsSeen

_NO_RIGHT = ("not enough rights", "chat_admin_required", "need administrator rights")

log = structlog.get_logger(__name__)


class ChatPins:
    """Asks and changes them. Nothing here raises: an overview that is not pinned is still there."""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def look(self, chat_id: int) -> PinsSeen | None:
        """Return what is pinned, and whether the bot may pin. None: Telegram did not say."""
        try:
            me = await self._call("getMe", {})
            member = await self._call("getChatMember", {"chat_id": chat_id, "user_id": me["id"]})
            chat = await self._call("getChat", {"chat_id": chat_id})
        except SayError as error:
            log.info("pins_unknown", chat_id=chat_id, why=str(error))
            return None
        newest: dict[str, Any] = chat.get("pinned_message") or {}
        return PinsSeen(newest.get("message_id"), _may_pin(member, chat.get("permissions") or {}))

    async def pin(self, chat_id: int, message_id: int) -> bool | None:
        """Pin the message without a sound. False: the bot may not. None: refused otherwise, or nothing is known."""
        data = {"chat_id": chat_id, "message_id": message_id, "disable_notification": True}
        return await self._change("pinChatMessage", data)

    async def unpin(self, chat_id: int, message_id: int) -> None:
        """Unpin the message. One that is not pinned is not an error."""
        await self._change("unpinChatMessage", {"chat_id": chat_id, "message_id": message_id})

    async def _change(self, method: str, data: dict[str, Any]) -> bool | None:
        try:
            return await self._call(method, data) is True
        except SayError as error:
            log.info("pin_refused", method=method, chat_id=data["chat_id"], why=str(error))
            return False if any(words in str(error).lower() for words in _NO_RIGHT) else None


def _may_pin(member: dict[str, Any], permissions: dict[str, Any]) -> bool:
    """Whether the bot has the right as an admin, or as every member of the group."""
    is_plain = member.get("status") == "member"
    return member.get("can_pin_messages") is True or (is_plain and permissions.get("can_pin_messages") is True)
