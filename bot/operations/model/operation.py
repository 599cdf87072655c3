"""What people ask of the desk, and what it may answer.

It must not know Telegram: chat reads a `Request` from an update and puts answers into sentences.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from bot.exchanges.exchange import CreatedKey, Exchange, Reference
from bot.exchanges.main_account import MainAccount, Survey
from bot.rules.sheet_text import SheetText
from bot.rules.verdict import Refused, Verdict
from storage.records import (
    Account,
    Action,
    AddressFacts,
    Button,
    ChatLocation,
    Document,
    Key,
    KeyFacts,
    Membership,
    Message,
    MessageContent,
    Part,
    Person,
    Stage,
    Team,
    Ticket,
)
from storage.work import Work


@dataclass(frozen=True, slots=True)
class About:
    """The person whom the text names, or whose message was replied to."""

    user_id: int
    name: str
    is_person: bool = True
    """False for a bot, a channel, or an admin who hides behind the group."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a person said or pressed, where, and the update that is spent by what follows."""

    update_id: int
    user_id: int = 0
    """0 where no person did it."""
    name: str = ""
    place: ChatLocation = field(default_factory=lambda: ChatLocation(chat_id=0))
    """Where, with the message's id; for a press the message that carries the button."""
    is_press: bool = False
    """A button was pressed: chat says what came of it, so no message is written."""
    command: str = ""
    """The command's word in lower case, without slash and bot name; empty where there is none."""
    words: tuple[str, ...] = field(default=(), repr=False)
    """The words after the command, or of the whole text."""
    said: str = field(default="", repr=False)
    """The whole command, to be said again after a question."""
    about: About | None = None
    team_id: UUID | None = None
    """Chosen in private by a person of several teams."""
    sheet: SheetText | None = None
    """A document that came with it."""

    @property
    def number(self) -> str | None:
        """The number of the ticket that is meant, as it was typed; None where there is none."""
        return self.words[0].lstrip("#") if self.words else None


@dataclass(frozen=True, slots=True)
class Actor:
    """The people around a request, read in the transaction that needs them."""

    now: datetime
    person: Person
    team: Team | None
    membership: Membership | None

    @property
    def the_team(self) -> Team:
        """The team, where the action cannot be without one."""
        if self.team is None:
            raise TypeError("this action needs a team")
        return self.team


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request understood: what exactly would change."""

    payload: Mapping[str, object]
    plan: Message
    is_high_risk: bool = False
    """Touches a withdraw permission, or grants approver or owner."""
    subjects: Sequence[UUID | None] = (None,)
    """What each part is about."""
    account: Account | None = None
    """Written with the ticket, and forgotten if that ends before the account is connected."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something is missing: choices to press, or words to reply with."""

    saying: Message
    choices: Sequence[tuple[Message, str]] = ()
    """Label and the command words the press stands for; words behind `+ ` are added to what was said so far.

    `= 0 7` says it again with `7` as the first word behind the command.
    """
    so_far: str | None = None
    """The command to which the words of a reply, or of a choice, are added."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A sheet that goes back so that one press of its sender asks with it."""

    user_id: int
    team_id: UUID
    action: Action
    account: str
    """The name of the account whose whitelist is meant."""


@dataclass(frozen=True, slots=True)
class RefusedWithFile:
    """No, and the sheet goes back to its sender with what is wrong beside each line."""

    refused: Refused
    document: Document
    offer: Offer | None = None
    """Set where the document is right."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """What was asked for is another change by its right name: that one is opened."""

    action: Action
    words: tuple[str, ...]
    said: str


@dataclass(frozen=True, slots=True)
class TicketState:
    """The ticket stands or has moved on; `token` leads to its private step, where it has just got one."""

    ticket_id: UUID
    stage: Stage | None
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What one part is about, as known before the exchange is called."""

    account: Account | None
    key: Key | None
    name: str = ""
    """The remark by which the ticket names its key, which may be gone by now."""

    @property
    def the_key(self) -> Key:
        """The key, where the part is about one."""
        if self.key is None:
            raise TypeError("this part is not about a key")
        return self.key

    @property
    def the_account(self) -> Account:
        """The account, where the part is about one or about a key in it."""
        if self.account is None:
            raise TypeError("this part has no account")
        return self.account


@dataclass(frozen=True, slots=True)
class ExchangeClients:
    """The ways to the exchanges."""

    exchange_of: Callable[[Account], Exchange]
    main_account_of: Callable[[Account], MainAccount]
    """For an account with credentials."""


Answer = KeyFacts | CreatedKey | tuple[AddressFacts, ...] | Survey | None
"""What the exchange said of one part; None: it is gone, or there was nothing to say."""


@dataclass(frozen=True, slots=True)
class PartOutcome:
    """How one part went: an answer, or the reason for none."""

    part: Part
    subject: Subject
    answer: Answer = None
    refused: Refused | None = None
    on_word_of: int | None = None
    """Who said that it is done, where nothing at the exchange could show it."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a ticket, in words."""

    result: Message
    secret: Message | None = field(default=None, repr=False)
    """Said to the requester alone, protected and deleted after ten minutes."""
    door: Button | None = None
    """Offered below the result in the team's card."""
    private: MessageContent | None = None
    """Said to the requester alone, to be kept."""
    has_failed: bool = False
    """Nothing came of it, although nobody outside refused."""


ByWord = Callable[[Ticket, Subject, datetime], Answer]


@dataclass(frozen=True, slots=True)
class Operation:
    """One action: how it is understood, allowed, run and recorded. The order of these is the desk's alone."""

    action: Action
    prepare: Callable[[Work, Actor, Request], Prepared | Refused | Question | RefusedWithFile | Redirect]
    """Words into a payload."""
    check: Callable[[Work, Actor, Mapping[str, object]], Verdict]
    """Do the rules allow it now? Asked at the question and again at each proof."""
    record: Callable[[Work, Ticket, Sequence[PartOutcome], datetime], Recorded]
    """Writes the new facts."""
    perform: Callable[[Exchange, Reference, Ticket, Subject], Awaitable[Answer]] | None = None
    """Calls the exchange, outside any transaction; None: there is nothing outside to change."""
    makes_something: bool = False
    """Whether what it makes at an exchange may appear there even after its performer has died."""
    survey: Callable[[ExchangeClients, Account], Awaitable[Answer]] | None = None
    """Instead of `perform`: asks a main account, and changes nothing there."""
    attested: ByWord | None = None
    """The facts that follow when a named person says it was done by hand."""
    ask_done: Callable[[Work, Ticket], Message | None] | None = None
    """What is asked of the person who says that it was done by hand: when its keys expire; None: nothing."""
    supersedes: Callable[[Mapping[str, object], Mapping[str, object]], bool] | None = None
    """Whether the payload of a new request takes the place of one that its requester still has open."""
    is_same: Callable[[Mapping[str, object], Mapping[str, object]], bool] | None = None
    """Whether two payloads ask the very same, so that a second request leads to the ticket that is open."""
    verify: Callable[[Exchange, Ticket, Subject, datetime], Awaitable[Answer | Refused]] | None = None
    """What the exchange itself shows once that was said, and the only thing believed; Refused: it is not done.

    Raises NotOffered where nothing can be read: there the word of the named person stands.
    """
    instructions: Callable[[Work, Ticket, datetime], MessageContent] | None = None
    """What a person needs to do it by hand: the steps, and a file where one is to be uploaded."""
