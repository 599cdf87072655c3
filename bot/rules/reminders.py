"""The steps at which a key's expiry is announced, and how urgent each is.

A key that expires is announced 30, 14, 7, 3 and 1 days and 6 hours before its expiry, at it, and on every day after it
at nine o'clock UTC, so that all expired keys share one message a day. A key of unknown expiry is announced once it has
been watched for 7 days, and then every 30 days. Sooner would nag a person who is about to look the date up. Never would
forget it. A bound key, and one that never expires, have no steps.
"""

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from storage.records import Key

BEFORE_END = (
    timedelta(days=30),
    timedelta(days=14),
    timedelta(days=7),
    timedelta(days=3),
    timedelta(days=1),
    timedelta(hours=6),
    timedelta(),
)
"""Time before the expiry of each step. The last step is the expiry itself."""
LONGEST_BEFORE_END = BEFORE_END[0]
"""A key that expires later has no step yet."""
AT_END = len(BEFORE_END) - 1
AFTER_END = time(9)
"""Time of day, in UTC, of the steps on the days after the expiry."""
UNKNOWN_AFTER = timedelta(days=7)
UNKNOWN_AGAIN = timedelta(days=30)
REFRESH = timedelta(days=1)
"""Age at which the days on an open card are updated."""

_RISING = BEFORE_END[::-1]
_WITHIN_A_DAY = BEFORE_END.index(timedelta(days=1))
_WITHIN_A_WEEK = BEFORE_END.index(timedelta(days=7))


class Urgency(StrEnum):
    """How soon a person must act, most urgent first."""

    ENDED = "ended"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    UNKNOWN = "unknown"


Said = tuple[UUID, datetime, int]
"""An announced step: key, anchor, number."""

_RANK = {urgency: rank for rank, urgency in enumerate(Urgency)}


@dataclass(frozen=True, slots=True)
class AlertStep:
    """The current step of a key."""

    key_id: UUID
    anchor_at: datetime
    """The moment that the steps are counted from. Another expiry starts new steps."""
    step: int
    urgency: Urgency

    @property
    def is_private(self) -> bool:
        """Whether the owners get it in private too: a day and six hours before the expiry, and at it."""
        return self.urgency is not Urgency.UNKNOWN and _WITHIN_A_DAY <= self.step <= AT_END


def alert_step_at(key: Key, now: datetime) -> AlertStep | None:
    """Return the most urgent step that has come. None: no steps, or not yet."""
    anchor = _anchor(key)
    if anchor is None:
        return None
    step = _step_at(key, anchor, now)
    return None if step is None else AlertStep(key.id, anchor, step, _urgency(key, step))


def next_alert_step_at(key: Key, now: datetime) -> datetime | None:
    """Return when the key's next step comes, later than now. None: never."""
    anchor = _anchor(key)
    if anchor is None:
        return None
    step = _step_at(key, anchor, now)
    return _moment(key, anchor, 0 if step is None else step + 1)


def is_due(alert_step: AlertStep, said: Collection[Said]) -> bool:
    """Whether this very step was never announced.

    After an outage the steps below it are skipped. A clock that was ahead and was corrected finds those again.
    """
    return (alert_step.key_id, alert_step.anchor_at, alert_step.step) not in said


def by_urgency(alert_step: AlertStep) -> tuple[int, float]:
    """Sort key, most urgent first: expired, the latest on top.

    Then the next to expire. Unknown expiry last.
    """
    moment = alert_step.anchor_at.timestamp()
    return _RANK[alert_step.urgency], -moment if alert_step.urgency is Urgency.ENDED else moment


def before_end(step: int) -> timedelta:
    """Return the time before the expiry of a step. After the expiry, minus the days since."""
    return BEFORE_END[step] if step <= AT_END else timedelta(days=AT_END - step)


def _anchor(key: Key) -> datetime | None:
    if key.ips or (key.never_expires and key.expires_at is None):
        return None
    return key.expires_at or key.created_at


def _step_at(key: Key, anchor: datetime, now: datetime) -> int | None:
    if key.expires_at is None:
        return None if now < anchor + UNKNOWN_AFTER else (now - anchor - UNKNOWN_AFTER) // UNKNOWN_AGAIN
    if now >= anchor:
        return AT_END + _mornings(anchor, now)
    reached = len(BEFORE_END) - bisect_left(_RISING, anchor - now)
    return reached - 1 if reached else None


def _moment(key: Key, anchor: datetime, step: int) -> datetime:
    if key.expires_at is None:
        return anchor + UNKNOWN_AFTER + step * UNKNOWN_AGAIN
    if step <= AT_END:
        return anchor - BEFORE_END[step]
    day = anchor.astimezone(UTC).date() + timedelta(days=step - AT_END)
    return datetime.combine(day, AFTER_END, UTC)


def _mornings(ended_at: datetime, now: datetime) -> int:
    """Count the days after that of the expiry on which it has been nine o'clock."""
    now = now.astimezone(UTC)
    days = (now.date() - ended_at.astimezone(UTC).date()).days
    return max(0, days if now.time() >= AFTER_END else days - 1)


def _urgency(key: Key, step: int) -> Urgency:
    if key.expires_at is None:
        return Urgency.UNKNOWN
    if step >= AT_END:
        return Urgency.ENDED
    if step >= _WITHIN_A_DAY:
        return Urgency.DAY
    return Urgency.WEEK if step >= _WITHIN_A_WEEK else Urgency.MONTH
