"""Quiet hours of a team or person."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.digest import find_zone
from bot.rules.quiet_hours import heard_at, quiet_until, read_quiet
from bot.rules.reminders import AlertStep, Urgency
from bot.rules.verdict import Reason, Refused

NIGHT = "22:00-07:00"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("22:00-07:00", NIGHT),
        ("22-7", NIGHT),
        ("22:00–07:00", NIGHT),  # noqa: RUF001 - phones type an en dash
        ("22:00 — 07:00", NIGHT),
        ("10pm-7am", NIGHT),
        ("10 pm to 7 am", NIGHT),
        ("２２：００－０７：００", NIGHT),  # noqa: RUF001 - typed full width
        ("9:30-17", "09:30-17:00"),
        ("0-6", "00:00-06:00"),
    ],
)
def test_hours_are_read_as_people_type_them(typed: str, hours: str) -> None:
    assert read_quiet(typed) == hours
    assert read_quiet(hours) == hours


@pytest.mark.parametrize("typed", ["", "22", "22-", "22-7-9", "night", "24-7", "22:00-07:60", "22:00 07:00", "-"])
def test_what_is_not_two_times_is_refused(typed: str) -> None:
    answer = read_quiet(typed)
    assert isinstance(answer, Refused)
    assert answer.reason is Reason.QUIET_BAD


def test_equal_ends_are_refused() -> None:
    answer = read_quiet("7-07:00")
    assert isinstance(answer, Refused)
    assert answer.reason is Reason.QUIET_EQUAL


@pytest.mark.parametrize(
    ("hours", "zone", "now", "until"),
    [
        (None, "UTC", "2027-01-15 23:00", None),
        (NIGHT, "UTC", "2027-01-15 21:59:59", None),
        (NIGHT, "UTC", "2027-01-15 22:00", "2027-01-16 07:00"),
        (NIGHT, "UTC", "2027-01-16 06:59:59", "2027-01-16 07:00"),
        (NIGHT, "UTC", "2027-01-16 07:00", None),
        ("12:00-13:30", "UTC", "2027-01-15 13:00", "2027-01-15 13:30"),
        ("12:00-13:30", "UTC", "2027-01-15 11:00", None),
        ("00:00-06:00", "UTC", "2027-12-31 23:59", None),
        (NIGHT, "UTC", "2028-02-28 23:00", "2028-02-29 07:00"),
        (NIGHT, "UTC", "2028-02-29 23:00", "2028-03-01 07:00"),
        (NIGHT, "Europe/Vienna", "2027-01-15 20:30", None),
        (NIGHT, "Europe/Vienna", "2027-01-15 21:00", "2027-01-16 06:00"),
        (NIGHT, "Europe/Vienna", "2027-07-15 20:00", "2027-07-16 05:00"),
        (NIGHT, "Asia/Tokyo", "2027-01-15 13:00", "2027-01-15 22:00"),
        (NIGHT, "Nowhere/Land", "2027-01-15 23:00", "2027-01-16 07:00"),
        # The night in which the clock goes forward is an hour shorter, and the other an hour longer.
        (NIGHT, "Europe/Vienna", "2027-03-27 21:00", "2027-03-28 05:00"),
        (NIGHT, "Europe/Vienna", "2027-10-30 20:00", "2027-10-31 06:00"),
        # 02:30 does not exist that night, and exists twice in the other.
        ("22:00-02:30", "Europe/Vienna", "2027-03-27 23:00", "2027-03-28 01:30"),
        ("22:00-02:30", "Europe/Vienna", "2027-10-30 23:00", "2027-10-31 00:30"),
        ("22:00-02:30", "Europe/Vienna", "2027-10-31 00:45", None),
        # One night begins in the skipped hour before the last one has ended.
        ("03:00-02:30", "Europe/Vienna", "2027-03-28 00:00", "2027-03-29 00:30"),
    ],
)
def test_it_is_quiet_between_two_times_of_a_clock(hours: str | None, zone: str, now: str, until: str | None) -> None:
    found = quiet_until(hours, zone, utc(now))
    assert found == (None if until is None else utc(until))


@given(
    st.integers(0, 4 * 365 * 1440).map(lambda minutes: utc("2026-01-01") + timedelta(minutes=minutes)),
    st.sampled_from(["UTC", "Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]),
    st.lists(st.integers(0, 1439), min_size=2, max_size=2, unique=True),
)
def test_quiet_hours_end_and_none_of_their_time_is_loud(now: datetime, zone: str, ends: list[int]) -> None:
    hours = "-".join(f"{end // 60:02}:{end % 60:02}" for end in ends)
    until = quiet_until(hours, zone, now)
    if until is None:
        return
    assert now < until <= now + 2 * DAY
    assert quiet_until(hours, zone, until) is None
    assert quiet_until(hours, zone, now + (until - now) / 2) == until
    is_skipped = until.astimezone(find_zone(zone)).strftime("%H:%M") != hours.partition("-")[2]
    assert (
        not is_skipped
        or (until - HOUR).astimezone(find_zone(zone)).utcoffset() != until.astimezone(find_zone(zone)).utcoffset()
    )


END = utc("2027-01-16 12:00")


@pytest.mark.parametrize(
    ("before", "now", "quiet_end", "heard"),
    [
        (DAY, "2027-01-15 12:00", None, "2027-01-15 12:00"),
        (DAY, "2027-01-15 23:00", "2027-01-16 05:00", "2027-01-16 05:00"),
        (DAY, "2027-01-15 23:00", "2027-01-16 07:00", "2027-01-16 06:00"),
        (6 * HOUR, "2027-01-16 06:00", "2027-01-16 07:00", "2027-01-16 06:00"),
        (timedelta(), "2027-01-16 12:00", "2027-01-16 13:00", "2027-01-16 12:00"),
        (timedelta(), "2027-01-16 23:00", "2027-01-17 07:00", "2027-01-16 23:00"),
        (-DAY, "2027-01-17 09:00", "2027-01-17 10:00", "2027-01-17 10:00"),
    ],
    ids=["loud", "after the night", "6 hours before", "the last hours", "the end", "a late end", "days after"],
)
def test_a_warning_waits_for_the_end_of_the_night_but_not_in_the_last_hours(
    before: timedelta, now: str, quiet_end: str | None, heard: str
) -> None:
    step = AlertStep(UUID(int=1), END, before, Urgency.DAY)
    end = None if quiet_end is None else utc(quiet_end)
    assert heard_at(step, end, utc(now)) == utc(heard)
