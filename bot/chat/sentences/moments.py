"""Distance of a time from now, and the reader's local time, as ids and numbers without words."""

from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_MINUTE = timedelta(minutes=1)


class Distance(StrEnum):
    """Ids of the sentences for a distance."""

    NOW = "moment-now"
    IN_DAYS = "moment-in-days"
    IN_HOURS = "moment-in-hours"
    DAYS_AGO = "moment-days-ago"
    HOURS_AGO = "moment-hours-ago"


ALONE = {Distance.IN_DAYS: "moment-days", Distance.IN_HOURS: "moment-hours"}
"""Sentences for the time that is left, in a list."""


def distance(moment: datetime, now: datetime) -> tuple[Distance, dict[str, int]]:
    """Days from one day on, hours and minutes below.

    Days are whole, but an hour less than a day counts as a day: a key just renewed for 90 days has 90.
    """
    is_past = moment < now
    minutes = round(abs(moment - now) / _MINUTE)
    if minutes == 0:
        return Distance.NOW, {}
    if minutes >= 24 * 60:
        return (Distance.DAYS_AGO if is_past else Distance.IN_DAYS), {"days": (minutes + 60) // (24 * 60)}
    hours, rest = divmod(minutes, 60)
    return (Distance.HOURS_AGO if is_past else Distance.IN_HOURS), {"hours": hours, "minutes": rest}


def wall_time(moment: datetime, now: datetime, zone: str) -> dict[str, int | str | None]:
    """Day, month, year, clock and the zone's short name. An unknown zone reads UTC. The present year is left out."""
    where = _find_zone(zone)
    local = moment.astimezone(where)
    name = local.tzname() or ""
    return {
        "day": local.day,
        "month": local.month,
        "year": None if local.year == now.astimezone(where).year else local.year,
        "clock": f"{local:%H:%M}",
        # Zones without a name of their own have only an offset.
        "zone": f"UTC{name}" if name.startswith(("+", "-")) else name,
    }


@lru_cache(maxsize=64)
def _find_zone(name: str) -> tzinfo:
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
