"""Accounts at exchanges, their keys, and what differs there."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from storage.records.messages import Message


class AccountKind(StrEnum):
    """Who keeps an account's keys."""

    EMBEDDED = "embedded"
    BY_HAND = "by-hand"
    COINEX = "coinex"
    BYBIT = "bybit"


class DriftResolution(StrEnum):
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


class ConnectionStatus(StrEnum):
    """Whether an account's exchange can be reached for it."""

    WAITING = "waiting"
    """Its credentials wait for the proofs of a ticket, and go when that ends otherwise. No list has it."""
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    """Its credentials are gone; its keys stay known, and people keep them by hand."""
    GONE = "gone"
    """A sub-account that its exchange no longer has; its keys are on our list until somebody takes them off."""


class ConnectionProblem(StrEnum):
    """Why an exchange could not be asked."""

    REFUSED = "refused"
    """It does not take the credentials."""
    UNREACHABLE = "unreachable"
    """It did not answer, not for long yet."""
    SILENT = "silent"
    """It has not answered for so long that the team was told."""


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
    standing: ConnectionStatus = ConnectionStatus.CONNECTED
    is_frozen: bool = False
    """By its owner, at the exchange."""
    trouble: ConnectionProblem | None = None
    """What was wrong when the exchange was asked last; only a main account has any."""
    trouble_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """An exchange API key at one moment, as its exchange has it or as we know it; never its secret."""

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
    """When it becomes usable; None: only a call with it can tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key(KeyFacts):
    """A key of a team. `expires_at` is None where it does not expire, or where it is not known when."""

    id: UUID
    team_id: UUID
    account_id: UUID
    number: int
    """Counts per team and is never reused."""
    announced_live_at: datetime | None = None
    """When the team was told that it works, or when it came to us as a key that has long been in use."""
    never_expires: bool = False
    """A person said so of a key without IPs and `expires_at`; there False means that its end is not known."""

    @property
    def facts(self) -> KeyFacts:
        """The key as its exchange would describe it."""
        return KeyFacts(**{one.name: getattr(self, one.name) for one in fields(KeyFacts)})


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What one reference does to the embedded registry, and its answer for ever after."""

    key: KeyFacts | None = None
    """The key as it stands after a creation or change; written over the one with its `remote_id`."""
    removed_id: str | None = None
    """The `remote_id` of a key that leaves the ledger; one that is not there is no error."""
    key_secret: str | None = field(default=None, repr=False)
    """Set by a creation only. Sealed at rest, and None again once forgotten."""


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
    settled_as: DriftResolution | None = None
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
    trouble: Message | None = None
    """Why it did not, the last time."""
    trouble_since: datetime | None = None
