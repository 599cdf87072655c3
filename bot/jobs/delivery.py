"""The delivery channels as jobs see them: their arguments, and how a delivery may end."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.records import Notice, UnreachableReason


@dataclass(frozen=True, slots=True)
class Delivered:
    """It was sent. For a message, with its id."""

    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class RetryLater:
    """The receiver could not take it now."""

    why: str
    after: timedelta | None = None
    """Least real time before the next try. None: ever longer pauses."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Trying again would end the same way."""

    why: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The chat no longer receives messages of the bot."""

    why: UnreachableReason
    words: str = ""
    """The refusal in the receiver's own words."""


@dataclass(frozen=True, slots=True)
class ChatMigrated:
    """The chat has another id now."""

    new_chat_id: int


Delivery = Delivered | RetryLater | Rejected | Unreachable | ChatMigrated


def _at_once(_chat_id: int, _is_news: bool) -> None:
    """Default `book`: there is always room."""


@dataclass(frozen=True, slots=True)
class Channels:
    """One function per channel. They return a Delivery. An exception is a fault of ours."""

    say: Callable[[Notice, str], Awaitable[Delivery]]
    """Sends, or edits the card. The string is the reader's time zone."""
    delete: Callable[[Notice], Awaitable[Delivery]]
    """Deletes the card's message."""
    mail: Callable[[Notice, str], Awaitable[Delivery]]
    """Sends an e-mail. The string is the reader's time zone."""
    book: Callable[[int, bool], datetime | None] = _at_once
    """Reserves room for one notice in a chat, news or not.

    None: reserved. Else when to ask again, by the clock.
    """
