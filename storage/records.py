"""The nouns of the product, frozen; see the table of words in the design.

Nothing here knows how it is stored, shown or decided: no SQLAlchemy, no behaviour.
Every `…_at` is an aware UTC datetime. Every id without another name is a random UUID made before insertion.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a member may do; each includes the former. The order of the members is the order of power."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    APPROVER = "approver"
    OWNER = "owner"


class Standing(StrEnum):
    """Whether a membership counts."""

    WAITING = "waiting"
    """Came by an invitation that named nobody; an owner has not admitted them yet."""
    ACTIVE = "active"
    SUSPENDED = "suspended"


class Action(StrEnum):
    """What can be asked of the desk, `subject:verb`. A retired value is never used again."""

    KEY_CREATE = "key:create"
    KEY_TRACK = "key:track"
    KEY_RENEW = "key:renew"
    KEY_EDIT = "key:edit"
    KEY_BIND = "key:bind"
    KEY_UNBIND = "key:unbind"
    KEY_DELETE = "key:delete"
    KEY_ROTATE = "key:rotate"
    KEY_KEEP = "key:keep"
    KEY_ADOPT = "key:adopt"
    KEY_DISCARD = "key:discard"
    MEMBER_INVITE = "member:invite"
    MEMBER_ADMIT = "member:admit"
    MEMBER_ROLE = "member:role"
    MEMBER_SUSPEND = "member:suspend"
    PERSON_EMAIL = "person:email"
    ALERTS_DIGEST = "alerts:digest"
    WHITELIST_ADD = "whitelist:add"
    WHITELIST_IMPORT = "whitelist:import"
    WHITELIST_REMOVE = "whitelist:remove"
    WHITELIST_EXPORT = "whitelist:export"
    POLICY_APPROVALS = "policy:approvals"
    ACCOUNT_CONNECT = "account:connect"
    ACCOUNT_DISCONNECT = "account:disconnect"


class Event(StrEnum):
    """What is audited without a ticket, `subject:verb`. A retired value is never used again."""

    TEAM_CLAIM = "team:claim"
    PERSON_ENROL = "person:enrol"
    PERSON_LOCK = "person:lock"
    PERSON_RESET = "person:reset"
    OWNER_ADD = "owner:add"
    INVITATION_REDEEM = "invitation:redeem"
    INVITATION_END = "invitation:end"
    MEMBER_LEAVE = "member:leave"
    KEY_LIVE = "key:live"
    CODE_BURN = "code:burn"
    APPROVALS_BEGIN = "approvals:begin"
    TEAM_LOST = "team:lost"
    TEAM_FOUND = "team:found"
    TEAM_MOVE = "team:move"
    DRIFT_FOUND = "drift:found"
    DRIFT_GONE = "drift:gone"
    CREDENTIALS_REFUSED = "credentials:refused"
    CREDENTIALS_TAKEN = "credentials:taken"
    EXCHANGE_SILENT = "exchange:silent"
    EXCHANGE_ANSWERS = "exchange:answers"
    MASTER_KEY_ROTATE = "master-key:rotate"
    TRAIL_BEGIN = "trail:begin"
    """Since this line of the installation's chain, the beginning of every chain is entered there."""
    CHAIN_BEGIN = "chain:begin"


class Outcome(StrEnum):
    """How an audited step went. A retired value is never used again."""

    ASKED = "asked"
    REFUSED = "refused"
    PROVED = "proved"
    DISPROVED = "disproved"
    RUNNING = "running"
    BY_HAND = "by-hand"
    DONE = "done"
    FAILED = "failed"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"


class Stage(StrEnum):
    """Where an open ticket waits."""

    CODE = "code"
    EMAIL = "email"
    APPROVAL = "approval"
    COOLING = "cooling"
    RUNNING = "running"
    BY_HAND = "by-hand"


class End(StrEnum):
    """How a ticket ended."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"


class ProofKind(StrEnum):
    """What a ticket may need before it runs."""

    CODE = "code"
    EMAIL = "email"
    APPROVAL = "approval"
    COOLING = "cooling"
    WORD = "word"
    """A named person says that the step by hand is done."""


class LinkPurpose(StrEnum):
    """What an opaque token opens."""

    TICKET = "ticket"
    APPROVAL = "approval"
    """Whoever may approve the ticket; checked when it is opened and again when it is proven."""
    PAGE = "page"
    INVITATION = "invitation"


class Deafness(StrEnum):
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


class AccountKind(StrEnum):
    """Who keeps an account's keys."""

    EMBEDDED = "embedded"
    BY_HAND = "by-hand"
    COINEX = "coinex"
    BYBIT = "bybit"


