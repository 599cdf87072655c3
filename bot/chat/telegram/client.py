"""One call to Telegram within its limits, with its errors as our own types.

SayError
├── Unsayable            Telegram refuses, and will refuse again
│   ├── Malformed        because of the message itself
│   └── ChatUnreachable  because the chat takes no messages
├── Unreachable          no answer: it may have been sent or not
├── TooFast              later, after `retry_after`
└── Moved                the group has another id now
"""

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.chat.telegram.http import ChatBot
from bot.chat.telegram.rate_limit import RateLimiter
from bot.operations.model.service_status import Service, ServiceStatus
from storage.records import UnreachableReason

T = TypeVar("T")

_SHORT_PAUSE = timedelta(seconds=10)
"""A longer pause is left to the caller, who may have other work to do."""
_UNPACED = frozenset(
    {
        "deleteMessage",
        "answerCallbackQuery",
        "getChat",
        "getChatMember",
        "sendChatAction",
        "editEphemeralMessageText",
        "editEphemeralMessageReplyMarkup",
        "deleteEphemeralMessage",
    }
)
"""Not rate limited: a deletion sends no message, and a typed code must vanish at once. Nor is "typing…" a message.

Nor is what one person sees while they tap six digits: a busy group must not hold up a code.
"""

_UNHEARD = (
    ("blocked by the user", UnreachableReason.BLOCKED),
    ("can't initiate conversation", UnreachableReason.NOT_STARTED),
    ("kicked from", UnreachableReason.KICKED),
    ("not a member of", UnreachableReason.KICKED),
    ("not enough rights to send", UnreachableReason.MUTED),
    ("have no rights to send", UnreachableReason.MUTED),
    ("have no write access", UnreachableReason.MUTED),
    ("chat_admin_required", UnreachableReason.MUTED),
    ("chat_send_", UnreachableReason.MUTED),
    ("chat_write_forbidden", UnreachableReason.MUTED),
    ("chat_restricted", UnreachableReason.MUTED),
    ("need administrator rights", UnreachableReason.MUTED),
    ("topic_closed", UnreachableReason.TOPIC_CLOSED),
    ("topic_deleted", UnreachableReason.TOPIC_CLOSED),
    ("message thread not found", UnreachableReason.TOPIC_CLOSED),
    ("topic_id_invalid", UnreachableReason.TOPIC_CLOSED),
    ("chat not found", UnreachableReason.GONE),
    ("user is deactivated", UnreachableReason.GONE),
    ("group chat was deleted", UnreachableReason.GONE),
    ("group chat was deactivated", UnreachableReason.GONE),
)
"""Texts of Telegram's server in lower case.

Source: github tdlib/telegram-bot-api, Client.cpp, and td's error texts.
"""


_MALFORMED = (
    "can't parse",
    "too long",
    "too_long",
    "text is empty",
    "must be non-empty",
    "button",
    "inline keyboard",
    "entity_",
    "image_process",
    "photo_invalid",
    "too big",
    "wrong file",
)
"""Texts about the message itself, in lower case. Another message may be accepted. Source: as above."""

_NO_TIMES = 'start tag "tg-time"'
"""What a Bot API server from before 9.5 says to a date-time entity. It gets the date as text."""
_TIME = re.compile(r"</?tg-time[^>]*>")
_MARKED_UP = ("text", "caption")


class SayError(Exception):
    """A message could not be sent."""


class Unsayable(SayError):
    """A missing message, or another refusal of one call. The text has Telegram's words."""


class Malformed(Unsayable):
    """Telegram does not accept such a message. Nothing is known about the chat."""


class ChatUnreachable(Unsayable):
    """Blocked, kicked, muted, no such chat, or a refusal in unknown words, which counts the same."""

    def __init__(self, words: str, why: UnreachableReason) -> None:
        super().__init__(words)
        self.why = why


class Unreachable(SayError):
    """Telegram did not answer, or not as a Bot API server does."""


class TooFast(SayError):
    """Telegram demands a pause."""

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__(f"Telegram wants a pause of {retry_after.total_seconds():.0f} s")
        self.retry_after = retry_after


class Moved(SayError):
    """The group became a supergroup."""

    def __init__(self, new_chat_id: int) -> None:
        super().__init__(f"The group is {new_chat_id} now")
        self.new_chat_id = new_chat_id


class TelegramClient:
    """Client of the Bot API. The clients for answers and for the outbox share one rate limiter."""

    def __init__(
        self,
        bot: ChatBot,
        rate_limiter: RateLimiter,
        service_status: ServiceStatus,
        wait: Callable[[int], Awaitable[None]],
    ) -> None:
        """`wait` returns when a message may go to a chat: `RateLimiter.turn`, or `note` after a booking."""
        self._bot = bot
        self._rate_limiter = rate_limiter
        self._service_status = service_status
        self._wait = wait

    @property
    def username(self) -> str:
        """The bot's own name, known after the first contact with Telegram."""
        return self._bot.username

    async def call(self, method: str, data: dict[str, Any]) -> Any:
        """Make one call. Raises a SayError."""
        chat_id = data.get("chat_id")
        try:
            return await self._do(method, chat_id, lambda: self._bot.call(method, data))
        except Malformed as error:
            if _NO_TIMES not in str(error):
                raise
        older = {name: _TIME.sub("", it) if name in _MARKED_UP else it for name, it in data.items()}
        return await self._do(method, chat_id, lambda: self._bot.call(method, older))

    async def fetch(self, file_id: str) -> bytes:
        """Return the content of a file that a person sent. Raises a SayError."""
        path = (await self.call("getFile", {"file_id": file_id})).get("file_path")
        if path is None:
            raise Unsayable("Telegram names no path for this file")
        return await self._do("download", None, lambda: self._bot.download(str(path)))

    async def _do(self, method: str, chat_id: int | None, call: Callable[[], Awaitable[T]]) -> T:
        if chat_id is not None and method not in _UNPACED:
            if (pause := self._rate_limiter.pause_in(chat_id)) > _SHORT_PAUSE:
                raise TooFast(pause)
            await self._wait(chat_id)
        try:
            with _our_errors(method):
                answer = await call()
        except TooFast as error:
            if chat_id is not None:
                self._rate_limiter.refused(chat_id, error.retry_after)
            raise
        except Unreachable as error:
            self._service_status.failed(Service.TELEGRAM, str(error))
            raise
        self._rate_limiter.taken()
        self._service_status.worked(Service.TELEGRAM)
        return answer


@contextmanager
def _our_errors(method: str) -> Iterator[None]:
    try:
        yield
    except RetryAfter as error:
        pause = error.retry_after
        raise TooFast(pause if isinstance(pause, timedelta) else timedelta(seconds=pause)) from error
    except ChatMigrated as error:
        raise Moved(error.new_chat_id) from error
    except (BadRequest, Forbidden) as error:
        raise _refusal_of(method, error) from error
    except TelegramError as error:
        raise Unreachable(error.message) from error


def _refusal_of(method: str, error: BadRequest | Forbidden) -> Unsayable:
    words = error.message.lower()
    known = next((why for phrase, why in _UNHEARD if phrase in words), None)
    if known is not None:
        return ChatUnreachable(error.message, known)
    if isinstance(error, Forbidden):
        return ChatUnreachable(error.message, UnreachableReason.GONE)
    if any(phrase in words for phrase in _MALFORMED):
        return Malformed(error.message)
    # An unsent message was not said, for any reason.
    return (
        ChatUnreachable(error.message, UnreachableReason.REFUSED)
        if method.startswith("send")
        else Unsayable(error.message)
    )
