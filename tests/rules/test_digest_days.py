"""Weekdays of the digest."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.digest import at_minute, day_of, find_zone, next_digest
from bot.rules.digest_days import DAYS, DigestTime, is_owed, next_chosen, read_time, store_days
from bot.rules.verdict import Reason, Refused

NINE = 9 * 60
DAY = timedelta(days=1)
WEEKDAYS = DAYS[:5]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("mon,thu 09:00", DigestTime(("mon", "thu"), NINE)),
        ("Thu, Mon 9 am", DigestTime(("mon", "thu"), NINE)),
        ("monday thursdays", DigestTime(("mon", "thu"), None)),
        ("mon-fri 9", DigestTime(WEEKDAYS, NINE)),
        ("weekdays", DigestTime(WEEKDAYS, None)),
        ("fri–mon", DigestTime(("mon", "fri", "sat", "sun"), None)),  # noqa: RUF001 - phones type an en dash
        ("sun", DigestTime(("sun",), None)),
        ("daily 21:30", DigestTime(DAYS, 1290)),
        ("08:30", DigestTime(None, 510)),
        ("tu we", DigestTime(("tue", "wed"), None)),
    ],
)
def test_days_are_read_as_people_type_them(typed: str, expected: DigestTime) -> None:
    assert read_time(typed.split()) == expected


@pytest.mark.parametrize("typed", ["", "m", "someday", "mon 25:00", "mon-", "mon-never", "mon 9 10", ",", "s 9"])
def test_what_is_not_a_day_is_refused(typed: str) -> None:
    answer = read_time(typed.split())
    assert isinstance(answer, Refused)
    assert answer.reason is Reason.DIGEST_BAD


def test_every_day_is_stored_as_none() -> None:
    assert store_days(DAYS) is None
    assert store_days(("mon", "thu")) == "mon,thu"


@pytest.mark.parametrize(
    ("days", "planned", "now", "expected"),
    [
        (None, "2027-01-15 09:00", "2027-01-15 08:59", False),
        (None, "2027-01-15 09:00", "2027-01-15 09:00", True),
        ("mon,thu", "2027-01-15 09:00", "2027-01-15 09:00", False),  # a Friday
        ("fri", "2027-01-15 09:00", "2027-01-16 08:00", True),
        ("mon", "2027-01-15 09:00", "2027-01-18 08:59", False),
        ("mon", "2027-01-15 09:00", "2027-01-18 09:00", True),
        ("thu", "2027-01-15 09:00", "2027-03-01 00:00", True),
    ],
    ids=["too early", "due", "another day", "late", "before its hour", "after a weekend away", "after months away"],
)
def test_a_digest_is_owed_if_a_chosen_day_has_come(days: str | None, planned: str, now: str, expected: bool) -> None:
    assert is_owed(NINE, days, "UTC", utc(planned), utc(now)) is expected


def test_the_next_one_is_on_a_chosen_day() -> None:
    assert next_chosen(NINE, "mon,thu", "UTC", utc("2027-01-15 08:00")) == utc("2027-01-18 09:00")
    assert next_chosen(NINE, None, "Asia/Tokyo", utc("2027-01-15 08:00")) == utc("2027-01-16 00:00")


zones = st.sampled_from(["UTC", "Europe/Vienna", "America/New_York", "America/Havana", "Australia/Lord_Howe"])
chosen = st.lists(st.sampled_from(DAYS), min_size=1, max_size=7, unique=True)
begins = st.integers(0, 3 * 365 * 24).map(lambda hours: utc("2026-01-01") + timedelta(hours=hours))
steps = st.lists(st.one_of(st.just(None), st.timedeltas(timedelta(minutes=1), 10 * DAY)), min_size=1, max_size=40)


@given(zones, chosen, st.integers(0, 1439), begins, steps)
def test_each_chosen_day_has_its_digest_at_the_hour_set_and_an_absence_has_one_after_it(
    zone: str, names: list[str], minute: int, now: datetime, walk: list[timedelta | None]
) -> None:
    days = store_days([day for day in DAYS if day in names])
    planned = next_digest(minute, zone, now)
    for absence in walk:  # None: the job wakes at its planned time
        before, now = now, planned if absence is None else now + absence
        wanted = [
            day
            for day in (date.fromisoformat(day_of(zone, before)) + one * DAY for one in range(-1, 13))
            if before < at_minute(day, minute, zone) <= now and (days is None or DAYS[day.weekday()] in names)
        ]
        assert is_owed(minute, days, zone, planned, now) is bool(wanted)
        if wanted:
            shown = now.astimezone(find_zone(zone)).strftime("%H:%M")
            is_gap = (now - 2 * timedelta(hours=1)).astimezone(find_zone(zone)).utcoffset() != now.astimezone(
                find_zone(zone)
            ).utcoffset()
            assert absence is not None or shown == f"{minute // 60:02}:{minute % 60:02}" or is_gap
        planned = next_digest(minute, zone, now)
