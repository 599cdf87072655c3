"""Changes of a key besides its IPs, read from the words behind its name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from bot.rules.expiry_date import KeyEnd, read_expiry
from bot.rules.remark import clean
from bot.rules.verdict import Reason, Refused

NAME_WORD, TRADE_WORD, WITHDRAW_WORD, EXPIRES_WORD = "name", "trade", "withdraw", "expires"
ON, OFF = "on", "off"

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class KeyEdit:
    """Changes of a key besides its IPs. None leaves a field as it is."""

    remark: str | None = None
    trade: bool | None = None
    end: KeyEnd | None = None
    """When it expires, as a person stated it."""


def read_edit(words: Sequence[str], now: datetime, zone: tzinfo) -> KeyEdit | Refused:
    """Read `[name NEWNAME] [trade on|off] [expires DATE]`, in any order.

    A name with spaces needs no quotes. A date without a zone is read in `zone`.
    """
    others, date = _cut_date(words)
    edit = _read_others(others) if others or date is None else KeyEdit()
    if isinstance(edit, Refused) or date is None:
        return edit
    end = read_expiry(" ".join(date), now, zone)
    return end if isinstance(end, Refused) else replace(edit, end=end)


def _cut_date(words: Sequence[str]) -> tuple[Sequence[str], Sequence[str] | None]:
    """Split off the words behind `expires`, which end with the line or before the next option."""
    lowered = [word.lower() for word in words]
    if EXPIRES_WORD not in lowered:
        return words, None
    if lowered[0] != EXPIRES_WORD:
        place = len(lowered) - 1 - lowered[::-1].index(EXPIRES_WORD)
        return words[:place], words[place + 1 :]
    options = (place for place, word in enumerate(lowered) if word in {NAME_WORD, TRADE_WORD, WITHDRAW_WORD})
    end = next(options, len(words))
    return words[end:], words[1:end]


def _read_others(words: Sequence[str]) -> KeyEdit | Refused:
    lowered = [word.lower() for word in words]
    for place in (0, len(words) - 2):
        trade = _switch(lowered[place : place + 2]) if place >= 0 else None
        if trade is None:
            continue
        rest = _read_name([*words[:place], *words[place + 2 :]])
        return rest if isinstance(rest, Refused) else KeyEdit(rest, trade)
    remark = _read_name(words)
    return remark if isinstance(remark, Refused) else KeyEdit(remark)


def _switch(words: Sequence[str]) -> bool | None:
    if len(words) != 2 or words[0] != TRADE_WORD or words[1] not in {ON, OFF}:
        return None
    return words[1] == ON


def _read_name(words: Sequence[str]) -> str | Refused | None:
    if not words:
        return None
    option, *name = words
    if option.lower() == WITHDRAW_WORD:
        return Refused(Reason.WITHDRAW_FIXED)
    if option.lower() != NAME_WORD or not name:
        return Refused(Reason.EDIT_UNKNOWN, {"word": " ".join(words)[:_SHOWN]})
    return clean(" ".join(name))
