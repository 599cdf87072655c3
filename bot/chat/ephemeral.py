"""Messages in a group that one person sees.

A server that does not know them ignores the parameter and shows the message to all. So a message is first sent with
harmless words, and its answer is checked. What is meant for one person follows as an edit, by methods that such a
server does not have. Source: Bot API 10.3, EphemeralMessageParameters and editEphemeralMessageText.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog

from bot.chat.keyboards import make_keyboard
from bot.chat.sentences import Sentences
from bot.chat.telegram.client import SayError, TelegramClient
from bot.chat.telegram.deletion import erase
from bot.clock import Clock
from bot.operations.model.ephemeral import NotEphemeral
from storage.records import Button, Card, ChatLocation, Message, MessageContent

PATIENCE = 5.0
"""Real seconds for one call. After that the person goes on in the private chat."""

log = structlog.get_logger(__name__)


class EphemeralSender:
    """Sends, edits and deletes them. Nothing here raises: they are a convenience, and the private chat always works."""

    def __init__(self, line: TelegramClient, sentences: Sentences, clock: Clock) -> None:
        self._line = line
        self._sentences = sentences
        self._clock = clock

    async def is_admin(self, chat_id: int) -> bool:
        """Whether the bot is an admin of the chat. No answer means no."""
        me = await self._call("getMe", {})
        if not isinstance(me, dict):
            return False
        member = await self._call("getChatMember", {"chat_id": chat_id, "user_id": me.get("id")})
        return isinstance(member, dict) and member.get("status") == "administrator"

    async def send(self, place: ChatLocation, user_id: int, content: MessageContent) -> int | NotEphemeral:
        """Send harmless words and buttons to one person, and return the message's number.

        An answer without a number means that everybody sees it: then it is deleted at once.
        """
        sent = await self._call(
            "sendMessage",
            {
                "chat_id": place.chat_id,
                "message_thread_id": place.topic_id,
                "text": self._html(content.saying),
                "parse_mode": "HTML",
                "reply_markup": self._keyboard(content.buttons),
                "disable_notification": True,
                "ephemeral_message_parameters": {"receiver_user_id": user_id},
                "reply_parameters": _reply_to(place),
            },
        )
        if sent is None:
            return NotEphemeral()
        number = _number_of(sent, user_id)
        return await self._take_back(place.chat_id, sent) if number is None else number

    async def edit(self, card: Card, content: MessageContent) -> bool:
        """Change what the message says. False: it stays as it is, or nothing is known of it."""
        said = {"text": self._html(content.saying), "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
        keys = {"reply_markup": self._keyboard(content.buttons)}
        return await self._change("editEphemeralMessageText", _named(card), said | keys)

    async def show_buttons(self, place: ChatLocation, user_id: int, rows: Sequence[Sequence[Button]]) -> bool:
        """Replace the buttons of the message that this person has pressed."""
        card = {"chat_id": place.chat_id, "receiver_user_id": user_id, "ephemeral_message_id": place.ephemeral_id}
        return await self._change("editEphemeralMessageReplyMarkup", card, {"reply_markup": self._keyboard(rows)})

    async def delete(self, card: Card) -> None:
        """Delete the message. One that is gone already is not an error."""
        await self._call("deleteEphemeralMessage", _named(card))

    async def _take_back(self, chat_id: int, sent: Any) -> NotEphemeral:
        """Delete a message that all can see."""
        message_id = sent.get("message_id") if isinstance(sent, dict) else None
        log.error("ephemeral_was_public", chat_id=chat_id, message_id=message_id)
        if not message_id:
            return NotEphemeral(was_public=True)
        try:
            async with asyncio.timeout(PATIENCE):
                await erase(self._line, chat_id, message_id, self._plain(Message("message-removed")))
        except (SayError, TimeoutError) as error:
            log.warning("ephemeral_not_deleted", chat_id=chat_id, message_id=message_id, why=str(error))
            return NotEphemeral(was_public=True, left_id=message_id)
        return NotEphemeral(was_public=True)

    async def _change(self, method: str, card: dict[str, Any], change: dict[str, Any]) -> bool:
        return await self._call(method, card | change, fine="message is not modified") is True

    async def _call(self, method: str, data: dict[str, Any], fine: str = "") -> Any:
        """Make one call. None: it was refused, or nothing is known of it. True for a refusal in these words."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._line.call(method, data)
        except (SayError, TimeoutError) as error:
            if fine and fine in str(error).lower():
                return True
            log.info("ephemeral_refused", method=method, chat_id=data.get("chat_id"), why=str(error))
            return None

    def _keyboard(self, rows: Sequence[Sequence[Button]]) -> dict[str, Any] | None:
        return make_keyboard(rows, self._plain, self._line.username)

    def _html(self, saying: Message) -> str:
        return self._sentences.html(saying, zone="UTC", now=self._clock.now())

    def _plain(self, saying: Message) -> str:
        return self._sentences.plain(saying, zone="UTC", now=self._clock.now())


def _number_of(sent: Any, user_id: int) -> int | None:
    """The message's number if this person alone sees it. None without a clear answer."""
    if not isinstance(sent, dict) or sent.get("message_id") != 0:
        return None
    number, receiver = sent.get("ephemeral_message_id"), sent.get("receiver_user")
    is_theirs = isinstance(receiver, dict) and receiver.get("id") == user_id
    return number if is_theirs and type(number) is int else None


def _reply_to(place: ChatLocation) -> dict[str, int] | None:
    """Answer what the person said to the bot alone. Source: Bot API 10.3, ReplyParameters.ephemeral_message_id."""
    return None if place.ephemeral_id is None else {"ephemeral_message_id": place.ephemeral_id}


def _named(card: Card) -> dict[str, Any]:
    return {
        "chat_id": card.chat_id,
        "receiver_user_id": card.user_id,
        "ephemeral_message_id": card.ephemeral_id,
    }
