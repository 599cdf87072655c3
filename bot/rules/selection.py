"""Choose one or several things of a list by taps. A tap says what it wants, so a second one changes nothing."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

GO_ON = "go"
"""The word of the button that goes on with the chosen things."""
MARK, UNMARK, PICK = "+", "-", "="
"""Before a number: it is chosen, not any more, or alone and at once."""
_TAP = re.compile(r"[-+=][0-9]{1,9}|go")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The state of a list after a tap."""

    numbers: tuple[int, ...]
    """In the order of the taps, without things that are gone."""
    is_final: bool = False
    """Whether the command goes on with them."""


def split_tap(words: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Split the words of a press into the search of its list and the tap. Without a tap it is empty."""
    *search, last = words or ("",)
    return (tuple(search), last) if _TAP.fullmatch(last) else (tuple(words), "")


def choose(before: Sequence[int], offered: Collection[int], tap: str = "") -> Chosen:
    """Apply a tap. It is not final if one of its things is offered no longer."""
    left = tuple(number for number in before if number in offered)
    if tap == GO_ON:
        return Chosen(left, is_final=bool(left) and len(left) == len(before))
    if not _TAP.fullmatch(tap):
        return Chosen(left)
    mark, number = tap[0], int(tap[1:])
    if mark == PICK:
        return Chosen((number,), is_final=True) if number in offered else Chosen(())
    others = tuple(one for one in left if one != number)
    return Chosen((*others, number) if mark == MARK and number in offered else others)
