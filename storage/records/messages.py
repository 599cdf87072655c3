"""Messages and updates: sentences, buttons, cards, notices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from storage.records.pictures import Picture
from storage.records.whitelist import AddressKind, AddressType, AddressWish


class UnreachableReason(StrEnum):
    """Why messages in a chat reach no reader."""

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
    """Telegram refused in unknown words."""


class Channel(StrEnum):
    """The channel of a notice."""

    SAY = "say"
    """A Telegram message. With a card, the sending or the edit of it."""
    DELETE = "delete"
    """The deletion of a card's message."""
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of the catalogue and its arguments, not yet rendered."""

    sentence: str
    args: Mapping[str, "Arg"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlannedAddress:
    """An address that a plan would add, as facts. Chat, e-mail and page each put them into words."""

    wish: AddressWish
    is_checked: bool
    """Whether the form of addresses on its chain could be checked."""
    notices: tuple[Message, ...] = ()
    """Warnings about it."""

    @property
    def sort(self) -> str | None:
        """What is unusual about it: `inter-user` or `universal`. None: a normal withdrawal of a single coin."""
        if self.wish.kind is AddressKind.INTER_USER:
            return "inter-user"
        return "universal" if self.wish.address_type is AddressType.UNIVERSAL else None


Line = Message | PlannedAddress
Arg = str | int | bool | datetime | None | Line | Sequence[Line] | Sequence[str]
"""An argument of a sentence.

A list of messages or addresses becomes lines, a list of strings is joined by commas.
"""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message, with one of `press`, `start` (opening the private chat) and `copies`."""

    label: Message
    press: str | None = None
    """The text that comes back with a press. Never proof of anything: the presser is checked."""
    start: str | None = None
    """Token of the link `t.me/<bot>?start=<token>`."""
    copies: str | None = None
    """Text that a tap copies. Every reader has it, so it is never a secret."""


@dataclass(frozen=True, slots=True)
class Document:
    """A CSV: rows with messages that are not rendered yet."""

    name: str
    rows: Sequence[Sequence[str | Message]]


class TrailForm(StrEnum):
    """Form of an audit trail as a file, and the end of its name."""

    CSV = "csv"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class TrailFile:
    """A team's audit trail up to one line. Its lines are read when it is sent, because they may be many."""

    team_id: UUID
    form: TrailForm
    last: int

    @property
    def name(self) -> str:
        """Name of the file."""
        return f"audit.{self.form.value}"


_SECRETS = frozenset({"secret", "seed", "codes"})
"""Arguments that are secrets: of an API key, of an authenticator, and recovery codes."""


@dataclass(frozen=True, slots=True)
class MessageContent:
    """The content of a message before rendering."""

    saying: Message
    buttons: Sequence[Sequence[Button]] = ()
    picture: Picture | None = None
    """The message becomes its caption."""
    document: Document | TrailFile | None = None
    """The message becomes its caption."""
    protected: bool = False
    """Official clients neither forward nor save it."""
    expects_reply: bool = False
    """The reader's next message must reply to this one, so that the bot sees it in a group."""
    stays_gone: bool = False
    """A card that people have deleted is not sent again."""
    is_silent: bool = False
    """It makes no sound on its readers' phones."""

    def __post_init__(self) -> None:
        # Telegram never edits a message that asked for a reply, so its secret could not be overwritten.
        if self.protected and self.expects_reply:
            raise ValueError("what is protected cannot ask for a reply")
        if not self.protected and not _SECRETS.isdisjoint(self.saying.args):
            raise ValueError("a message with a secret is protected")


@dataclass(frozen=True, slots=True)
class DoctorRequest:
    """A request to the doctor. The answer goes into the card."""

    card_id: UUID
    team_id: UUID
    user_id: int
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class ChatLocation:
    """The place of a message, and so of its answer."""

    chat_id: int
    topic_id: int | None = None
    message_id: int | None = None
    is_private: bool = False
    ephemeral_id: int | None = None
    """Number of a message that only its reader sees. It has no `message_id`."""


@dataclass(frozen=True, slots=True)
class Card:
    """A message of the bot that is edited or deleted later."""

    id: UUID
    chat_id: int
    topic_id: int | None = None
    ticket_id: UUID | None = None
    user_id: int | None = None
    """The owner of a private card. None: the team's."""
    subject: str = ""
    """The subject of a card without a ticket, for example `enrol`."""
    message_id: int | None = None
    """None until Telegram has taken it."""
    keeps_for_seconds: int | None = None
    """Deleted so long after it was delivered."""
    opened_at: datetime | None = None
    """When its reader last opened the private step on it. Six digits typed there belong to the latest."""
    press: str | None = None
    """Of a screen, the message that shows one thing: the press that shows it again. Its content is read when sent."""
    reader: int | None = None
    """The person who opened a screen. Their role decides what it shows."""
    ephemeral_id: int | None = None
    """Number of a message in a group that only `user_id` sees. It is edited and deleted by this, and never sent again.

    Telegram uses the number again once the message is gone.
    """

    secret_since: datetime | None = None
    """When Telegram took the secret that it shows. None: it shows none, or not yet."""

    @property
    def is_sent(self) -> bool:
        """Whether Telegram has taken it."""
        return self.message_id is not None or self.ephemeral_id is not None


@dataclass(frozen=True, slots=True)
class PinnedCard:
    """The overview that a team wants pinned in its chat."""

    team_id: UUID
    shown: str = ""
    """Fingerprint of what it shows. Empty: it was not sent yet."""
    looked_on: str | None = None
    """ISO date, in UTC, on which Telegram was last asked what is pinned there."""
    message_id: int | None = None
    """The message that it was at the last look. None: Telegram has not taken it yet."""
    is_pinned: bool = False
    """The bot has pinned this message."""
    is_loose: bool = False
    """People have unpinned it, and it was not pinned again yet."""
    may_pin: bool = True
    is_remade: bool = False
    """People deleted or unpinned it, and it came back once. From then on it is left as they want it."""
    is_ended: bool = False
    """The team does not want it any more, and Telegram was not told so yet."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message or e-mail to deliver, written in the same transaction as its cause."""

    id: UUID
    channel: Channel
    due_at: datetime
    content: MessageContent | None
    """Sealed at rest and wiped once delivered. None for a deletion."""
    chat_id: int | None = None
    topic_id: int | None = None
    reply_to: int | None = None
    card: Card | None = None
    to_email: str | None = None
    user_id: int | None = None
    """The reader, for the time zone. In a group the one person who sees it, where Telegram can do that."""
    attempts: int = 0
    is_news: bool = False
    """Not an answer: it waits behind answers, and takes another way if the chat is unreachable."""
    is_held: bool = False
    """Its chat refused it once. It waits aside until the chat takes messages again."""
    sealed_content: bytes | None = field(default=None, repr=False, compare=False)
    """The content as read. If the row has other bytes by now, the notice was rewritten."""


@dataclass(frozen=True, slots=True)
class UnreachableChat:
    """A chat, or a topic of it, that does not receive the bot's messages."""

    chat_id: int
    topic_id: int | None
    why: UnreachableReason
    since: datetime


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An update from Telegram that has had no effect yet."""

    update_id: int
    update: Mapping[str, object] = field(repr=False)
    """As Telegram sent it. Sealed at rest, wiped when spent."""
    received_at: datetime = field(kw_only=True)
    attempts: int = 0
