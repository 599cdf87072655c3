"""The mark of a key: the same for the same state in every list, alert, report and button."""

from datetime import datetime
from enum import StrEnum

from bot.rules.key_terms import Ending, Life, key_state
from bot.rules.reminders import Urgency, urgency_at
from storage.records import Key


class KeyMark(StrEnum):
    """What a reader must see of a key at once, most urgent first."""

    ENDED = "ended"
    DAY = "day"
    """It expires within a day."""
    WEEK = "week"
    MONTH = "month"
    UNKNOWN = "unknown"
    """No one knows when it expires."""
    ACTIVATING = "activating"
    UNSEEN = "unseen"
    """It should work by now, but no use of it was seen."""
    FINE = "fine"


_OF_URGENCY = {urgency: KeyMark(urgency.value) for urgency in Urgency}
_OF_LIFE = {Life.ACTIVATING: KeyMark.ACTIVATING, Life.UNSEEN: KeyMark.UNSEEN}


def key_mark(key: Key, now: datetime) -> KeyMark:
    """Return the mark. Its expiry counts more than whether it works yet."""
    urgency = urgency_at(key, now)
    if urgency is not None and urgency is not Urgency.UNKNOWN:
        return _OF_URGENCY[urgency]
    state = key_state(key, now)
    if state.ending is Ending.UNKNOWN:
        return KeyMark.UNKNOWN
    return _OF_LIFE.get(state.life, KeyMark.FINE)