class Settling(StrEnum):
    """What became of a drift."""

    ADOPTED = "adopted"
    """The registry follows the exchange."""
    DISCARDED = "discarded"
    """The key was deleted at the exchange."""
    GONE = "gone"
    """Both agree again, by whatever way."""
    KEPT = "kept"
    """Only its name is another here, and was from the first look on."""
    OVERTAKEN = "overtaken"
    """The key differs in another way now: that is a drift of its own."""


class AccountStanding(StrEnum):
    """Whether an account's exchange can be reached for it."""

    WAITING = "waiting"
    """Its credentials wait for the proofs of a ticket, and go when that ends otherwise. No list has it."""
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    """Its credentials are gone; its keys stay known, and people keep them by hand."""
    GONE = "gone"
    """A sub-account that its exchange no longer has; its keys are on our list until somebody takes them off."""


class AccountTrouble(StrEnum):
    """Why an exchange could not be asked."""

    REFUSED = "refused"
    """It does not take the credentials."""
    UNREACHABLE = "unreachable"
    """It did not answer, not for long yet."""
    SILENT = "silent"
    """It has not answered for so long that the team was told."""


class AddressKind(StrEnum):
    """What a whitelisted address is for."""

    WITHDRAWAL = "normal withdrawal"
    INTER_USER = "inter-user transfer"


class AddressType(StrEnum):
    """Which coins a whitelisted address is good for."""

    SINGLE_COIN = "single coin"
    UNIVERSAL = "universal"


class AddressStatus(StrEnum):
    """How far a whitelisted address has come."""

    ACTIVE = "active"
    NOT_YET_ENTERED = "approved, not yet entered"
    IMPORTED = "imported, unproven"


class Channel(StrEnum):
    """How a notice travels."""

    SAY = "say"
    """A Telegram message; with a card, the sending or the edit of it."""
    DELETE = "delete"
    """The deletion of a card's message."""
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence of the catalogue and what fills it, not yet put into words."""

    sentence: str
    args: Mapping[str, "Arg"] = field(default_factory=dict)


Arg = str | int | bool | datetime | None | Saying | Sequence[Saying] | Sequence[str]
"""What may fill a sentence. A list of sayings becomes lines, a list of strings is joined by commas."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: pressed, or opening the private chat; exactly one of `press` and `start` is set."""

    label: Saying
    press: str | None = None
    """Callback data, 1-64 bytes: words joined by blanks. Never proof of anything: who pressed is checked."""
    start: str | None = None
    """Token of the link `t.me/<bot>?start=<token>`."""


