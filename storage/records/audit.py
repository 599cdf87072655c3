"""The audit trail: who did what, and how it ended."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from storage.records.tickets import Action, Outcome


class Event(StrEnum):
    """What is audited without a ticket, `subject:verb`. A retired value is never used again."""

    TEAM_CLAIM = "team:claim"
    PERSON_ENROL = "person:enrol"
    PERSON_LOCK = "person:lock"
    FACTOR_CHANGE = "factor:change"
    FACTOR_RESET = "factor:reset"
    PERSON_RESET = "person:reset"
    OWNER_ADD = "owner:add"
    INVITATION_REDEEM = "invitation:redeem"
    INVITATION_END = "invitation:end"
    MEMBER_LEAVE = "member:leave"
    ACCESS_ASK = "access:ask"
    ACCESS_REFUSE = "access:refuse"
    KEY_LIVE = "key:live"
    ALERT_TAKE = "alert:take"
    ALERT_SNOOZE = "alert:snooze"
    ALERT_ESCALATE = "alert:escalate"
    TOPIC_LOST = "topic:lost"
    """A topic chosen for kinds of messages was closed, deleted or claimed by another team."""
    CODE_BURN = "code:burn"
    CODE_SHOWN = "code:shown"
    """A message for one person came out for all. The bot has switched codes in the group off."""
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
    CALENDAR_MAKE = "calendar:make"
    CALENDAR_REVOKE = "calendar:revoke"
    MASTER_KEY_ROTATE = "master-key:rotate"
    TRAIL_BEGIN = "trail:begin"
    """From this line of the installation's chain on, the beginning of every chain is entered there."""
    CHAIN_BEGIN = "chain:begin"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of an audit chain."""

    chain_id: UUID | None
    """The team's id. None: the installation's chain."""
    sequence: int
    at: datetime
    actor: int | None
    """Telegram user id. None: the bot itself."""
    what: Action | Event
    outcome: Outcome
    ticket_id: UUID | None
    details: Mapping[str, object]
    """JSON, without secrets."""
    key_id: str
    previous: str
    hmac: str


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which lines of a chain are searched. None: all."""

    actor: int | None = None
    """Telegram user id of who did it."""
    kinds: Collection[Action | Event] | None = None
    key: str | None = None
    """Name of a key, as it was written in the request or the event."""
    since: datetime | None = None
    is_beginning: bool = False
    """Whether `key` is only how the name begins."""
