"""People, teams, and who may do what in them."""

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


class MembershipStatus(StrEnum):
    """Whether a membership counts."""

    WAITING = "waiting"
    """Came by an invitation that named nobody; an owner has not admitted them yet."""
    ACTIVE = "active"
    SUSPENDED = "suspended"


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
    standing: MembershipStatus
    joined_at: datetime
    """When they came in, or were let in again."""
    invited_by: int | None = None


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
