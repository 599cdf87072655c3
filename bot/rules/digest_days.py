"""The weekdays of a digest as people type and store them: `mon,thu`, `mon-fri`, `weekdays` or `daily`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.rules.digest import at_minute, day_of, next_digest, read_minute
from bot.rules.full_width import narrow
from bot.rules.verdict import Reason, Refused

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GROUPS = {"daily": DAYS, "weekdays": DAYS[:5], "weekend": DAYS[5:]}
_RANGE = re.compile(r"([a-z]{2,})[-\u2010-\u2015]([a-z]{2,})")
_FEWEST_LETTERS = 2
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DigestTime:
    """What was typed of a digest's time."""

    days: tuple[str, ...] | None
    """None: not typed."""
    minute: int | None
    """Minutes after midnight. None: not typed."""


def read_time(words: Sequence[str]) -> DigestTime | Refused:
    """Read `mon,thu 09:00`: days, a time of day, or both."""
    days, hour = set[str](), list[str]()
    for word in narrow(" ".join(words)).lower().replace(",", " ").split():
        found = _read_days(word)
        days.update(found)
        hour += [] if found else [word]
    minute = read_minute(" ".join(hour)) if hour else None
    if isinstance(minute, Refused) and not days and any(character.isdecimal() for character in hour[0]):
        return minute
    if isinstance(minute, Refused) or not (days or hour):
        return Refused(Reason.DIGEST_BAD, {"typed": " ".join(words)[:40]})
    return DigestTime(tuple(day for day in DAYS if day in days) or None, minute)


def store_days(days: Sequence[str]) -> str | None:
    """Return days as they are stored, `mon,thu`. None: every day."""
    return None if len(days) == len(DAYS) else ",".join(days)


def say_days(days: str | None) -> str | None:
    """Return stored days as people read them, `Mon, Thu`. None: every day."""
    return None if days is None else days.title().replace(",", ", ")


def is_owed(minute: int, days: str | None, zone: str, planned_at: datetime, now: datetime) -> bool:
    """Whether a digest fell due on a chosen day, from the planned time until now.

    The plan names the next time on any day. After an absence one digest is sent, if a chosen day was missed.
    """
    if planned_at > now:
        return False
    first, last = date.fromisoformat(day_of(zone, planned_at)), date.fromisoformat(day_of(zone, now))
    if at_minute(last, minute, zone) > now:
        last -= _DAY
    passed = max((last - first).days, 0) + 1
    return any(_is_chosen(first + day * _DAY, days) for day in range(min(passed, len(DAYS))))


def next_chosen(minute: int, days: str | None, zone: str, now: datetime) -> datetime:
    """Return when the next digest comes on a chosen day."""
    moment = next_digest(minute, zone, now)
    while not _is_chosen(date.fromisoformat(day_of(zone, moment)), days):
        moment = next_digest(minute, zone, moment)
    return moment


def _is_chosen(day: date, days: str | None) -> bool:
    return days is None or DAYS[day.weekday()] in days.split(",")


def _read_days(word: str) -> Sequence[str]:
    """Return the days that a word names, or none."""
    if word in _GROUPS:
        return _GROUPS[word]
    if found := _RANGE.fullmatch(word):
        first, last = _read_day(found[1]), _read_day(found[2])
        if first is None or last is None:
            return ()
        return [DAYS[one % len(DAYS)] for one in range(first, last + 1 if first <= last else last + 1 + len(DAYS))]
    day = _read_day(word)
    return () if day is None else [DAYS[day]]


def _read_day(word: str) -> int | None:
    is_long = len(word) >= _FEWEST_LETTERS
    return next((at for at, name in enumerate(_NAMES) if is_long and f"{name}s".startswith(word)), None)
