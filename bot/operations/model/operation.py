"""The request that people make of the desk, and the desk's possible answers.

Chat reads a `Request` from an update and turns answers into sentences.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from bot.exchanges.exchange import CreatedKey, Exchange, Reference
from bot.exchanges.main_account import MainAccount, Survey
from bot.operations.model.button_data import Choice
from bot.operations.model.remembered import Remembered
from bot.rules.sheet_text import SheetText
from bot.rules.verdict import Reason, Refused, Verdict
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
    """The person named in the text, or the author of the replied-to message."""

    user_id: int
    name: str
    is_person: bool = True
    """False for a bot, a channel, or an admin who hides behind the group."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The question that a request answers."""

    question: Remembered
    words: tuple[str, ...] = field(repr=False)
    """The words of its command, without the answer."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a person said or pressed, where, and the update that the answer spends."""

    update_id: int
    user_id: int = 0
    """0 where no person did it."""
    name: str = ""
    place: ChatLocation = field(default_factory=lambda: ChatLocation(chat_id=0))
    """Place and message id. For a press this is the message with the button."""
    is_press: bool = False
    """A button was pressed: chat answers the press, so no message is written."""
    command: str = ""
    """The command's word in lower case, without slash and bot name. Empty without a command."""
    words: tuple[str, ...] = field(default=(), repr=False)
    """The words after the command, or of the whole text."""
    said: str = field(default="", repr=False)
    """The whole command, to be repeated below a question."""
    about: About | None = None
    team_id: UUID | None = None
    """Team chosen in private by a person of several teams."""
    sheet: SheetText | None = None
    """A document sent with it."""
    dialogue: Dialogue | None = None
    """The question that the last words answer."""
    absent: int | None = None
    """A suspended person meant by it who is surely not in the team's chat."""
    no_codes: Reason | None = Reason.CODES_NOT_TESTED
    """Why codes may not be tapped in the group. None: the sender alone saw a test message there."""
    replaces: UUID | None = None
    """The open ticket that this request takes the place of."""

    @property
    def number(self) -> str | None:
        """The typed number of the ticket, or None without one."""
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
        """The team, for actions that always have one."""
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
    cooling_hours: int = 0
    """How long it waits at least between its proofs and its start, whatever the team's policy says."""
    approvals: int = 0
    """How many approvals a MONEY request needs at least, whatever the team's policy says."""
    subjects: Sequence[UUID | None] = (None,)
    """Subject of each part."""
    accounts: Sequence[UUID] = ()
    """The accounts it is about, besides those of its subjects and the payload's `account_id`."""
    account: Account | None = None
    """Stored with the ticket, and removed if the ticket ends before the account is connected."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something is missing: choices to press, or words to reply with."""

    saying: Message
    choices: Sequence[tuple[Message, Choice]] = ()
    """Label and meaning of each button."""
    so_far: str | None = None
    """The command to which the words of a reply, or of a choice, are added."""
    wrong: int = 0
    """Number of refused answers before."""
    refused: Refused | None = None
    """Why the answer before was refused, where the question is asked again."""
    about: UUID | None = None
    """The open ticket it is about. Once that has ended, the question says so."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A returned sheet that its sender can ask with by one press."""

    user_id: int
    team_id: UUID
    action: Action
    account: str
    """Name of the account with the whitelist."""


@dataclass(frozen=True, slots=True)
class RefusedWithFile:
    """A refusal that returns the sheet to its sender with the errors beside each line."""

    refused: Refused
    document: Document
    offer: Offer | None = None
    """Set if the returned document is right."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """The request is another change by its right name, which is opened instead."""

    action: Action
    words: tuple[str, ...]
    said: str


@dataclass(frozen=True, slots=True)
class TicketState:
    """The ticket is open or has moved on. `token` opens its private step, if it has just got one."""

    ticket_id: UUID
    stage: Stage | None
    token: str | None = None
    refused_code: Reason | None = field(default=None, compare=False)
    """Why the given code did not count. It is counted by /metrics and is no part of the state."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Subject of one part, as known before the exchange is called."""

    account: Account | None
    key: Key | None
    name: str = ""
    """The ticket's name for its key, which may be deleted by now."""

    @property
    def the_key(self) -> Key:
        """The key of a part about a key."""
        if self.key is None:
            raise TypeError("this part is not about a key")
        return self.key

    @property
    def the_account(self) -> Account:
        """The account of a part about an account, or about a key in it."""
        if self.account is None:
            raise TypeError("this part has no account")
        return self.account


