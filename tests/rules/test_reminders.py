"""The steps at which a key's expiry is announced."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.rules.reminders import Urgency, alert_step_at, before_end, by_urgency, is_due, next_alert_step_at
from storage.records import Key
from tests.rules.facts import NOW, key

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MOMENT = timedelta(microseconds=1)
END = NOW + 90 * DAY
MORNING = END.replace(hour=9) + DAY
EARLY_END, LATE_END = END.replace(hour=8), END.replace(hour=23)
DATED, EARLY, LATE = key(expires_at=END), key(expires_at=EARLY_END), key(expires_at=LATE_END)
UNKNOWN = key()
BOUND = key(ips=("203.0.113.7",))


@pytest.mark.parametrize(
    ("at", "step", "urgency"),
    [
        (NOW, None, None),
        (END - 30 * DAY - MOMENT, None, None),
        (END - 30 * DAY, 0, Urgency.MONTH),
        (END - 14 * DAY - MOMENT, 0, Urgency.MONTH),
        (END - 14 * DAY, 1, Urgency.MONTH),
        (END - 7 * DAY, 2, Urgency.WEEK),
        (END - 3 * DAY, 3, Urgency.WEEK),
        (END - DAY - MOMENT, 3, Urgency.WEEK),
        (END - DAY, 4, Urgency.DAY),
        (END - 6 * HOUR, 5, Urgency.DAY),
        (END - MOMENT, 5, Urgency.DAY),
        (END, 6, Urgency.ENDED),
        (MORNING - MOMENT, 6, Urgency.ENDED),
        (MORNING, 7, Urgency.ENDED),
        (MORNING + DAY - MOMENT, 7, Urgency.ENDED),
        (END + 400 * DAY, 406, Urgency.ENDED),
    ],
)
def test_a_key_that_ends_climbs_to_the_most_urgent_step_of_the_moment(
    at: datetime, step: int | None, urgency: Urgency | None
) -> None:
    alert_step = alert_step_at(DATED, at)
    assert (alert_step and alert_step.step, alert_step and alert_step.urgency) == (step, urgency)


@pytest.mark.parametrize(
    ("at", "step"),
    [(NOW + 7 * DAY - MOMENT, None), (NOW + 7 * DAY, 0), (NOW + 37 * DAY - MOMENT, 0), (NOW + 37 * DAY, 1)],
)
def test_a_key_of_unknown_end_is_named_after_a_week_and_then_every_thirty_days(at: datetime, step: int | None) -> None:
    alert_step = alert_step_at(UNKNOWN, at)
    assert (alert_step and alert_step.step) == step
    assert alert_step is None or (alert_step.urgency is Urgency.UNKNOWN and not alert_step.is_private)


@pytest.mark.parametrize("bound", [BOUND, replace(BOUND, expires_at=END)])
def test_a_bound_key_has_no_ladder(bound: Key) -> None:
    assert alert_step_at(bound, END + DAY) is None
    assert next_alert_step_at(bound, END + DAY) is None


@pytest.mark.parametrize(
    ("one", "at", "following"),
    [
        (DATED, NOW, END - 30 * DAY),
        (DATED, END - 30 * DAY, END - 14 * DAY),
        (DATED, END - 6 * HOUR, END),
        (DATED, END, MORNING),
        (DATED, END + 10 * DAY + HOUR, MORNING + 10 * DAY),
        (EARLY, EARLY_END, EARLY_END + DAY + HOUR),
        (LATE, LATE_END, LATE_END + 10 * HOUR),
        (UNKNOWN, NOW, NOW + 7 * DAY),
        (UNKNOWN, NOW + 7 * DAY, NOW + 37 * DAY),
    ],
)
def test_the_next_step_is_known_beforehand(one: Key, at: datetime, following: datetime) -> None:
    assert next_alert_step_at(one, at) == following
    before, after = alert_step_at(one, following - MOMENT), alert_step_at(one, following)
    assert after is not None
    assert after.step == (0 if before is None else before.step + 1)


def test_a_step_is_due_once_and_a_renewed_key_starts_again() -> None:
    alert_step = alert_step_at(DATED, END - 3 * DAY)
    assert alert_step is not None
    assert is_due(alert_step, set())
    said = {(DATED.id, END, 3)}
    assert not is_due(alert_step, said)

    renewed = alert_step_at(replace(DATED, expires_at=END + 90 * DAY), END + 87 * DAY)
    assert renewed is not None
    assert renewed.step == 3
    assert is_due(renewed, said)


def test_after_an_outage_only_the_most_urgent_is_due_and_a_clock_stepped_back_repeats_nothing() -> None:
    after_outage = alert_step_at(DATED, END + HOUR)
    assert after_outage is not None
    said = {(DATED.id, END, after_outage.step)}
    assert not is_due(after_outage, said)

    set_right = alert_step_at(DATED, END - 7 * DAY)
    assert set_right is not None
    assert is_due(set_right, said), "the clock was ahead: this step was never said"
    assert not is_due(set_right, said | {(DATED.id, END, 2)})


def test_owners_get_private_messages_on_the_last_day_and_at_the_end() -> None:
    moments = [END - 3 * DAY, END - DAY, END - 6 * HOUR, END, END + DAY]
    alert_steps = [alert_step_at(DATED, at) for at in moments]
    assert [alert_step and alert_step.is_private for alert_step in alert_steps] == [False, True, True, True, False]


def test_the_most_urgent_comes_first() -> None:
    ends = {"old": -20 * DAY, "dead": -HOUR, "soon": 5 * HOUR, "week": 5 * DAY, "month": 20 * DAY}
    keys = [key(number, name, expires_at=NOW + left) for number, (name, left) in enumerate(ends.items(), start=1)]
    keys.append(replace(UNKNOWN, remark="unknown", created_at=NOW - 8 * DAY))
    alert_steps = [(alert_step_at(one, NOW), one.remark) for one in reversed(keys)]

    found = sorted(((by_urgency(alert_step), remark) for alert_step, remark in alert_steps if alert_step is not None))

    assert [remark for _, remark in found] == ["dead", "old", "soon", "week", "month", "unknown"]


@pytest.mark.parametrize(("step", "before"), [(0, 30 * DAY), (5, 6 * HOUR), (6, 0 * DAY), (7, -DAY), (9, -3 * DAY)])
def test_each_step_knows_how_long_before_the_end_it_is(step: int, before: timedelta) -> None:
    assert before_end(step) == before
