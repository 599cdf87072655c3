"""Quiet hours as people type them, `22:00-07:00`, and when a warning is heard that falls into them.

They are times of a clock in one zone, and may pass midnight. Where the clock skips a time, the moment is the same as
without the skip. Where it shows a time twice, the first one counts.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.rules.alert_steps import LAST_HOURS
from bot.rules.digest import clock_face, find_zone, read_minute
from bot.rules.full_width import narrow
from bot.rules.reminders import AlertStep
from bot.rules.verdict import Reason, Refused

_BETWEEN = re.compile(r"\s*(?:[-\u2010-\u2015\u2212\u301c~]|\bto\b|\bbis\b)\s*", re.IGNORECASE)
_DAY = timedelta(days=1)


def read_quiet(text: str) -> str | Refused:
    """Return typed quiet hours as they are stored, `22:00-07:00`. Refused if they are not two different times."""
    ends = [read_minute(part) for part in _BETWEEN.split(narrow(text).strip())]
    minutes = [end for end in ends if isinstance(end, int)]
    if len(minutes) != len(ends) or len(minutes) != 2:
        return Refused(Reason.QUIET_BAD, {"hours": text[:20]})
    if minutes[0] == minutes[1]:
        return Refused(Reason.QUIET_EQUAL)
    return "-".join(map(clock_face, minutes))


def quiet_until(hours: str | None, zone: str, now: datetime) -> datetime | None:
    """Return when the quiet hours of now end. None: it is not quiet, or there are none. An unknown zone is UTC."""
    if hours is None:
        return None
    place, end = find_zone(zone), now
    # A skipped hour can let one night begin before the last has ended.
    while (later := _end_of_night(hours, place, end)) is not None:
        end = later
    return None if end == now else end


def heard_at(alert_step: AlertStep, quiet_end: datetime | None, now: datetime) -> datetime:
    """Return when a warning may be said: after the quiet hours, and always in the last 6 hours of a key."""
    if quiet_end is None:
        return now
    if alert_step.before < timedelta():
        return quiet_end
    return max(now, min(quiet_end, alert_step.anchor_at - LAST_HOURS))


def _end_of_night(hours: str, place: tzinfo, now: datetime) -> datetime | None:
    begin, end = (time.fromisoformat(word) for word in hours.split("-"))
    today = now.astimezone(place).date()
    nights = (
        (_at(day, begin, place), _at(day if begin < end else day + _DAY, end, place))
        for day in (today - _DAY, today, today + _DAY)
    )
    return max((last for first, last in nights if first <= now < last), default=None)


def _at(day: date, hour: time, place: tzinfo) -> datetime:
    return datetime.combine(day, hour, place).astimezone(UTC)
