"""Whether two names look the same although their characters differ.

Source: Unicode Technical Standard 39 section 4, with its table of confusable characters as confusable-homoglyphs keeps
it. Full-width and styled letters by Unicode's compatibility decomposition.
"""

import unicodedata
from functools import lru_cache

_UNSEEN = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""Joiners and variation selectors: allowed in a name, and invisible to people."""


def look_the_same(one: str, other: str) -> bool:
    """Whether people confuse the two. Two names in plain ASCII differ by their letters."""
    if one.isascii() and other.isascii():
        return False
    return not _shapes(one).isdisjoint(_shapes(other))


def _shapes(name: str) -> set[str]:
    """Return a name's shapes in small and in capital letters.

    Capitals of two scripts can look alike although their small letters do not.
    """
    return {_skeleton(name.casefold()), _skeleton(name.upper())}


def _skeleton(text: str) -> str:
    return "".join(
        _shape_of(character) for character in unicodedata.normalize("NFKD", text) if character not in _UNSEEN
    )


@lru_cache(maxsize=4096)
def _shape_of(character: str) -> str:
    """Return one character for all that look like it.

    The table is a star: each character names its model, and the model all characters that look like it.
    """
    from confusable_homoglyphs.confusables import confusables_data  # noqa: PLC0415 - a large table, seldom needed

    alike = {character}
    for _ in range(2):
        alike |= {row["c"] for known in alike for row in confusables_data.get(known, ()) if len(row["c"]) == 1}
    return min(alike)
