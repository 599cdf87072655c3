"""The ways out of the house, as the jobs see them: what they are called with, and how it may end."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.records import Notice, UnreachableReason


@dataclass(frozen=True, slots=True)
class Delivered:
    """It is out; with a message, its id."""

    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class RetryLater:
    """Nobody could take it now."""

    why: str
    after: timedelta | None = None
    """Not before; real time. None: ever more slowly."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Trying again would end the same."""

    why: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Nobody hears the bot there any more."""

    why: UnreachableReason
    words: str = ""
    """In the words of whoever refused."""


@dataclass(frozen=True, slots=True)
class ChatMigrated:
    """The chat has another id now."""

    new_chat_id: int


Delivery = Delivered | RetryLater | Rejected | Unreachable | ChatMigrated


def _at_once(_chat_id: int, _is_news: bool) -> None:
    """There is always room."""


@dataclass(frozen=True, slots=True)
class Doors:
    """One function per channel. They answer with a Delivery; an exception is a fault of ours."""

    say: Callable[[Notice, str], Awaitable[Delivery]]
    """Sends, or edits the card; the string is the reader's time zone."""
    delete: Callable[[Notice], Awaitable[Delivery]]
    """Deletes the card's message."""
    mail: Callable[[Notice, str], Awaitable[Delivery]]
    """Sends a letter; the string is the reader's time zone."""
    book: Callable[[int, bool], datetime | None] = _at_once
    """Room for one notice in a chat, news or not: None, it is kept for it; else when to ask again, on the clock."""
