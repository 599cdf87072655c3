"""What is said and heard: sentences, buttons, cards, notices, updates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class UnreachableReason(StrEnum):
    """Why nothing that is said in a chat reaches anybody."""

    BLOCKED = "blocked"
    NOT_STARTED = "not-started"
    """The person has not opened the private chat with the bot yet."""
    KICKED = "kicked"
    MUTED = "muted"
    """The bot may not write there."""
    TOPIC_CLOSED = "topic-closed"
    """Or deleted."""
    GONE = "gone"
    PAUSED = "paused"
    """Telegram wants an hour or more without messages there."""
    REFUSED = "refused"
    """Telegram refused in words that we do not know."""


class Channel(StrEnum):
    """How a notice travels."""

    SAY = "say"
    """A Telegram message; with a card, the sending or the edit of it."""
    DELETE = "delete"
    """The deletion of a card's message."""
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of the catalogue and what fills it, not yet put into words."""

    sentence: str
    args: Mapping[str, "Arg"] = field(default_factory=dict)


Arg = str | int | bool | datetime | None | Message | Sequence[Message] | Sequence[str]
"""What may fill a sentence. A list of sayings becomes lines, a list of strings is joined by commas."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: pressed, or opening the private chat; exactly one of `press` and `start` is set."""

    label: Message
    press: str | None = None
    """Callback data, 1-64 bytes: words joined by blanks. Never proof of anything: who pressed is checked."""
    start: str | None = None
    """Token of the link `t.me/<bot>?start=<token>`."""


@dataclass(frozen=True, slots=True)
class Document:
    """A CSV: rows whose sayings have no words yet."""

    name: str
    rows: Sequence[Sequence[str | Message]]


@dataclass(frozen=True, slots=True)
class MessageContent:
    """What a message says, before it has words."""

    saying: Message
    buttons: Sequence[Sequence[Button]] = ()
    picture: str | None = None
    """Text that is sent as a QR picture, the saying becoming its caption; empty: a grey square is sent."""
    document: Document | None = None
    """The saying becomes its caption."""
    protected: bool = False
    """Official clients neither forward nor save it."""
    expects_reply: bool = False
    """The reader's next message shall be a reply to this one, so that the bot sees it in a group."""

    def __post_init__(self) -> None:
        # Telegram never edits a message that asked for a reply, so its secret could not be overwritten.
        if self.protected and self.expects_reply:
            raise ValueError("what is protected cannot ask for a reply")


@dataclass(frozen=True, slots=True)
class Examination:
    """What somebody asked the doctor; the answer goes into the card."""

    card_id: UUID
    team_id: UUID
    user_id: int
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class ChatLocation:
    """Where something was said, and so where the answer goes."""

    chat_id: int
    topic_id: int | None = None
    message_id: int | None = None
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A message of the bot that is edited, or deleted, later."""

    id: UUID
    chat_id: int
    topic_id: int | None = None
    ticket_id: UUID | None = None
    user_id: int | None = None
    """Whose private card it is; None: the team's."""
    subject: str = ""
    """What it is about where there is no ticket, for example `enrol`."""
    message_id: int | None = None
    """None until Telegram has taken it."""
    keeps_for_seconds: int | None = None
    """Deleted so long after it was delivered."""
    opened_at: datetime | None = None
    """When its reader last opened the private step on it; six digits typed there belong to the latest."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message or e-mail the house owes somebody, written in the same transaction as what caused it."""

    id: UUID
    channel: Channel
    due_at: datetime
    content: MessageContent | None
    """Sealed at rest and wiped once delivered; None for a deletion."""
    chat_id: int | None = None
    topic_id: int | None = None
    reply_to: int | None = None
    card: Card | None = None
    to_email: str | None = None
    user_id: int | None = None
    """Who reads it, for their time zone."""
    attempts: int = 0
    is_news: bool = False
    """The house tells it by itself: it waits behind answers, and finds another way where the chat does not hear."""
    is_held: bool = False
    """Its chat refused it once; it waits aside until the chat takes messages again."""


@dataclass(frozen=True, slots=True)
class UnreachableChat:
    """A chat, or a topic of it, that does not hear the bot."""

    chat_id: int
    topic_id: int | None
    why: UnreachableReason
    since: datetime


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An update that Telegram handed over and that has had no effect yet."""

    update_id: int
    update: Mapping[str, object] = field(repr=False)
    """As Telegram sent it. Sealed at rest, wiped when spent."""
    received_at: datetime = field(kw_only=True)
    attempts: int = 0
