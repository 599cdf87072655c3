"""How a warning reads: each stage on the way to the expiry has a mark and first words of its own."""

from datetime import timedelta
from enum import StrEnum

from bot.rules.alert_steps import LAST_DAY, LAST_HOURS
from bot.rules.reminders import AlertStep, Urgency
from storage.records import Key


class Tone(StrEnum):
    """Stages, nearest to the expiry first."""

    ENDED = "ended"
    HOURS = "hours"
    DAY = "day"
    DAYS = "days"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    UNKNOWN = "unknown"


class Effect(StrEnum):
    """What stops when a key expires."""

    TRADING = "trading"
    WITHDRAWALS = "withdrawals"
    BOTH = "both"
    READING = "reading"


_LONGEST = (
    (LAST_HOURS, Tone.HOURS),
    (LAST_DAY, Tone.DAY),
    (timedelta(days=3), Tone.DAYS),
    (timedelta(days=7), Tone.WEEK),
    (timedelta(days=14), Tone.FORTNIGHT),
)
"""The longest time before the expiry of each tone."""


def tone_of(alert_step: AlertStep) -> Tone:
    """Return the tone of a step, also of a step that a team has set itself."""
    if alert_step.urgency is Urgency.UNKNOWN:
        return Tone.UNKNOWN
    if alert_step.urgency is Urgency.ENDED:
        return Tone.ENDED
    return next((tone for longest, tone in _LONGEST if alert_step.before <= longest), Tone.MONTH)


def effect_of(key: Key) -> Effect:
    """Return what stops with the key. One without permissions only reads."""
    if key.trade and key.withdraw:
        return Effect.BOTH
    if key.trade:
        return Effect.TRADING
    return Effect.WITHDRAWALS if key.withdraw else Effect.READING
