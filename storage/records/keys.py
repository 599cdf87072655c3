"""Accounts at exchanges, their keys, and differences there."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from storage.records.messages import Message


class AccountKind(StrEnum):
    """The exchange, or the people, that manage an account's keys."""

    EMBEDDED = "embedded"
    BY_HAND = "by-hand"
    COINEX = "coinex"
    BYBIT = "bybit"


class DriftResolution(StrEnum):
    """How a drift was settled."""

    ADOPTED = "adopted"
    """The registry follows the exchange."""
    DISCARDED = "discarded"
    """The key was deleted at the exchange."""
    GONE = "gone"
    """Both agree again, for any reason."""
    KEPT = "kept"
    """Only its name differs, and did from the first comparison on."""
    OVERTAKEN = "overtaken"
    """The key differs in another way now, which is a new drift."""


class ConnectionStatus(StrEnum):
    """Whether the bot can reach an account at its exchange."""

    WAITING = "waiting"
    """Its credentials wait for the proofs of a ticket, and are deleted if it fails. It is in no list."""
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    """Its credentials are deleted. Its keys stay known and are managed on the exchange's page."""
    GONE = "gone"
    """A sub-account that its exchange no longer has.

    Its keys stay on our list until a person removes them.
    """


class ConnectionProblem(StrEnum):
    """Why an exchange could not be asked."""

    REFUSED = "refused"
    """It does not take the credentials."""
    UNREACHABLE = "unreachable"
    """It did not answer, not for long yet."""
    SILENT = "silent"
    """It has not answered for so long that the team got a message."""


@dataclass(frozen=True, slots=True)
class Account:
    """An owner of keys and one API whitelist. It belongs to exactly one team."""

    id: UUID
    team_id: UUID
    name: str
    kind: AccountKind
    created_at: datetime
    remote_id: str | None = None
    """A sub-account's name at the exchange, or a main account's user id there."""
    credentials_secret: str | None = field(default=None, repr=False)
    """Sealed at rest. A sub-account has those of its main account."""
    main_id: UUID | None = None
    """The main account of a sub-account. None: it is a main account, or has none."""
    standing: ConnectionStatus = ConnectionStatus.CONNECTED
    is_frozen: bool = False
    """Frozen by its owner, at the exchange."""
    trouble: ConnectionProblem | None = None
    """The problem when the exchange was last asked. Only a main account has one."""
    trouble_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """An exchange API key at one moment, as its exchange has it or as we know it. Never its secret."""

    remote_id: str
    access_id: str
    remark: str
    trade: bool
    withdraw: bool
    ips: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    """None from an exchange: it does not expire."""
    live_at: datetime | None
    """When it becomes usable. None: only a call with it can show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key(KeyFacts):
    """A key of a team. `expires_at` is None if it does not expire, or if its expiry is unknown."""

    id: UUID
    team_id: UUID
    account_id: UUID
    number: int
    """Counts per team and is never reused."""
    announced_live_at: datetime | None = None
    """When the team learned that it works, or when it was first seen as a key long in use."""
    never_expires: bool = False
    """A person stated it of a key without IPs and `expires_at`.

    False for such a key: its expiry is unknown.
    """

    made_by: int | None = None
    """Person who had it made or watched. None: made elsewhere, or unknown."""
    alert_steps: str | None = None
    """Its own steps instead of the team's. None: the team's."""
    owner_id: int | None = None
    """Person who is told first of a warning without a reaction. None: `made_by`."""

    @property
    def facts(self) -> KeyFacts:
        """The key as its exchange would describe it."""
        return KeyFacts(**{one.name: getattr(self, one.name) for one in fields(KeyFacts)})


@dataclass(frozen=True, slots=True)
class KeyExpiry:
    """When a key expires, with the names that people know it by."""

    key_id: UUID
    expires_at: datetime
    remark: str
    account: str
    team: str


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """The change that one reference makes to the embedded registry, and its permanent answer."""

    key: KeyFacts | None = None
    """The key after a creation or change. It replaces the one with its `remote_id`."""
    removed_id: str | None = None
    """The `remote_id` of a key that leaves the ledger. A missing one is not an error."""
    key_secret: str | None = field(default=None, repr=False)
    """Set by a creation only. Sealed at rest, and None again once forgotten."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """A key that replaces another. Both work until a person has the old one deleted, or keeps both."""

    new_key_id: UUID
    old_key_id: UUID
    team_id: UUID
    overlap_seconds: int
    """How long both work side by side before the team is reminded."""
    offered_at: datetime | None = None
    """When the team was asked to switch over. None: the new key was not seen to work yet."""
    remind_at: datetime | None = None
    """When the team is reminded next. None: the new key was not announced yet."""


@dataclass(frozen=True, slots=True)
class Watch:
    """When the keys of an account are checked."""

    account_id: UUID
    look_at: datetime | None
    """None: nothing will be due."""
    looked_at: datetime | None = None
    """When they were last checked."""
    said_at: datetime | None = None
    """When the current alert in the chat was sent."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One announced step of one key."""

    key_id: UUID
    anchor_at: datetime
    """The moment that the steps are counted from. Another expiry starts new steps."""
    before_seconds: int
    """The step's own time before it, so that another policy changes no announced step. Minus: after it."""
    said_at: datetime
    acted_by: int | None = None
    """Person who is on it, or has snoozed it."""
    acted_at: datetime | None = None
    acted_before: int | None = None
    """Person who was on it when another person reacted."""
    snoozed_until: datetime | None = None
    """When it is said again. None: it is not snoozed."""
    escalated: int = 0
    """How far it was escalated. 0: it was said in the team's chat only."""
    escalate_at: datetime | None = None
    """When it is escalated further unless a person reacts. None: never."""
    held_for: str | None = None
    """Ids of people, with blanks between them, whom it reaches when their quiet hours end."""


@dataclass(frozen=True, slots=True)
class Drift:
    """A key with other facts at the exchange than here. Who changed it, and when, is unknown."""

    id: UUID
    team_id: UUID
    account_id: UUID
    number: int
    """Counts per team and is never reused."""
    report_id: UUID
    """Differences found in one comparison of an account share one message."""
    remote_id: str
    key_id: UUID | None
    """Our key. None: unknown here."""
    known: KeyFacts | None
    """As we knew it then. None: not at all."""
    there: KeyFacts | None
    """As it was there. None: it was gone."""
    found_at: datetime
    settled_as: DriftResolution | None = None
    settled_at: datetime | None = None
    settled_by: int | None = None
    """None: the bot itself."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """When an account was last compared with its exchange, and the result."""

    account_id: UUID
    due_at: datetime
    looked_at: datetime
    seen_at: datetime | None = None
    """When the exchange last returned its keys."""
    trouble: Message | None = None
    """Why it did not, the last time."""
    trouble_since: datetime | None = None
