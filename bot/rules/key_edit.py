"""What shall change about a key besides its IPs, read from the words behind its name.

It must not know any key.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.remark import clean
from bot.rules.verdict import Reason, Refused

NAME_WORD, TRADE_WORD, WITHDRAW_WORD = "name", "trade", "withdraw"
ON, OFF = "on", "off"

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class KeyEdit:
    """What shall change about a key besides its IPs; None leaves it as it is."""

    remark: str | None = None
    trade: bool | None = None


def read_edit(words: Sequence[str]) -> KeyEdit | Refused:
    """Read `[name NEWNAME] [trade on|off]`, in either order; a name with spaces needs no quotes."""
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
