"""How a warning reads."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rules.alert_tone import Effect, Tone, effect_of, tone_of
from bot.rules.reminders import REFRESH, Urgency, alert_step_at, refresh_after
from tests.rules.facts import NOW, key

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("left", "tone"),
    [
        (30 * DAY, Tone.MONTH),
        (15 * DAY, Tone.MONTH),
        (14 * DAY, Tone.FORTNIGHT),
        (7 * DAY, Tone.WEEK),
        (3 * DAY, Tone.DAYS),
        (DAY, Tone.DAY),
        (6 * HOUR, Tone.HOURS),
        (timedelta(), Tone.ENDED),
        (-3 * DAY, Tone.ENDED),
    ],
)
def test_each_step_has_a_tone_of_its_own(left: timedelta, tone: Tone) -> None:
    step = alert_step_at(key(expires_at=NOW + left), NOW)
    assert step is not None
    assert tone_of(step) is tone


def test_an_unknown_expiry_has_its_own_tone() -> None:
    step = alert_step_at(replace(key(), expires_at=None, created_at=NOW - 8 * DAY), NOW)
    assert step is not None
    assert tone_of(step) is Tone.UNKNOWN


@pytest.mark.parametrize(
    ("trade", "withdraw", "effect"),
    [
        (True, False, Effect.TRADING),
        (False, True, Effect.WITHDRAWALS),
        (True, True, Effect.BOTH),
        (False, False, Effect.READING),
    ],
)
def test_what_stops_depends_on_the_permissions(trade: bool, withdraw: bool, effect: Effect) -> None:
    assert effect_of(replace(key(), trade=trade, withdraw=withdraw)) is effect


def test_a_card_is_kept_more_often_as_the_end_nears() -> None:
    assert [refresh_after(one) for one in Urgency if refresh_after(one) != REFRESH] == [HOUR]
    assert refresh_after(Urgency.DAY) == HOUR
