"""The words of a name, and the known names that are one slip away from it."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

_LONGEST = 60
_REMEMBERED = 64
"""Cached indexes, of coins or of a coin's chains, that unknown names were looked up in."""
_WORD = re.compile(r"[A-Z0-9]+")
_SHORT = 3
"""In words up to this length, another letter makes another name: KCC is not CSC."""


def list_words(name: str) -> list[str]:
    """List a name without signs, then its words: `Tron (TRC20)` gives TRONTRC20, TRON and TRC20."""
    words = _WORD.findall(name[:_LONGEST].upper())
    return ["".join(words), *words]


def list_slips(word: str, names: tuple[str, ...]) -> list[str]:
    """List the names one slip away: first those of the very same letters, then by rank.

    A word of one or two letters has no near names. In one of three, a letter is missing or two are swapped.
    """
    if len(word) < _SHORT:
        return []
    slips = _index_slips(names)
    letters = sorted(word)
    near = {ranked for slip in _list_slips(word) for ranked in slips.get(slip, ())}
    if len(word) == _SHORT:
        near = {ranked for ranked in near if len(ranked[1]) > _SHORT or sorted(ranked[1]) == letters}
    return [name for _, name in sorted(near, key=lambda ranked: (sorted(ranked[1]) != letters, ranked[0]))]


@lru_cache(_REMEMBERED)
def index_plain(names: tuple[str, ...]) -> Mapping[str, str]:
    """Index every name by its letters and digits."""
    return MappingProxyType({list_words(name)[0]: name for name in names})


@lru_cache(_REMEMBERED)
def _index_slips(names: tuple[str, ...]) -> Mapping[str, Sequence[tuple[int, str]]]:
    """Index every name, with its rank, under itself and under itself less one letter.

    So two words meet that differ by one slip: two letters swapped, one wrong, one too many or one missing.
    """
    index: dict[str, list[tuple[int, str]]] = {}
    for rank, name in enumerate(names):
        for slip in _list_slips(name):
            index.setdefault(slip, []).append((rank, name))
    return MappingProxyType(index)


def _list_slips(word: str) -> list[str]:
    return [word, *(word[:place] + word[place + 1 :] for place in range(len(word)) if len(word) > 1)]
