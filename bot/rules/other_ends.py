"""Other ends that matter to the owners of a team, with the steps of the warnings about them.

Some have a moment that is known before: the key of a connection, a certificate, an invitation. The others are states
that have come already: no recovery code is left, e-mail is refused, Telegram cannot deliver updates. A state is said at
once, and again while it lasts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from bot.rules.alert_steps import LAST_DAY, PolicyStep, policy_steps
from bot.rules.escalation import patience_of
from bot.rules.reminders import AlertStep, Urgency, next_timed_step, timed_before


class EndKind(StrEnum):
    """What ends, or has ended."""

    CONNECTION = "connection"
    """The latest expiry of the key with which an exchange is connected."""
    CERTIFICATE = "certificate"
    """The TLS certificate of the bot's public address."""
    INVITATION = "invitation"
    RECOVERY = "recovery"
    """A member has no recovery code left."""
    EMAIL = "email"
    """The mail server refuses e-mail to a member for good."""
    WEBHOOK = "webhook"
    """Telegram cannot deliver updates."""


@dataclass(frozen=True, slots=True)
class OtherEnd:
    """One of them, in one team."""

    kind: EndKind
    id: UUID
    """What ends: the same as long as the same thing ends."""
    anchor_at: datetime
    """When it ends. Of a state: since when it lasts."""
    name: str | None = None
    """Account or person."""


_STEPS: Mapping[EndKind, Sequence[PolicyStep]] = MappingProxyType(
    {
        EndKind.CONNECTION: policy_steps("15d 7d 3d/1d 1d/2h"),
        EndKind.CERTIFICATE: policy_steps("21d 7d/1d 3d/1d 1d/2h"),
        EndKind.INVITATION: policy_steps("6h/6h"),
    }
)
_AGAIN: Mapping[EndKind, timedelta] = MappingProxyType(
    {
        EndKind.RECOVERY: timedelta(days=30),
        EndKind.EMAIL: timedelta(days=7),
        EndKind.WEBHOOK: timedelta(days=1),
    }
)
_PATIENCE: Mapping[EndKind, timedelta] = MappingProxyType({EndKind.WEBHOOK: timedelta(hours=2)})
_USUAL_PATIENCE = timedelta(days=1)


def end_step_at(end: OtherEnd, now: datetime) -> AlertStep | None:
    """Return the most urgent step that has come. None: not yet."""
    again = _AGAIN.get(end.kind)
    if again is not None:
        times = max(timedelta(), now - end.anchor_at) // again
        return AlertStep(end.id, end.anchor_at, -times * again, Urgency.ENDED)
    before = timed_before(end.anchor_at, now, _STEPS[end.kind])
    if before is None:
        return None
    urgency = Urgency.ENDED if before <= timedelta() else Urgency.DAY if before <= LAST_DAY else Urgency.WEEK
    return AlertStep(end.id, end.anchor_at, before, urgency)


def next_end_step(end: OtherEnd, now: datetime) -> datetime:
    """Return when its next step comes, later than now."""
    again = _AGAIN.get(end.kind)
    if again is not None:
        return end.anchor_at + (max(timedelta(), now - end.anchor_at) // again + 1) * again
    return next_timed_step(end.anchor_at, now, _STEPS[end.kind])


def end_patience(end: OtherEnd, before_seconds: int) -> timedelta | None:
    """Return how long a step waits for a reaction, before owners get an e-mail. None: they get none."""
    if end.kind in _AGAIN:
        return _PATIENCE.get(end.kind, _USUAL_PATIENCE)
    return patience_of(before_seconds, _STEPS[end.kind])
