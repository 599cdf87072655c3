"""Find a key by what a person typed.

The caller hands in the keys of one team.
"""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from bot.rules.ip_text import read_ip
from bot.rules.remark import clean, fold
from bot.rules.verdict import Reason, Refused
from storage.records import Key

NEAREST = 3

_SHOWN = 60
_ALIKE = 0.75
"""A slip or two in a name of usual length. At 0.5, "nothing" is like "reporting"."""
_NUMBER = re.compile(r"#?([0-9]{1,9})")
_QUOTES = {'"': '"', "'": "'", "\u201c": "\u201d", "\u201e": "\u201c\u201d", "\u2018": "\u2019", "\u00ab": "\u00bb"}
"""Opening quotes, also the typographic ones of phones, and their closing quotes."""


@dataclass(frozen=True, slots=True)
class Several:
    """A name that fits more than one key."""

    name: str
    keys: tuple[Key, ...]


def join_words(words: Iterable[str]) -> str:
    """Join words with quotes so that splitting gives the same words."""
    return " ".join(f'"{word}"' if not word or any(sign.isspace() for sign in word) else word for word in words)


def find_key(name: str, keys: Sequence[Key]) -> Key | Refused | Several:
    """Find one key by number (`7`, `#7`), remark or access id. Quotes around the name are ignored."""
    wanted = clean(_without_quotes(name.strip()))
    matches = _list_matches(wanted, keys)
    if len(matches) == 1:
        return matches[0]
    shown = wanted[:_SHOWN]
    if matches:
        return Several(name, tuple(matches))
    return Refused(Reason.KEY_UNKNOWN, {"name": shown, "nearest": list_nearest(wanted, keys)})


def find_keys(names: Iterable[str], keys: Sequence[Key]) -> tuple[Key, ...] | Refused | Several:
    """Find several keys in the order named, each once.

    The first name that does not mean exactly one key is the answer for all.
    """
    found: dict[UUID, Key] = {}
    for name in names:
        key = find_key(name, keys)
        if not isinstance(key, Key):
            return key
        found[key.id] = key
    return tuple(found.values())


def count_names(words: Sequence[str], keys: Sequence[Key]) -> int:
    """Number of words, from the first, that name keys before a list of IPs. The first one always does."""
    rest = words[1:]
    ends = (place for place, word in enumerate(rest) if isinstance(read_ip(word), str) or not is_name(word, keys))
    return len(words[:1]) + next(ends, len(rest))


def is_name(word: str, keys: Sequence[Key]) -> bool:
    """Whether it names one or several keys exactly."""
    return bool(_list_matches(clean(_without_quotes(word.strip())), keys))


def list_nearest(name: str, keys: Iterable[Key]) -> tuple[str, ...]:
    """List at most three remarks that were perhaps meant, likeliest first."""
    wanted = fold(name)
    scored = [(_likeness(wanted, key), -key.number, key.remark) for key in keys]
    near = sorted((row for row in scored if row[0] >= _ALIKE), reverse=True)
    return tuple(dict.fromkeys(remark for _, _, remark in near))[:NEAREST]


def _list_matches(wanted: str, keys: Sequence[Key]) -> list[Key]:
    number = _NUMBER.fullmatch(wanted)
    if number is not None:
        numbered = [key for key in keys if key.number == int(number[1])]
        if numbered:
            return numbered
    folded = fold(wanted)
    return [key for key in keys if fold(key.remark) == folded or key.access_id.casefold() == wanted.casefold()]


def _likeness(wanted: str, key: Key) -> float:
    remark, access_id = fold(key.remark), key.access_id.casefold()
    if len(wanted) >= 2 and (wanted in remark or remark in wanted):
        return 1.0
    return max(_ratio(wanted, known) for known in (remark, access_id))


def _ratio(wanted: str, known: str) -> float:
    """How alike two texts are. 0 if a quick look shows that they are not."""
    matcher = difflib.SequenceMatcher(None, wanted, known, autojunk=False)
    is_close = matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE
    return matcher.ratio() if is_close else 0.0


def _without_quotes(name: str) -> str:
    closing = _QUOTES.get(name[:1], "")
    return name[1:-1] if len(name) >= 2 and closing and name[-1] in closing else name
