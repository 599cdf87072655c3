"""What the gauges on a key's card show."""

from datetime import datetime, timedelta

import pytest

from bot.rules.gauge import TermLeft, gauge, term_left
from tests.rules.facts import NOW

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("part", "whole", "steps"),
    [(0, 50, 0), (1, 50, 1), (10, 50, 1), (11, 50, 2), (49, 50, 5), (50, 50, 5), (60, 50, 5), (41, 90, 3), (1, 0, 0)],
)
def test_a_gauge_has_five_steps(part: int, whole: int, steps: int) -> None:
    assert gauge(part, whole) == steps


@pytest.mark.parametrize(
    ("expires_at", "left"),
    [
        (None, None),
        (NOW, None),
        (NOW - DAY, None),
        (NOW + timedelta(hours=22), TermLeft(0, 90)),
        (NOW + timedelta(hours=23), TermLeft(1, 90)),
        (NOW + 6 * DAY + timedelta(hours=22), TermLeft(6, 90)),
        (NOW + 41 * DAY, TermLeft(41, 90)),
        (NOW + 90 * DAY, TermLeft(90, 90)),
        (NOW + 91 * DAY, None),
    ],
)
def test_the_term_is_ninety_days(expires_at: datetime | None, left: TermLeft | None) -> None:
    assert term_left(expires_at, NOW) == left
