"""Steps of warnings, as they are typed and as they are stored."""

from datetime import timedelta

import pytest

from bot.rules.alert_steps import USUAL_STEPS, PolicyStep, policy_steps, read_steps
from bot.rules.verdict import Reason, Refused

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("30 14 7 3 1d 6h", "30d 14d 7d 3d 1d/2h 6h/30m"),
        ("1 7", "7d 1d/2h"),
        ("7d, 1D,6H", "7d 1d/2h 6h/30m"),
        ("24h 1d", "1d/2h"),
        ("36h/90m 12h", "36h/90m 12h/2h"),
        ("\uff13\uff10 \uff11d", "30d 1d/2h"),
        ("3d/1d 1h/10m", "3d/1d 1h/10m"),
        (USUAL_STEPS, USUAL_STEPS),
    ],
)
def test_typed_steps_are_stored_the_longest_first_and_each_once(typed: str, stored: str) -> None:
    assert read_steps(typed.split(" ")) == stored
    assert read_steps(stored.split(" ")) == stored


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("soon", Reason.STEP_BAD),
        ("0", Reason.STEP_BAD),
        ("366 1d", Reason.STEP_BAD),
        ("-1d", Reason.STEP_BAD),
        ("5m", Reason.STEP_BAD),
        ("1d/1m", Reason.STEP_BAD),
        ("6h/7h", Reason.STEP_BAD),
        ("7 3", Reason.STEPS_WITHOUT_LAST_DAY),
        ("", Reason.STEPS_WITHOUT_LAST_DAY),
        ("1 2 3 4 5 6 7 8 9 10 11 12 13", Reason.STEPS_TOO_MANY),
    ],
)
def test_what_is_not_a_step_or_leaves_out_the_last_day_is_refused(typed: str, reason: Reason) -> None:
    refused = read_steps(typed.split(" "))
    assert isinstance(refused, Refused)
    assert refused.reason is reason


def test_the_usual_steps_wait_longer_the_longer_the_time_before_the_expiry() -> None:
    assert policy_steps(None) == policy_steps(USUAL_STEPS)
    assert policy_steps(None)[2:] == (
        PolicyStep(7 * DAY, None),
        PolicyStep(3 * DAY, DAY),
        PolicyStep(DAY, 2 * HOUR),
        PolicyStep(6 * HOUR, 30 * MINUTE),
    )
