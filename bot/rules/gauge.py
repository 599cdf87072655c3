"""How full a gauge is, and how much of its term a key has left."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.key_terms import TERM

STEPS = 5
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class TermLeft:
    """Whole days of a key that expires in time. An hour less than a day counts as a day, as in "expires in 7 days"."""

    days: int
    of: int


def gauge(part: int, whole: int) -> int:
    """Filled steps out of five. Only nothing shows as empty."""
    return min(STEPS, -(-part * STEPS // whole)) if whole > 0 else 0


def term_left(expires_at: datetime | None, now: datetime) -> TermLeft | None:
    """Return what is left of the 90 days. None: it does not expire, has expired, or has a longer term."""
    if expires_at is None or not now < expires_at <= now + TERM:
        return None
    return TermLeft((expires_at - now + _HOUR) // _DAY, TERM // _DAY)
