"""When the daily digest comes."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.rules.full_width import narrow
from bot.rules.verdict import Reason, Refused

USUAL_MINUTE = 9 * 60
"""Minute of the day of an unchanged digest."""
LONGEST_WAIT = timedelta(hours=26)
"""A next digest further away was computed by a clock that was ahead. A day of 25 hours stays below it."""

_TIME = re.compile(r"([01]?[0-9]|2[0-3])(?::([0-5][0-9]))?")
_HALF_DAY = re.compile(r"(0?[1-9]|1[0-2])(?::([0-5][0-9]))? ?([ap])m", re.IGNORECASE)


def read_minute(text: str) -> int | Refused:
    """Read `9`, `09:00`, `21:30` or `2 pm` as minutes after midnight."""
    plain = narrow(text)
    if found := _TIME.fullmatch(plain):
        return int(found[1]) * 60 + int(found[2] or 0)
    if found := _HALF_DAY.fullmatch(plain):
        hour = int(found[1]) % 12 + (12 if found[3].lower() == "p" else 0)
        return hour * 60 + int(found[2] or 0)
    return Refused(Reason.HOUR_BAD, {"hour": text[:20]})


def clock_face(minute: int) -> str:
    """Write minutes after midnight as `09:00`."""
    return f"{minute // 60:02}:{minute % 60:02}"


def next_digest(minute: int, zone: str, now: datetime) -> datetime:
    """Return the next time a clock in that IANA zone shows `minute` after midnight.

    An unknown zone is UTC.
    """
    today = now.astimezone(find_zone(zone)).date()
    ways = (at_minute(today + timedelta(days=days), minute, zone) for days in range(3))
    return next(way for way in ways if way > now)


def at_minute(day: date, minute: int, zone: str) -> datetime:
    """Return the moment of a day at which a clock in that zone shows `minute` after midnight."""
    return datetime.combine(day, time(minute // 60, minute % 60), find_zone(zone)).astimezone(UTC)


def day_of(zone: str, now: datetime) -> str:
    """Return the current day in that zone, as an ISO date."""
    return now.astimezone(find_zone(zone)).date().isoformat()


def is_week_later(since: date, last: date | None, today: date) -> bool:
    """Whether the digest of today repeats something: the first one since then, and the first of each later week."""
    return last is None or (today - since).days // 7 > (last - since).days // 7


def find_zone(name: str) -> tzinfo:
    """The zone of an IANA name. An unknown name is UTC."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