@dataclass(frozen=True, slots=True)
class Document:
    """A CSV: rows whose sayings have no words yet."""

    name: str
    rows: Sequence[Sequence[str | Saying]]


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says, before it has words."""

    saying: Saying
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
class Person:
    """A Telegram user with one second factor, one verified e-mail and one lock-out, across all teams."""

    user_id: int
    name: str
    """As Telegram told it last."""
    zone: str = "UTC"
    totp_seed_secret: str | None = field(default=None, repr=False)
    """Base32. Sealed at rest."""
    pending_seed_secret: str | None = field(default=None, repr=False)
    """A seed shown by `/enrol` and not yet proven. Sealed at rest."""
    last_step: int | None = None
    """The last accepted TOTP time step; accepted steps strictly rise."""
    enrolled_at: datetime | None = None
    failed_codes: int = 0
    locked_until: datetime | None = None
    email: str | None = None
    """Only ever a verified one."""
    email_verified_at: datetime | None = None
    may_enrol_until: datetime | None = None
    """Set by an invitation or the console; a claimed ownership needs none."""
    suspicious_since: datetime | None = None
    """Set by a reset of the factor; suspends the person in other teams until an owner there re-admits."""
    username: str | None = None
    """In lower case and without the @, as Telegram told it last; nobody else has it."""


@dataclass(frozen=True, slots=True)
class Team:
    """A Telegram group, or one forum topic of it."""

    id: UUID
    chat_id: int
    topic_id: int | None
    title: str
    claimed_by: int
    claimed_at: datetime
    approvals: int = 0
    """How many approvals a MONEY ticket needs."""
    quorum_reached: bool = False
    """The count has become 1 by itself once; from then on only a policy ticket changes it."""
    ephemeral_prompts: bool = False
    digest_minute: int | None = 9 * 60
    """When the daily digest comes, in minutes after midnight where the claimer lives; None: not at all."""
    next_digest_at: datetime | None = None
    """None: not worked out yet."""
    digested_on: str | None = None
    """ISO date, where the claimer lives, of the last digest."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A person in a team."""

    team_id: UUID
    user_id: int
    role: Role
    standing: Standing
    joined_at: datetime
    """When they came in, or were let in again."""
    invited_by: int | None = None
    account_ids: tuple[UUID, ...] | None = None
    """Accounts the member is limited to; None: all."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """An open door into a team, for one person."""

    id: UUID
    """The id of the ticket that opened it."""
    team_id: UUID
    role: Role
    invited_by: int
    expires_at: datetime
    user_id: int | None = None
    redeemed_by: int | None = None
    redeemed_at: datetime | None = None
    closed_at: datetime | None = None
    """When its card lost the button; None: it stands there."""


@dataclass(frozen=True, slots=True)
class Account:
    """What owns keys and one API whitelist; belongs to exactly one team."""

    id: UUID
    team_id: UUID
    name: str
    kind: AccountKind
    created_at: datetime
    remote_id: str | None = None
    """A sub-account's name at the exchange, or a main account's user id there."""
    credentials_secret: str | None = field(default=None, repr=False)
    """Sealed at rest. A sub-account's are those of its main account."""
    main_id: UUID | None = None
    """The main account whose sub-account it is; None: it is one itself, or there is no such thing."""
    standing: AccountStanding = AccountStanding.CONNECTED
    is_frozen: bool = False
    """By its owner, at the exchange."""
    trouble: AccountTrouble | None = None
    """What was wrong when the exchange was asked last; only a main account has any."""
    trouble_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """An exchange API key as we know it; never its secret."""

    id: UUID
    team_id: UUID
    account_id: UUID
    number: int
    """Counts per team and is never reused."""
    remark: str
    access_id: str
    trade: bool
    withdraw: bool
    ips: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    """None with IPs bound, or said to never expire: never. None otherwise: unknown (tracked, undated)."""
    live_at: datetime | None
    """When it becomes usable; None: only the exchange can tell."""
    announced_live_at: datetime | None = None
    """When the team was told that it works, or when it came to us as a key that has long been in use."""
    remote_id: str = ""
    never_expires: bool = False
    """Somebody said so of a key without IPs; means nothing while `expires_at` is set."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """A key that takes the place of another; both work until a person has the old one deleted, or keeps both."""

    new_key_id: UUID
    old_key_id: UUID
    team_id: UUID
    overlap_seconds: int
    """How long both are to work side by side before the team is reminded."""
    offered_at: datetime | None = None
    """When the team was asked to switch over; None: the new key was not seen to work yet."""
    remind_at: datetime | None = None
    """When the team is reminded next; None: the new key was not spoken of yet."""


@dataclass(frozen=True, slots=True)
class Watch:
    """When the keys of an account are to be looked at."""

    account_id: UUID
    look_at: datetime | None
    """None: nothing will be due."""
    looked_at: datetime | None = None
    """When they were last looked at."""
    said_at: datetime | None = None
    """When the alert that stands in the chat was sent."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One step on the ladder of one key, said once."""

    key_id: UUID
    anchor_at: datetime
    """The moment the ladder hangs from: another end is another ladder."""
    step: int
    said_at: datetime


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """A key at one moment, as its exchange has it or as we know it."""

    remote_id: str
    access_id: str
    remark: str
    trade: bool
    withdraw: bool
    ips: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    """None: it does not expire."""
    live_at: datetime | None


