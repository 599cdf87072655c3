"""The steps of warnings as people type and read them: `30d 14d 7d 3d/1d 1d/2h 6h/30m`.

A step is a time before the expiry. Behind the slash is its patience: how long the bot waits for a reaction before it
writes to people in private. A bare number is days.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from bot.rules.full_width import narrow
from bot.rules.verdict import Reason, Refused

USUAL_STEPS = "30d 14d 7d 3d/1d 1d/2h 6h/30m"
MOST_STEPS = 12
LONGEST_STEP = timedelta(days=365)
SHORTEST_STEP = timedelta(hours=1)
SHORTEST_PATIENCE = timedelta(minutes=10)
LAST_DAY = timedelta(days=1)
"""Warnings within it cannot be left out, and always have a patience."""
LAST_HOURS = timedelta(hours=6)
"""The night no longer counts this close to the expiry."""

_STEP = re.compile(r"([0-9]{1,3}) ?(d|h)?(?:/([0-9]{1,3})(d|h|m))?")
_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}


@dataclass(frozen=True, slots=True)
class PolicyStep:
    """One step of a policy."""

    before: timedelta
    """Time before the expiry."""
    patience: timedelta | None
    """None: nobody is written to in private."""


def read_steps(words: Sequence[str]) -> str | Refused:
    """Return typed steps as they are stored, the longest first. Refused with the first that does not fit."""
    found: dict[timedelta, str] = {}
    for word in narrow(" ".join(words)).lower().replace(",", " ").split():
        step = _read(word)
        if step is None:
            return Refused(Reason.STEP_BAD, {"step": word[:20]})
        found[step.before] = _text(step)
    if len(found) > MOST_STEPS:
        return Refused(Reason.STEPS_TOO_MANY, {"limit": MOST_STEPS})
    if not found or min(found) > LAST_DAY:
        return Refused(Reason.STEPS_WITHOUT_LAST_DAY)
    return " ".join(found[before] for before in sorted(found, reverse=True))


@lru_cache(maxsize=1024)
def policy_steps(text: str | None) -> tuple[PolicyStep, ...]:
    """Return the steps of a stored policy, the longest first. None: the usual ones."""
    return tuple(step for word in (text or USUAL_STEPS).split() if (step := _read(word)) is not None)


def _read(word: str) -> PolicyStep | None:
    match = _STEP.fullmatch(word)
    if match is None:
        return None
    before = int(match[1]) * _UNITS[match[2] or "d"]
    patience = _usual_patience(before) if match[3] is None else int(match[3]) * _UNITS[match[4]]
    is_fit = SHORTEST_STEP <= before <= LONGEST_STEP and (patience is None or SHORTEST_PATIENCE <= patience <= before)
    return PolicyStep(before, patience) if is_fit else None


def _usual_patience(before: timedelta) -> timedelta | None:
    if before > LAST_DAY:
        return None
    return timedelta(hours=2) if before > LAST_HOURS else timedelta(minutes=30)


def _text(step: PolicyStep) -> str:
    return _time(step.before) if step.patience is None else f"{_time(step.before)}/{_time(step.patience)}"


def _time(time: timedelta) -> str:
    unit = next(unit for unit, length in _UNITS.items() if not time % length)
    return f"{time // _UNITS[unit]}{unit}"
