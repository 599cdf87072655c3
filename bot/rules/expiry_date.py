"""Reading the `expires DATE` that goes with a tracked key.

It must not know the key, nor which words may come after the date.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo

from bot.rules.verdict import Reason, Refused

END_OF_DAY = time(23, 59, 59)

_SHOWN = 40
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?", re.IGNORECASE)
_MOMENT = re.compile(rf"{_DAY.pattern}[T ]{_CLOCK.pattern}", re.IGNORECASE)
_UTC = frozenset({"utc", "gmt", "z"})


@dataclass(frozen=True, slots=True)
class Expiry:
    """A date that was read off the front of some words."""

    expires_at: datetime
    words: int
    """How many of the words it took."""


def read_expiry(text: str, now: datetime, zone: tzinfo = UTC) -> datetime | Refused:
    """Read a date, a date and time, or an ISO moment with its zone, as UTC.

    What names no zone is read in `zone`; a date alone means the last second of that day.
    """
    words = text.split()
    expiry = take_expiry(words, now, zone)
    if isinstance(expiry, Expiry):
        return expiry.expires_at if expiry.words == len(words) else _bad(words)
    return expiry


def take_expiry(words: Sequence[str], now: datetime, zone: tzinfo = UTC) -> Expiry | Refused:
    """Read the longest date the words begin with; see `read_expiry`."""
    has_time = len(words) > 1 and _DAY.fullmatch(words[0]) and _CLOCK.fullmatch(words[1])
    count = 2 if has_time else min(1, len(words))
    names_utc = len(words) > count and words[count].lower() in _UTC
    text = " ".join(words[:count])
    moment = _parse(text, UTC if names_utc else zone)
    if moment is None:
        return _bad(words[:count])
    if moment <= now:
        return Refused(Reason.DATE_PAST, {"date": text})
    return Expiry(moment, count + names_utc)


def _parse(text: str, zone: tzinfo) -> datetime | None:
    try:
        if _DAY.fullmatch(text):
            moment = datetime.combine(date.fromisoformat(text), END_OF_DAY)
        elif _MOMENT.fullmatch(text):
            moment = datetime.fromisoformat(text.upper())
        else:
            return None
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _bad(words: Sequence[str]) -> Refused:
    return Refused(Reason.DATE_BAD, {"date": " ".join(words)[:_SHOWN] or None})