@dataclass(frozen=True, slots=True)
class Drift:
    """A key of which the exchange says something else than we know; who did that, and when, nobody told us."""

    id: UUID
    team_id: UUID
    account_id: UUID
    number: int
    """Counts per team and is never reused."""
    report_id: UUID
    """What was found in one look at an account is told in one message."""
    remote_id: str
    key_id: UUID | None
    """Our key; None: we know none."""
    known: KeyFacts | None
    """As we knew it then; None: not at all."""
    there: KeyFacts | None
    """As it was there; None: it was gone."""
    found_at: datetime
    settled_as: Settling | None = None
    settled_at: datetime | None = None
    settled_by: int | None = None
    """None: the house itself."""


@dataclass(frozen=True, slots=True)
class Look:
    """When an account was last compared with its exchange, and what came of it."""

    account_id: UUID
    due_at: datetime
    looked_at: datetime
    seen_at: datetime | None = None
    """When the exchange last told its keys."""
    trouble: Saying | None = None
    """Why it did not, the last time."""
    trouble_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Examination:
    """What somebody asked the doctor; the answer goes into the card."""

    card_id: UUID
    team_id: UUID
    user_id: int
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Address:
    """An entry of the API withdrawal whitelist."""

    id: UUID
    team_id: UUID
    account_id: UUID
    number: int
    kind: AddressKind
    address_type: AddressType
    status: AddressStatus
    remark: str
    coin: str
    chain: str | None
    address: str
    canonical: str
    memo: str | None
    created_at: datetime
    remote_id: str = ""
    ticket_id: UUID | None = None
    """While it is NOT_YET_ENTERED: the ticket with which it comes or goes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said, and so where the answer goes."""

    chat_id: int
    topic_id: int | None = None
    message_id: int | None = None
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a ticket changes, with its own outcome; idempotent by (ticket, part)."""

    number: int
    subject_id: UUID | None = None
    """The key or account it is about."""
    outcome: Outcome = Outcome.ASKED
    reason: Saying | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """One requested change on its way: asked, proven, run, ended."""

    id: UUID
    number: int
    """Counts per team; per installation where there is no team."""
    team_id: UUID | None
    user_id: int
    action: Action
    payload: Mapping[str, object]
    """What exactly is asked, as JSON; approvals bind to the hash of it."""
    plan: Saying
    """What will happen, for people."""
    is_money: bool
    asked_in: Place
    asked_at: datetime
    stage: Stage | None
    """None once it has ended."""
    stage_until: datetime | None
    """When the stage lapses; None: it does not."""
    parts: tuple[Part, ...] = ()
    end: End | None = None
    ended_at: datetime | None = None
    result: Saying | None = None
    mailed_at: datetime | None = None
    approvals: int = 0
    """How many approvals the policy asked for when it was asked; what becomes stricter since counts too."""
    cares_done: int = 0
    """How many of the things its requester has to look at first were looked at."""
    told: str | None = None
    """What the person told who said that it is done by hand: when its keys expire."""
    called_at: datetime | None = None
    """When it was let through to its exchange; from then on only the exchange's answer settles it."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that was given for a ticket."""

    ticket_id: UUID
    kind: ProofKind
    user_id: int
    given_at: datetime
    payload_hash: str


@dataclass(frozen=True, slots=True)
class Link:
    """An opaque token that leads to a thing; only its hash is kept."""

    purpose: LinkPurpose
    subject_id: UUID
    user_id: int | None
    """Whose it is; None: whoever may, checked when it is used."""
    expires_at: datetime


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
    content: Content | None
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
class Silence:
    """A chat, or a topic of it, that does not hear the bot."""

    chat_id: int
    topic_id: int | None
    why: Deafness
    since: datetime


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of an audit chain."""

    chain_id: UUID | None
    """The team's id; None: the installation's chain."""
    sequence: int
    at: datetime
    actor: int | None
    """Telegram user id; None: the house itself."""
    what: Action | Event
    outcome: Outcome
    ticket_id: UUID | None
    details: Mapping[str, object]
    """JSON, without secrets."""
    key_id: str
    previous: str
    hmac: str


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An update that Telegram handed over and that has had no effect yet."""

    update_id: int
    update: Mapping[str, object] = field(repr=False)
    """As Telegram sent it. Sealed at rest, wiped when spent."""
    received_at: datetime = field(kw_only=True)
    attempts: int = 0
