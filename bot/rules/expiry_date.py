"""Read a typed key expiry: a date, a moment, a time from now, `never` or `unknown`.

A date that can be read in two ways is refused with both readings.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from bot.rules.full_width import narrow
from bot.rules.ip_text import read_ip
from bot.rules.key_terms import Ending
from bot.rules.verdict import Reason, Refused

END_OF_DAY = time(23, 59, 59)
FARTHEST = timedelta(days=3660)
"""No exchange sets an expiry ten years ahead. A later date is meant as never."""

_SHOWN = 60
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_TH = r"(?:st|nd|rd|th)?"
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(?![0-9])")
_CHINESE = re.compile(r"([0-9]{4})\s*\u5e74\s*([0-9]{1,2})\s*\u6708\s*([0-9]{1,2})\s*[\u65e5\u53f7]")
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}}){_TH}[ -]?{_MONTH},?[ -]?([0-9]{{4}})(?![0-9])")
_MONTH_FIRST = re.compile(rf"{_MONTH} ?([0-9]{{1,2}}){_TH},? ([0-9]{{4}})(?![0-9])")
_NEAR = re.compile(r"today|tomorrow")
_SPAN = re.compile(r"(?:in )?([0-9]{1,4}) ?(h|hours?|d|days?|w|weeks?)")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_CLOCK = r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]{1,6})?)?)? ?(?P<half>am|pm)?"
_ZONE = r"(?P<utc>z|utc|gmt)?(?:(?P<sign>[+-])(?P<ahead>[0-9]{1,2})(?::?(?P<more>[0-9]{2}))?)?"
_REST = re.compile(rf"(?:(?:t|, ?| )(?:at )?{_CLOCK})?(?: ?{_ZONE})?")
_MANY_DOTS = re.compile(r".*\..*\..*\..*|.*::.*|.*:.*:.*:.*")


@dataclass(frozen=True, slots=True)
class KeyEnd:
    """When a key expires, as a person stated it."""

    ending: Ending
    expires_at: datetime | None = None
    """In UTC. Set only if the ending is at a time."""


NEVER, UNKNOWN = KeyEnd(Ending.NEVER), KeyEnd(Ending.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Expiry:
    """An expiry that was read from the first words of a list."""

    end: KeyEnd
    words: int
    """How many of the words it took."""


def read_expiry(text: str, now: datetime, zone: tzinfo = UTC) -> KeyEnd | Refused:
    """Read an expiry.

    Without a zone it is read in `zone`, and a date alone means the last second of that day.
    """
    plain = _plain(text)
    if plain == "never":
        return NEVER
    if plain == "unknown":
        return UNKNOWN
    span = _SPAN.fullmatch(plain)
    moment = now + int(span[1]) * _UNITS[span[2][0]] if span else _read_moment(plain, now, zone)
    shown = " ".join(text.split())[:_SHOWN]
    if isinstance(moment, Refused):
        return Refused(moment.reason, {"date": shown or None, **moment.args})
    if moment <= now:
        return Refused(Reason.DATE_PAST, {"date": shown})
    if moment - now > FARTHEST:
        return Refused(Reason.DATE_FAR, {"date": shown})
    return KeyEnd(Ending.AT, moment.astimezone(UTC))


def take_expiry(words: Sequence[str], now: datetime, zone: tzinfo = UTC) -> Expiry | Refused:
    """Read the expiry before the first IP, as in `read_expiry`."""
    count = next((place for place, word in enumerate(words) if _is_ip(word)), len(words))
    end = read_expiry(" ".join(words[:count]), now, zone)
    return end if isinstance(end, Refused) else Expiry(end, count)


def _is_ip(word: str) -> bool:
    """Whether a word is an IP, or was meant as one."""
    ip = read_ip(word)
    return isinstance(ip, str) or ip.reason is Reason.IP_RANGE or _MANY_DOTS.fullmatch(word) is not None


def _plain(text: str) -> str:
    """Normalise text for reading: ASCII digits and dashes, small letters, single blanks."""
    plain = " ".join(narrow(text).translate(_DASHES).casefold().split())
    return re.sub(r"([\u65e5\u53f7])(?=[0-9])", r"\1 ", plain).rstrip(",")


def _read_moment(text: str, now: datetime, zone: tzinfo) -> datetime | Refused:
    today = now.astimezone(zone).date()
    for pattern, readings in _DAYS:
        day = pattern.match(text)
        rest = _REST.fullmatch(text, day.end()) if day else None
        if day is not None and rest is not None:
            days = [found for reading in readings(day, today) if (found := _day(*reading))]
            return _settle(dict.fromkeys(days), day[0], rest, zone)
    return Refused(Reason.DATE_BAD)


def _settle(days: dict[date, None], typed: str, rest: re.Match[str], zone: tzinfo) -> datetime | Refused:
    """Return the moment on the one day that is meant."""
    if len(days) == 2:
        first, second = (day.isoformat() for day in days)
        return Refused(Reason.DATE_WHICH, {"token": typed, "first": first, "second": second})
    clock, meant_zone = _clock(rest), _zone(rest, zone)
    if not days or clock is None or meant_zone is None:
        return Refused(Reason.DATE_BAD)
    try:
        return datetime.combine(next(iter(days)), clock, meant_zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return Refused(Reason.DATE_BAD)


_Reading = tuple[int, int, int]
"""Year, month and day of a date that may not exist."""


def _near(found: re.Match[str], today: date) -> list[_Reading]:
    day = today if found[0] == "today" else today + timedelta(days=1)
    return [(day.year, day.month, day.day)]


_DAYS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], list[_Reading]]], ...] = (
    (_YEAR_FIRST, lambda found, _: [(int(found[1]), int(found[3]), int(found[4]))]),
    (_CHINESE, lambda found, _: [(int(found[1]), int(found[2]), int(found[3]))]),
    (_DAY_FIRST, lambda found, _: [(int(found[3]), _month(found[2]), int(found[1]))]),
    (_MONTH_FIRST, lambda found, _: [(int(found[3]), _month(found[1]), int(found[2]))]),
    (
        _YEAR_LAST,
        lambda found, _: [(int(found[4]), int(found[3]), int(found[1])), (int(found[4]), int(found[1]), int(found[3]))],
    ),
    (_NEAR, _near),
)
"""Written forms of a day, and the days each can mean."""


def _month(name: str) -> int:
    return 1 + _MONTHS.index(name[:3])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(rest: re.Match[str]) -> time | None:
    """Read the time of day. End of the day if none is named, None for a time that does not exist."""
    if rest["hour"] is None:
        return END_OF_DAY
    hour, minute, second = int(rest["hour"]), rest["minute"], rest["second"]
    if rest["half"] is None and minute is None:
        return None
    if rest["half"] is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if rest["half"] == "pm" else 0)
    try:
        return time(hour, int(minute or 0), int(second or 0))
    except ValueError:
        return None


def _zone(rest: re.Match[str], otherwise: tzinfo) -> tzinfo | None:
    """Read the named zone. None for a zone that does not exist."""
    if rest["sign"] is None:
        return UTC if rest["utc"] else otherwise
    ahead = timedelta(hours=int(rest["ahead"]), minutes=int(rest["more"] or 0))
    if ahead > timedelta(hours=14) or int(rest["more"] or 0) > 59:
        return None
    return timezone(-ahead if rest["sign"] == "-" else ahead)