@dataclass(frozen=True, slots=True)
class ExchangeClients:
    """Access to the exchanges."""

    exchange_of: Callable[[Account], Exchange]
    main_account_of: Callable[[Account], MainAccount]
    """For an account with credentials."""


Answer = KeyFacts | CreatedKey | tuple[AddressFacts, ...] | Survey | None
"""The exchange's answer for one part. None: it is deleted, or there was nothing to say."""


@dataclass(frozen=True, slots=True)
class PartOutcome:
    """Result of one part: an answer, or the reason for none."""

    part: Part
    subject: Subject
    answer: Answer = None
    refused: Refused | None = None
    on_word_of: int | None = None
    """Person who said that it is done, where the exchange shows nothing."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """Result of a ticket, in words."""

    result: Message
    secrets: Sequence[Message] = field(default=(), repr=False)
    """Each is sent to the requester only, protected and deleted after ten minutes."""
    result_button: Button | None = None
    """Offered below the result in the team's card."""
    private: MessageContent | None = None
    """Sent to the requester only, to be kept."""
    has_failed: bool = False
    """Nothing changed, although no exchange refused."""


TellProgress = Callable[[int, int], Awaitable[None]]
"""Told how many accounts were read, and of how many."""
ShowWork = Callable[[ChatLocation], AbstractAsyncContextManager[None]]
"""Shows in a chat that the bot is at work, as long as the block runs."""
ByWord = Callable[[Ticket, Subject, datetime], Answer]


@dataclass(frozen=True, slots=True)
class Operation:
    """One action: how it is understood, allowed, run and recorded. Only the desk calls these, in order."""

    action: Action
    prepare: Callable[[Work, Actor, Request], Prepared | Refused | Question | RefusedWithFile | Redirect]
    """Turn words into a payload."""
    check: Callable[[Work, Actor, Mapping[str, object]], Verdict]
    """Whether the rules allow it now. Asked at the question and again at each proof."""
    record: Callable[[Work, Ticket, Sequence[PartOutcome], datetime], Recorded]
    """Write the new facts."""
    perform: Callable[[Exchange, Reference, Ticket, Subject], Awaitable[Answer]] | None = None
    """Call the exchange, outside any transaction. None: nothing changes at an exchange."""
    makes_something: bool = False
    """Whether a created object may still appear at an exchange after its process has died."""
    survey: Callable[[ExchangeClients, Account, TellProgress], Awaitable[Answer]] | None = None
    """Instead of `perform`: read from a main account, and change nothing there."""
    attested: ByWord | None = None
    """The facts that follow when a named person says it was done by hand."""
    ask_done: Callable[[Work, Ticket], Message | None] | None = None
    """Question to the person who did it by hand: when its keys expire. None: no question."""
    supersedes: Callable[[Mapping[str, object], Mapping[str, object]], bool] | None = None
    """Whether the payload of a new request replaces that of an open one of its requester."""
    is_same: Callable[[Mapping[str, object], Mapping[str, object]], bool] | None = None
    """Whether two payloads ask for the same, so that a second request leads to the open ticket."""
    verify: Callable[[Exchange, Ticket, Subject, datetime], Awaitable[Answer | Refused]] | None = None
    """Return what the exchange shows after [Done], which alone counts. Refused: it is not done.

    Raises NotOffered where the exchange shows nothing. Then the statement of the named person counts.
    """
    instructions: Callable[[Work, Ticket, datetime], MessageContent] | None = None
    """What a person needs to do it by hand: the steps, and a file to upload, if any."""
