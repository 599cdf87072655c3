"""A requested change, from the request to its end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from storage.records.messages import ChatLocation, Message


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
    KEY_ROTATE_ALL = "key:rotate-all"
    KEY_KEEP = "key:keep"
    KEY_OWNER = "key:owner"
    KEY_ADOPT = "key:adopt"
    KEY_DISCARD = "key:discard"
    MEMBER_INVITE = "member:invite"
    MEMBER_ADMIT = "member:admit"
    MEMBER_ROLE = "member:role"
    MEMBER_LIMIT = "member:limit"
    MEMBER_SUSPEND = "member:suspend"
    MEMBER_RESET = "member:reset"
    PERSON_EMAIL = "person:email"
    PERSON_EMAIL_CHANGE = "person:change-email"
    """Instead of a verified one."""
    PERSON_RECOVERY = "person:recovery"
    PERSON_PHONE = "person:phone"
    ALERTS_DIGEST = "alerts:digest"
    ALERTS_STEPS = "alerts:steps"
    ALERTS_PIN = "alerts:pin"
    ALERTS_QUIET = "alerts:quiet"
    ALERTS_SOUND = "alerts:sound"
    ALERTS_ZONE = "alerts:zone"
    ALERTS_TOPIC = "alerts:topic"
    WHITELIST_ADD = "whitelist:add"
    WHITELIST_IMPORT = "whitelist:import"
    WHITELIST_REMOVE = "whitelist:remove"
    WHITELIST_EXPORT = "whitelist:export"
    POLICY_APPROVALS = "policy:approvals"
    POLICY_COOLING = "policy:cooling"
    POLICY_CODES = "policy:codes"
    ACCOUNT_CONNECT = "account:connect"
    ACCOUNT_DISCONNECT = "account:disconnect"
    AUDIT_EXPORT = "audit:export"
    TICKET_BREAK_GLASS = "ticket:break-glass"
    TICKET_SEEN = "ticket:seen"
    """Another owner acknowledges a break-glass."""


class Outcome(StrEnum):
    """How an audited step ended. A retired value is never used again."""

    ASKED = "asked"
    REASON = "reason"
    """A person said why they asked for it or denied it."""
    REFUSED = "refused"
    PROVED = "proved"
    PROOF_FAILED = "disproved"
    RUNNING = "running"
    BY_HAND = "by-hand"
    DONE = "done"
    FAILED = "failed"
    TIMED_OUT = "lapsed"
    CANCELLED = "cancelled"


class Stage(StrEnum):
    """Where an open ticket waits."""

    CODE = "code"
    EMAIL = "email"
    APPROVAL = "approval"
    COOLING = "cooling"
    """Proven. It waits, so that its team can stop it."""
    RUNNING = "running"
    BY_HAND = "by-hand"


class End(StrEnum):
    """How a ticket ended."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    TIMED_OUT = "lapsed"
    CANCELLED = "cancelled"


class ProofKind(StrEnum):
    """What a ticket may need before it runs."""

    CODE = "code"
    EMAIL = "email"
    OLD_EMAIL = "old-email"
    """The e-mail that a change of it replaces."""
    APPROVAL = "approval"
    COOLING = "cooling"
    """The team had time to stop it. Recorded with the requester."""
    BREAK_GLASS = "break-glass"
    """An owner lets it run without its missing approvals."""
    ATTESTATION = "word"
    """A named person states that the manual step is done."""


class LinkPurpose(StrEnum):
    """What an opaque token opens."""

    TICKET = "ticket"
    APPROVAL = "approval"
    """Any person who may approve the ticket. Checked when it is opened and again when it is proven."""
    PAGE = "page"
    OLD_PAGE = "old-page"
    """The same page for the e-mail that is replaced."""
    INVITATION = "invitation"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a ticket changes, with its own outcome. Idempotent by (ticket, part)."""

    number: int
    subject_id: UUID | None = None
    """The key or account it is about."""
    outcome: Outcome = Outcome.ASKED
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """One requested change: asked, proven, run, ended."""

    id: UUID
    number: int
    """Counts per team, or per installation without a team."""
    team_id: UUID | None
    user_id: int
    action: Action
    payload: Mapping[str, object]
    """The exact request, as JSON. Approvals bind to the hash of it."""
    plan: Message
    """What will happen, for people."""
    is_money: bool
    asked_in: ChatLocation
    asked_at: datetime
    stage: Stage | None
    """None once it has ended."""
    stage_until: datetime | None
    """When the stage times out. None: it does not."""
    parts: tuple[Part, ...] = ()
    end: End | None = None
    ended_at: datetime | None = None
    result: Message | None = None
    mailed_at: datetime | None = None
    approvals: int = 0
    """How many approvals the policy asked for at the request. Stricter rules since then count too."""
    cooling_hours: int = 0
    """How long it waits at least between its proofs and its start. Stricter rules since then count too."""
    cares_done: int = 0
    """Number of warnings the requester has acknowledged."""
    told: str | None = None
    """The expiry of its keys as stated by the person who did it manually."""
    said: str = field(default="", repr=False)
    """The command that asked for it. Empty where words alone cannot ask again, as for a file."""
    called_at: datetime | None = None
    """When it was sent to its exchange. From then on only the exchange's answer settles it."""
    accounts: frozenset[UUID] = frozenset()
    """The accounts it is about, also once its keys are deleted. Empty: none of them."""
    reason: str | None = field(default=None, repr=False)
    """Why its requester wants it. Empty: they gave none. None: not asked, or not answered yet."""
    denied_by: int | None = None
    denial_reason: str | None = field(default=None, repr=False)
    """Why that person denied it. Empty and None: as above."""


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
    """An opaque token that leads to a thing. Only its hash is stored."""

    purpose: LinkPurpose
    subject_id: UUID
    user_id: int | None
    """The token's owner. None: any person with the right, checked when it is used."""
    expires_at: datetime
