"""The name of a key's successor, and how long both keys work side by side before a reminder."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.rules.full_width import narrow
from bot.rules.remark import fold
from bot.rules.verdict import Reason, Refused
from storage.records import Rotation

OVERLAP_WORD = "overlap"
OVERLAP = timedelta(hours=24)
REMIND_AGAIN = timedelta(days=1)
LONGEST_OVERLAP = timedelta(days=30)

_SHOWN = 20
_VERSION = re.compile(r"(.+)-v([0-9]{1,4})", re.DOTALL)
_SPAN = re.compile(r"([0-9]{1,4})(m|min|h|d)", re.IGNORECASE)
_UNITS = {"m": timedelta(minutes=1), "min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


def next_name(remark: str, taken: Iterable[str], limit: int) -> str:
    """Name the successor: `bot` → `bot-v2` → `bot-v3`, the next free number, cut at the limit.

    So a name always means the same key, in every exchange and in the audit.
    """
    used = {fold(other) for other in taken}
    found = _VERSION.fullmatch(remark)
    stem, number = (found[1], int(found[2])) if found else (remark, 1)
    while True:
        number += 1
        suffix = f"-v{number}"
        name = stem[: limit - len(suffix)].rstrip() + suffix
        if fold(name) not in used:
            return name


def card_subject(rotation: Rotation) -> str:
    """Return the subject of the team's message about a rotation."""
    return f"rotation:{rotation.new_key_id.hex}"


def take_overlap(words: Sequence[str]) -> tuple[list[str], timedelta] | Refused:
    """Return the other words, and the time in `overlap 2h` among them. Without it, a day."""
    lowered = [word.lower() for word in words]
    if OVERLAP_WORD not in lowered:
        return list(words), OVERLAP
    place = lowered.index(OVERLAP_WORD)
    overlap = read_overlap(words[place + 1] if place + 1 < len(words) else "")
    return overlap if isinstance(overlap, Refused) else ([*words[:place], *words[place + 2 :]], overlap)


def read_overlap(text: str) -> timedelta | Refused:
    """Read `90m`, `2h` or `3d`: more than nothing, at most thirty days."""
    found = _SPAN.fullmatch(narrow(text))
    overlap = int(found[1]) * _UNITS[found[2].lower()] if found else timedelta()
    return overlap if timedelta() < overlap <= LONGEST_OVERLAP else refuse_word(text)


def refuse_word(word: str) -> Refused:
    """Refuse a word behind the key's name that a rotation does not take."""
    return Refused(Reason.OVERLAP_BAD, {"typed": word[:_SHOWN] or None, "days": LONGEST_OVERLAP.days})
