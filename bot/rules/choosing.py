"""Choose one or several keys of a list by taps. A tap says what it wants, so a second one changes nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

GO_ON = "go"
"""The word of the button that goes on with the chosen keys."""
MARK, UNMARK = "+", "-"
"""Before a number: the key is chosen, or not any more. A number alone is chosen and goes on at once."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The state of a list after a tap."""

    numbers: tuple[int, ...]
    """In the order of the taps, without keys that are gone."""
    is_final: bool = False
    """Whether the command goes on with them."""


def choose(before: Sequence[int], offered: Collection[int], tap: str = "") -> Chosen:
    """Apply a tap. It is not final if one of its keys is offered no longer."""
    if tap.isdecimal():
        is_there = int(tap) in offered
        return Chosen((int(tap),) if is_there else (), is_final=is_there)
    left = tuple(number for number in before if number in offered)
    if tap == GO_ON:
        return Chosen(left, is_final=bool(left) and len(left) == len(before))
    mark, number = tap[:1], tap[1:]
    if not number.isdecimal():
        return Chosen(left)
    others = tuple(one for one in left if one != int(number))
    return Chosen((*others, int(number)) if mark == MARK and int(number) in offered else others)
