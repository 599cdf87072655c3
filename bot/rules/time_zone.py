"""Which time zone somebody means.

It must not know which zones there are: the caller hands in their IANA names.
"""

import difflib
import re
from collections.abc import Collection

NEAREST = 3

_ALIKE = 0.75
_GAP = re.compile(r"[\s_-]+")


def read_zone(text: str, names: Collection[str]) -> str | None:
    """The name that was typed, in its own capitals; blanks and hyphens stand for underscores."""
    wanted = _fold(text)
    return next((name for name in sorted(names) if _fold(name) == wanted), None)


def list_near_zones(text: str, names: Collection[str]) -> tuple[str, ...]:
    """At most three names that were perhaps meant, likeliest first: a bare city, its beginning, or a typo.

    Only places are: `Etc/GMT+2` is two hours *behind* UTC, which nobody means who types `GMT+2`.
    """
    wanted = _fold(text)
    if not any(character.isalpha() for character in wanted):
        return ()
    places = sorted(name for name in names if "/" in name and not name.startswith("Etc/"))
    cities = [name for name in places if _city(name) == wanted]
    begun = [name for name in places if len(wanted) >= 3 and _city(name).startswith(wanted)]
    known = {fold: name for name in places for fold in (_fold(name), _city(name))}
    alike = [known[fold] for fold in difflib.get_close_matches(wanted, known, n=NEAREST, cutoff=_ALIKE)]
    return tuple(dict.fromkeys(cities or [*begun, *alike]))[:NEAREST]


def _fold(text: str) -> str:
    return _GAP.sub("_", text.strip().casefold())


def _city(name: str) -> str:
    return _fold(name.rpartition("/")[2])
