"""Whom a warning reaches next when nobody reacts to it, and when.

A reaction quiets a step until the next one. A snooze quiets it for a while, and never beyond the next step.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.rules.alert_steps import PolicyStep
from bot.rules.reminders import AlertStep
from storage.records import Alert

KEY_OWNER, APPROVERS, OWNERS, LETTERS = range(1, 5)
"""Levels, in the order in which people are told. 0: the team's chat only."""
_PATIENCE_AT_END = timedelta(minutes=30)


def patience_of(before_seconds: int, steps: Sequence[PolicyStep]) -> timedelta | None:
    """Return how long a step waits for a reaction. None: nobody is told in private."""
    if before_seconds == 0:
        return _PATIENCE_AT_END
    before = timedelta(seconds=before_seconds)
    return next((step.patience for step in steps if step.before == before), None)


def current_alert(said: Iterable[Alert], alert_step: AlertStep, now: datetime) -> Alert | None:
    """Return the most urgent announcement that holds for this end of the key, or None."""
    of_end = (one for one in said if one.anchor_at == alert_step.anchor_at and one.said_at <= now)
    return min(of_end, key=lambda one: one.before_seconds, default=None)


def is_snooze_over(alert: Alert, now: datetime) -> bool:
    """Whether it is said again because its snooze has ended."""
    return alert.snoozed_until is not None and alert.snoozed_until <= now


def must_escalate(alert: Alert, now: datetime) -> bool:
    """Whether nobody has reacted within the patience of the step."""
    is_quiet = alert.acted_by is not None
    return not is_quiet and alert.escalate_at is not None and alert.escalate_at <= now


def next_press(alert: Alert) -> datetime | None:
    """Return when an announcement needs something next. None: not before its next step."""
    if alert.snoozed_until is not None:
        return alert.snoozed_until
    return None if alert.acted_by is not None else alert.escalate_at
