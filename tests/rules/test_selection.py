"""What a tap on a list of choices means."""

import pytest

from bot.rules.selection import Chosen, choose

OFFERED = {1, 2, 3}


@pytest.mark.parametrize(
    ("before", "tap", "after"),
    [
        ((), "", Chosen(())),
        ((), "+2", Chosen((2,))),
        ((2,), "+2", Chosen((2,))),
        ((2,), "+1", Chosen((2, 1))),
        ((2, 1), "-2", Chosen((1,))),
        ((1,), "-2", Chosen((1,))),
        ((), "+9", Chosen(())),
        ((1, 9), "+2", Chosen((1, 2))),
        ((), "=3", Chosen((3,), is_final=True)),
        ((), "=9", Chosen(())),
        ((2, 1), "go", Chosen((2, 1), is_final=True)),
        ((), "go", Chosen(())),
        ((2, 9), "go", Chosen((2,))),
        ((2,), "what", Chosen((2,))),
        ((2,), "+", Chosen((2,))),
    ],
)
def test_a_tap_says_what_it_wants(before: tuple[int, ...], tap: str, after: Chosen) -> None:
    assert choose(before, OFFERED, tap) == after
