"""The steps at which a key's expiry is announced, and how urgent each is.

A key that expires is announced at the steps of its policy, at its expiry, and on every day after it at nine o'clock
UTC, so that all expired keys share one message a day. A key of unknown expiry is announced once it has been watched for
7 days, and then every 30 days. Sooner would nag a person who is about to look the date up. Never would forget it. A
bound key, and one that never expires, have no steps.

A step is known by its own time before the expiry and never by its place in the policy, so that another policy announces
nothing twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from bot.rules.alert_steps import LAST_DAY, PolicyStep, policy_steps
from storage.records import Alert, Key

USUAL = policy_steps(None)
LONGEST_BEFORE_END = USUAL[0].before
"""Keys that expire later are not in `/expiring`, whatever the policy is."""
AFTER_END = time(9)
"""Time of day, in UTC, of the steps on the days after the expiry."""
UNKNOWN_AFTER = timedelta(days=7)
UNKNOWN_AGAIN = timedelta(days=30)
REFRESH = timedelta(days=1)
"""Age at which the days on an open card are updated."""
REFRESH_AT_END = timedelta(hours=1)
"""Age at which they are updated while a key is in its last day."""

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


class Urgency(StrEnum):
    """How soon a person must act, most urgent first."""

    ENDED = "ended"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    UNKNOWN = "unknown"


_RANK = {urgency: rank for rank, urgency in enumerate(Urgency)}


@dataclass(frozen=True, slots=True)
class AlertStep:
    """The current step of a key."""

    key_id: UUID
    anchor_at: datetime
    """The moment that the steps are counted from. Another expiry starts new steps."""
    before: timedelta
    """Time before the anchor. On the days after it, minus the days since."""
    urgency: Urgency

    @property
    def before_seconds(self) -> int:
        """The time before the anchor as it is stored."""
        return int(self.before.total_seconds())


def alert_step_at(key: Key, now: datetime, steps: Sequence[PolicyStep] = USUAL) -> AlertStep | None:
    """Return the most urgent step that has come. None: no steps, or not yet. `steps` are the longest first."""
    anchor = _anchor(key)
    before = None if anchor is None else _before(key, anchor, now, steps)
    return None if anchor is None or before is None else AlertStep(key.id, anchor, before, _urgency(key, before))


def urgency_at(key: Key, now: datetime) -> Urgency | None:
    """Return how urgent a key is by the usual steps. None: none of them has come."""
    anchor = _anchor(key)
    before = None if anchor is None else _before(key, anchor, now, USUAL)
    return None if before is None else _urgency(key, before)


def next_alert_step_at(key: Key, now: datetime, steps: Sequence[PolicyStep] = USUAL) -> datetime | None:
    """Return when the key's next step comes, later than now. None: never."""
    anchor = _anchor(key)
    if anchor is None:
        return None
    if key.expires_at is None:
        before = _unknown_at(anchor, now)
        return anchor + UNKNOWN_AFTER if before is None else anchor - before + UNKNOWN_AGAIN
    return next_timed_step(anchor, now, steps)


def timed_before(anchor: datetime, now: datetime, steps: Sequence[PolicyStep]) -> timedelta | None:
    """Return the time before a known moment of the most urgent step that has come, minus the days since. None: none."""
    if now >= anchor:
        return -_mornings(anchor, now) * _DAY
    left = anchor - now
    return next((step.before for step in reversed(steps) if step.before >= left), None)


def next_timed_step(anchor: datetime, now: datetime, steps: Sequence[PolicyStep]) -> datetime:
    """Return when the next step before or after a known moment comes, later than now."""
    if now >= anchor:
        day = anchor.astimezone(UTC).date() + (_mornings(anchor, now) + 1) * _DAY
        return datetime.combine(day, AFTER_END, UTC)
    return next((anchor - step.before for step in steps if anchor - step.before > now), anchor)


def is_due(alert_step: AlertStep, said: Iterable[Alert], now: datetime) -> bool:
    """Whether neither this step of its key was announced nor a more urgent one. `said` are those of any keys.

    After an outage the steps below it are skipped. A clock that was ahead and was corrected finds those again, since
    what was said later than now does not count. Another policy may have a less urgent step than the announced one.
    """
    before = alert_step.before_seconds
    return not any(
        one.before_seconds == before or (one.before_seconds < before and one.said_at <= now)
        for one in said
        if (one.key_id, one.anchor_at) == (alert_step.key_id, alert_step.anchor_at)
    )


def refresh_after(urgency: Urgency) -> timedelta:
    """Return how long a card with a key of this urgency stays true."""
    return REFRESH_AT_END if urgency is Urgency.DAY else REFRESH


def by_urgency(alert_step: AlertStep) -> tuple[int, float]:
    """Sort key, most urgent first: expired, the latest on top.

    Then the next to expire. Unknown expiry last.
    """
    moment = alert_step.anchor_at.timestamp()
    return _RANK[alert_step.urgency], -moment if alert_step.urgency is Urgency.ENDED else moment


def _anchor(key: Key) -> datetime | None:
    if key.ips or (key.never_expires and key.expires_at is None):
        return None
    return key.expires_at or key.created_at


def _before(key: Key, anchor: datetime, now: datetime, steps: Sequence[PolicyStep]) -> timedelta | None:
    return _unknown_at(anchor, now) if key.expires_at is None else timed_before(anchor, now, steps)


def _unknown_at(anchor: datetime, now: datetime) -> timedelta | None:
    if now < anchor + UNKNOWN_AFTER:
        return None
    return -(UNKNOWN_AFTER + (now - anchor - UNKNOWN_AFTER) // UNKNOWN_AGAIN * UNKNOWN_AGAIN)


def _mornings(ended_at: datetime, now: datetime) -> int:
    """Count the days after that of the expiry on which it has been nine o'clock."""
    now = now.astimezone(UTC)
    days = (now.date() - ended_at.astimezone(UTC).date()).days
    return max(0, days if now.time() >= AFTER_END else days - 1)


def _urgency(key: Key, before: timedelta) -> Urgency:
    if key.expires_at is None:
        return Urgency.UNKNOWN
    if before <= timedelta():
        return Urgency.ENDED
    if before <= LAST_DAY:
        return Urgency.DAY
    return Urgency.WEEK if before <= _WEEK else Urgency.MONTH
