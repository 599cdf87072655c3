"""One call to Telegram at the pace Telegram allows, its errors by our own names.

    SayError
    ├── Unsayable     Telegram says no, and will say no again
    │   ├── Malformed because of what the message is made of
    │   └── Unheard   because nobody there hears the bot
    ├── Unreachable   no answer: it may or may not have been said
    ├── TooFast       not now; `retry_after` says when
    └── Moved         the group has another id now

It must not know what the call is for.
"""

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
"""A longer pause is waited out by whoever calls, who may have something else to do until then."""
_UNPACED = frozenset({"deleteMessage", "answerCallbackQuery", "getChatMember"})
"""What says nothing is not counted in a chat, and never waits: a typed code goes at once."""

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
"""Words of Telegram's server in lower case. Source: github tdlib/telegram-bot-api, Client.cpp, and td's error texts."""


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
"""Words about the message itself, in lower case: another message may well be taken. Source: as above."""


class SayError(Exception):
    """Something could not be said."""


class Unsayable(SayError):
    """No such message, or another no to one call; the text says which, in Telegram's words."""


class Malformed(Unsayable):
    """Telegram does not take a message like this; nothing is known of the chat."""


class ChatUnreachable(Unsayable):
    """Blocked, kicked, muted, no such chat; or a message refused in words that we do not know, which is as bad."""

    def __init__(self, words: str, why: UnreachableReason) -> None:
        super().__init__(words)
        self.why = why


class Unreachable(SayError):
    """Telegram did not answer, or not as a Bot API server does."""


class TooFast(SayError):
    """Telegram wants a pause."""

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__(f"Telegram wants a pause of {retry_after.total_seconds():.0f} s")
        self.retry_after = retry_after


class Moved(SayError):
    """The group became a supergroup."""

    def __init__(self, new_chat_id: int) -> None:
        super().__init__(f"The group is {new_chat_id} now")
        self.new_chat_id = new_chat_id


class TelegramClient:
    """The line to Telegram; two of them share one pacing, for answers and for the outbox."""

    def __init__(
        self, bot: ChatBot, pacing: RateLimiter, condition: ServiceStatus, wait: Callable[[int], Awaitable[None]]
    ) -> None:
        """`wait` returns when the next call in a chat may go: `RateLimiter.turn`, or `note` after a booking."""
        self._bot = bot
        self._pacing = pacing
        self._condition = condition
        self._wait = wait

    @property
    def username(self) -> str:
        """The bot's own name, known once it has met Telegram."""
        return self._bot.username

    async def call(self, method: str, data: dict[str, Any]) -> Any:
        """One call; raises a SayError."""
        chat_id = data.get("chat_id")
        return await self._do(method, chat_id, lambda: self._bot.call(method, data))

    async def fetch(self, file_id: str) -> bytes:
        """The content of a file that somebody sent; raises a SayError."""
        path = (await self.call("getFile", {"file_id": file_id})).get("file_path")
        if path is None:
            raise Unsayable("Telegram names no path for this file")
        return await self._do("download", None, lambda: self._bot.download(str(path)))

    async def _do(self, method: str, chat_id: int | None, call: Callable[[], Awaitable[T]]) -> T:
        if chat_id is not None and method not in _UNPACED:
            if (pause := self._pacing.pause_in(chat_id)) > _SHORT_PAUSE:
                raise TooFast(pause)
            await self._wait(chat_id)
        try:
            with _our_errors(method):
                answer = await call()
        except TooFast as error:
            if chat_id is not None:
                self._pacing.refused(chat_id, error.retry_after)
            raise
        except Unreachable as error:
            self._condition.failed(Service.TELEGRAM, str(error))
            raise
        self._pacing.taken()
        self._condition.worked(Service.TELEGRAM)
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
    # What was not sent was not said, whatever the reason is.
    return (
        ChatUnreachable(error.message, UnreachableReason.REFUSED)
        if method.startswith("send")
        else Unsayable(error.message)
    )
