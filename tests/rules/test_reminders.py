"""The steps at which a key's expiry is announced."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.alert_steps import policy_steps
from bot.rules.reminders import Urgency, alert_step_at, by_urgency, is_due, next_alert_step_at
from storage.records import Alert, Key
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
    ("at", "before", "urgency"),
    [
        (NOW, None, None),
        (END - 30 * DAY - MOMENT, None, None),
        (END - 30 * DAY, 30 * DAY, Urgency.MONTH),
        (END - 14 * DAY - MOMENT, 30 * DAY, Urgency.MONTH),
        (END - 14 * DAY, 14 * DAY, Urgency.MONTH),
        (END - 7 * DAY, 7 * DAY, Urgency.WEEK),
        (END - 3 * DAY, 3 * DAY, Urgency.WEEK),
        (END - DAY - MOMENT, 3 * DAY, Urgency.WEEK),
        (END - DAY, DAY, Urgency.DAY),
        (END - 6 * HOUR, 6 * HOUR, Urgency.DAY),
        (END - MOMENT, 6 * HOUR, Urgency.DAY),
        (END, 0 * DAY, Urgency.ENDED),
        (MORNING - MOMENT, 0 * DAY, Urgency.ENDED),
        (MORNING, -DAY, Urgency.ENDED),
        (MORNING + DAY - MOMENT, -DAY, Urgency.ENDED),
        (END + 400 * DAY, -400 * DAY, Urgency.ENDED),
    ],
)
def test_a_key_that_ends_climbs_to_the_most_urgent_step_of_the_moment(
    at: datetime, before: timedelta | None, urgency: Urgency | None
) -> None:
    alert_step = alert_step_at(DATED, at)
    assert (alert_step and alert_step.before, alert_step and alert_step.urgency) == (before, urgency)


@pytest.mark.parametrize(
    ("at", "since"),
    [(NOW + 7 * DAY - MOMENT, None), (NOW + 7 * DAY, 7), (NOW + 37 * DAY - MOMENT, 7), (NOW + 37 * DAY, 37)],
)
def test_a_key_of_unknown_end_is_named_after_a_week_and_then_every_thirty_days(at: datetime, since: int | None) -> None:
    alert_step = alert_step_at(UNKNOWN, at)
    assert (alert_step and alert_step.before) == (None if since is None else -since * DAY)
    assert alert_step is None or alert_step.urgency is Urgency.UNKNOWN


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
    assert (before and before.before) != after.before
    assert following == one.created_at - after.before if one is UNKNOWN else True


def said(before: timedelta, at: datetime, end: datetime = END) -> Alert:
    return Alert(DATED.id, end, int(before.total_seconds()), at)


def test_a_step_is_due_once_and_a_renewed_key_starts_again() -> None:
    now = END - 3 * DAY
    alert_step = alert_step_at(DATED, now)
    assert alert_step is not None
    assert is_due(alert_step, [], now)
    assert is_due(alert_step, [said(7 * DAY, now - 4 * DAY)], now)
    assert not is_due(alert_step, [said(3 * DAY, now)], now)

    later = END + 87 * DAY
    renewed = alert_step_at(replace(DATED, expires_at=END + 90 * DAY), later)
    assert renewed is not None
    assert renewed.before == 3 * DAY
    assert is_due(renewed, [said(3 * DAY, now)], later)


def test_after_an_outage_only_the_most_urgent_is_due_and_a_clock_stepped_back_repeats_nothing() -> None:
    after_outage = alert_step_at(DATED, END + HOUR)
    assert after_outage is not None
    ahead = [said(after_outage.before, END + HOUR)]
    assert not is_due(after_outage, ahead, END + HOUR)

    now = END - 7 * DAY
    set_right = alert_step_at(DATED, now)
    assert set_right is not None
    assert is_due(set_right, ahead, now), "the clock was ahead: this step was never said"
    assert not is_due(set_right, [*ahead, said(7 * DAY, now)], now)


def test_another_policy_says_nothing_that_a_more_urgent_step_said() -> None:
    now = END - 9 * DAY
    before = [said(30 * DAY, END - 30 * DAY), said(10 * DAY, END - 10 * DAY)]
    changed = alert_step_at(DATED, now, policy_steps("20d 14d 1d/2h"))
    assert changed is not None
    assert changed.before == 14 * DAY
    assert not is_due(changed, before, now)


def test_the_most_urgent_comes_first() -> None:
    ends = {"old": -20 * DAY, "dead": -HOUR, "soon": 5 * HOUR, "week": 5 * DAY, "month": 20 * DAY}
    keys = [key(number, name, expires_at=NOW + left) for number, (name, left) in enumerate(ends.items(), start=1)]
    keys.append(replace(UNKNOWN, remark="unknown", created_at=NOW - 8 * DAY))
    alert_steps = [(alert_step_at(one, NOW), one.remark) for one in reversed(keys)]

    found = sorted(((by_urgency(alert_step), remark) for alert_step, remark in alert_steps if alert_step is not None))

    assert [remark for _, remark in found] == ["dead", "old", "soon", "week", "month", "unknown"]


ZONES = [ZoneInfo(name) for name in ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia")]
POLICIES = (None, "30d 14d 7d 1d/2h", "60d 10d 6h/30m", "365d 3d/1d 2h/10m", "1h/10m")
WALKS = st.lists(
    st.tuples(
        st.sampled_from(["passes", "steps back", "moves", "wants others", "renews"]),
        st.timedeltas(timedelta(), 40 * DAY),
        st.integers(0, len(ZONES) - 1),
    ),
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(left=st.timedeltas(timedelta(minutes=1), 100 * DAY), walk=WALKS)
def test_on_any_walk_of_the_clock_no_step_is_said_twice_and_none_is_missed(
    left: timedelta, walk: list[tuple[str, timedelta, int]]
) -> None:
    now, zone = datetime(2028, 2, 1, 8, 30, tzinfo=UTC), ZONES[0]  # a leap day is near, and both changes of the hour
    one, steps, told = key(expires_at=now + left), policy_steps(None), list[Alert]()
    for what, time, chosen in walk:
        match what:
            case "moves":
                zone = ZONES[chosen]
            case "wants others":
                steps = policy_steps(POLICIES[chosen])
            case "renews":
                one = replace(one, expires_at=now + 90 * DAY)
            case _:
                now += time if what == "passes" else -time
        local = now.astimezone(zone)
        alert_step, following = alert_step_at(one, local, steps), next_alert_step_at(one, local, steps)
        assert (alert_step, following) == (alert_step_at(one, now, steps), next_alert_step_at(one, now, steps))
        assert following is not None
        assert following > now, "a step always follows"
        assert alert_step_at(one, following - MOMENT, steps) == alert_step, "none comes before it"
        assert alert_step_at(one, following, steps) != alert_step
        if alert_step is None:
            continue
        if is_due(alert_step, told, now):
            told.append(Alert(one.id, alert_step.anchor_at, alert_step.before_seconds, now))
        of_end = [alert.before_seconds for alert in told if alert.anchor_at == alert_step.anchor_at]
        assert len(of_end) == len(set(of_end)), "no step is said twice"
        assert min(of_end) <= alert_step.before_seconds, "this one was said, or a more urgent one"
