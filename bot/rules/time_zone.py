"""Find the time zone that a person means.

The caller hands in the IANA names and those of each country.
"""

import difflib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.full_width import narrow
from bot.rules.zone_places import ABBREVIATIONS, CITIES, COUNTRIES, WELL_KNOWN

NEAREST = 3
OFFERED = 8
"""Most zones of one country, or of one distance from UTC, that are offered."""

_ALIKE = 0.75
_FEWEST_LETTERS = 5
"""Shorter words are like too many names: `MSK` is not Omsk."""
_HALF_A_YEAR = timedelta(days=182)
_GAP = re.compile(r"[\s_-]+")
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*([0-9]{1,2})(?::?([0-9]{2}))?", re.IGNORECASE)
_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "------")


def read_zone(text: str, names: Collection[str]) -> str | None:
    """Return the name that was typed, in its own capitals. Blanks and hyphens mean underscores.

    An abbreviation is refused: IANA's own `EST` is a clock that never changes with the season.
    """
    wanted = _fold(text)
    if wanted in ABBREVIATIONS:
        return None
    return next((name for name in sorted(names) if _fold(name) == wanted), None)


def is_no_place(text: str) -> bool:
    """Whether the text is an abbreviation or a distance from UTC, which changes with the season."""
    return _fold(text) in ABBREVIATIONS or _OFFSET.fullmatch(_plain(text)) is not None


def list_near_zones(
    text: str, names: Collection[str], countries: Mapping[str, Sequence[str]], now: datetime
) -> tuple[str, ...]:
    """List names perhaps meant by a city, country, abbreviation, distance from UTC or typo.

    The likeliest is first. Only places are listed: `Etc/GMT+2` is two hours *behind* UTC, which is not what a person
    means by `GMT+2`.
    """
    wanted, plain = _fold(text), _plain(text)
    places = sorted(name for name in names if "/" in name and not name.startswith("Etc/"))
    if wanted in ABBREVIATIONS:
        return tuple(name for name in ABBREVIATIONS[wanted] if name in names)
    if offset := _OFFSET.fullmatch(plain):
        return _at_offset(_offset(offset), places, now)
    spoken = wanted.replace("_", " ")
    if spoken in CITIES:
        return tuple(name for name in (CITIES[spoken],) if name in names)
    zones = {_fold(country).replace("_", " "): zones for country, zones in countries.items()}
    if found := zones.get(COUNTRIES.get(spoken, spoken)):
        return _different(found, now)[:OFFERED]
    if not any(character.isalpha() for character in wanted):
        return ()
    cities = [name for name in places if _city(name) == wanted]
    begun = [name for name in places if len(wanted) >= 3 and _city(name).startswith(wanted)]
    return tuple(dict.fromkeys(cities or [*begun, *_alike(wanted, places)]))[:NEAREST]


def _alike(wanted: str, places: Iterable[str]) -> list[str]:
    if len(wanted) < _FEWEST_LETTERS:
        return []
    known = {fold: name for name in places for fold in (_fold(name), _city(name))}
    return [known[fold] for fold in difflib.get_close_matches(wanted, known, n=NEAREST, cutoff=_ALIKE)]


def _at_offset(offset: timedelta, places: Iterable[str], now: datetime) -> tuple[str, ...]:
    """List places with clocks that are so far ahead of UTC now, best known first."""
    known = [name for name in WELL_KNOWN if _ahead(name, now) == offset]
    others = [] if known else [name for name in places if _ahead(name, now) == offset]
    return tuple([*known, *_different(others, now)][:OFFERED])


def _different(zones: Iterable[str], now: datetime) -> tuple[str, ...]:
    """Keep the first zone of those that agree in summer and in winter."""
    found: dict[tuple[timedelta, timedelta], str] = {}
    for name in zones:
        found.setdefault((_ahead(name, now), _ahead(name, now + _HALF_A_YEAR)), name)
    return tuple(found.values())


def _ahead(name: str, now: datetime) -> timedelta:
    return now.astimezone(ZoneInfo(name)).utcoffset() or timedelta()


def _offset(found: re.Match[str]) -> timedelta:
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return -ahead if found[1] == "-" else ahead


def _plain(text: str) -> str:
    return narrow(text).translate(_DASHES).strip()


def _fold(text: str) -> str:
    return _GAP.sub("_", narrow(text).strip().casefold())


def _city(name: str) -> str:
    return _fold(name.rpartition("/")[2])
