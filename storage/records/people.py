"""People, teams, and what they may do in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

MenuPlace = tuple[int, int]
"""Chat id and user id of a menu of commands. They are equal for a private chat."""


class Role(StrEnum):
    """What a member may do.

    Each role includes the one before it. The order of the members is the order of power.
    """

    VIEWER = "viewer"
    OPERATOR = "operator"
    APPROVER = "approver"
    OWNER = "owner"


class MembershipStatus(StrEnum):
    """Whether a membership counts."""

    WAITING = "waiting"
    """Came by an invitation without a name. An owner has not admitted them yet."""
    ACTIVE = "active"
    SUSPENDED = "suspended"


class MessageKind(StrEnum):
    """Kinds of messages to a team."""

    ALERTS = "alerts"
    """Warnings about keys that expire."""
    NEWS = "news"
    """A key that works now, an exchange that does not answer, and the like."""
    REQUESTS = "requests"
    DIGEST = "digest"


class Sound(StrEnum):
    """How a kind of message is sent."""

    ON = "on"
    SILENT = "silent"
    """Without a sound on the readers' phones."""
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Person:
    """A Telegram user with one second factor, one verified e-mail and one lock-out, across all teams."""

    user_id: int
    name: str
    """As Telegram last gave it."""
    zone: str = "UTC"
    totp_seed_secret: str | None = field(default=None, repr=False)
    """Base32. Sealed at rest."""
    pending_seed_secret: str | None = field(default=None, repr=False)
    """A seed shown by `/enrol` or for a new phone, and not yet proven. Sealed at rest."""
    last_step: int | None = None
    """The last accepted TOTP time step. Accepted steps strictly rise."""
    enrolled_at: datetime | None = None
    failed_codes: int = 0
    locked_until: datetime | None = None
    email: str | None = None
    """Always a verified one."""
    email_verified_at: datetime | None = None
    may_enrol_until: datetime | None = None
    """Set by an invitation, the console or a change of phone. A claimed ownership does not need it."""
    username: str | None = None
    """In lower case and without the @, as Telegram last gave it. Unique."""
    likes_dark: bool = False
    """The reader's last choice for pictures."""
    quiet_hours: str | None = None
    """When warnings do not come to them in private, as `22:00-07:00` in their zone. None: never."""


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
    """How many approvals a MONEY ticket needs, where its row has no number of its own."""
    quorum_reached: bool = False
    """The count has become 1 automatically once. From then on only a policy ticket changes it."""
    cooling_hours: Mapping[str, int] = field(default_factory=dict)
    """Row of the policy → hours between the proofs and the start of such a request. Other rows: none."""
    row_approvals: Mapping[str, int] = field(default_factory=dict)
    """Row of the policy → how many approvals such a MONEY request needs. Other rows: the team's number."""
    digest_minute: int | None = 9 * 60
    """Time of the digest, in minutes after midnight in the team's zone. None: no digest."""
    next_digest_at: datetime | None = None
    """Its next time on any day of the week. None: not computed yet."""
    digest_days: str | None = None
    """Days of the digest, as `mon,thu`. None: every day."""
    zone: str | None = None
    """IANA zone of its digest and quiet hours. None: the claimer's."""
    codes_here: bool = False
    """Whether people may type codes in the group, in messages that only they see."""
    digested_on: str | None = None
    """ISO date of the last digest, in the team's zone."""
    next_sweep_at: datetime | None = None
    """When its members are looked for in its chat next. None: now."""
    next_ends_at: datetime | None = None
    """When its owners may have to be told of other ends than those of keys. None: now."""
    next_head_at: datetime | None = None
    """When its owners get the head of its audit trail by e-mail next. None: not set yet."""
    glass_repeats_at: datetime | None = None
    """When a break-glass without acknowledgement is looked for next. None: there was none."""
    alert_steps: str | None = None
    """When keys are warned about, as `30d 14d 7d 3d/1d 1d/2h 6h/30m`. None: the usual steps."""
    quiet_hours: str | None = None
    """When warnings wait, as `22:00-07:00` in the team's zone. None: never."""
    sounds: Mapping[str, str] = field(default_factory=dict)
    """Kind of message → its sound. Other kinds: on."""
    topics: Mapping[str, int] = field(default_factory=dict)
    """Kind of message → the forum topic chosen for it. Other kinds: the team's own place."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A person in a team."""

    team_id: UUID
    user_id: int
    role: Role
    standing: MembershipStatus
    joined_at: datetime
    """When they came in, or were admitted again."""
    invited_by: int | None = None
    accounts: frozenset[UUID] | None = None
    """The accounts to which the member is limited. None: all of the team, also those to come."""

    @property
    def is_owner(self) -> bool:
        """Whether this is an owner who is not suspended and waits for nothing."""
        return self.role is Role.OWNER and self.standing is MembershipStatus.ACTIVE


@dataclass(frozen=True, slots=True)
class Invitation:
    """An open invitation into a team, for one person."""

    id: UUID
    """The id of the ticket that made it."""
    team_id: UUID
    role: Role
    invited_by: int
    expires_at: datetime
    user_id: int | None = None
    redeemed_by: int | None = None
    redeemed_at: datetime | None = None
    closed_at: datetime | None = None
    """When its card lost the button. None: the button is there."""
