"""When the daily digest comes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.rules.digest import LONGEST_WAIT, clock_face, day_of, is_week_later, next_digest, read_minute
from bot.rules.verdict import Reason, Refused

NINE = 9 * 60


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("minute", "zone", "now", "following"),
    [
        (NINE, "UTC", "2027-01-15 08:59:59", "2027-01-15 09:00"),
        (NINE, "UTC", "2027-01-15 09:00", "2027-01-16 09:00"),
        (0, "UTC", "2027-01-15 23:59", "2027-01-16 00:00"),
        (NINE, "Europe/Vienna", "2027-01-15 07:00", "2027-01-15 08:00"),
        (NINE, "Europe/Vienna", "2027-07-15 07:00", "2027-07-16 07:00"),
        (NINE, "Asia/Tokyo", "2027-01-15 23:30", "2027-01-16 00:00"),
        (NINE, "Nowhere/Land", "2027-01-15 08:00", "2027-01-15 09:00"),
        # 02:30 does not exist that night: it comes at 03:30 summer time.
        (150, "Europe/Vienna", "2027-03-27 23:00", "2027-03-28 01:30"),
        # 02:30 exists twice that night. Only the first one counts.
        (150, "Europe/Vienna", "2027-10-30 22:00", "2027-10-31 00:30"),
        (150, "Europe/Vienna", "2027-10-31 00:30", "2027-11-01 01:30"),
    ],
)
def test_it_comes_at_its_hour_where_the_team_lives(minute: int, zone: str, now: str, following: str) -> None:
    found = next_digest(minute, zone, utc(now))
    assert found == utc(following)
    assert timedelta() < found - utc(now) < LONGEST_WAIT


@pytest.mark.parametrize(
    ("word", "minute"),
    [
        ("9", NINE),
        ("09:00", NINE),
        ("9:05", NINE + 5),
        ("00:00", 0),
        ("23:59", 23 * 60 + 59),
        ("9am", NINE),
        ("2:30 PM", 870),
        ("12am", 0),
        ("12 pm", 720),
        ("\uff19:00", NINE),
    ],
)
def test_an_hour_is_read_as_people_type_it(word: str, minute: int) -> None:
    assert read_minute(word) == minute
    assert read_minute(clock_face(minute)) == minute


@pytest.mark.parametrize("word", ["24:00", "9:60", "-1", "nine", "9.00", "", "09:00:00", "25", "13pm", "0am"])
def test_an_invalid_hour_is_refused(word: str) -> None:
    answer = read_minute(word)
    assert isinstance(answer, Refused)
    assert answer.reason is Reason.HOUR_BAD


def test_a_day_is_the_day_where_the_team_lives() -> None:
    assert day_of("Asia/Tokyo", utc("2027-01-15 23:30")) == "2027-01-16"
    assert day_of("UTC", utc("2027-01-15 23:30")) == "2027-01-15"


@pytest.mark.parametrize(
    ("last", "today", "expected"),
    [
        (None, "2027-01-10", True),
        ("2027-01-09", "2027-01-10", True),
        ("2027-01-10", "2027-01-11", False),
        ("2027-01-15", "2027-01-16", False),
        ("2027-01-16", "2027-01-17", True),
        ("2027-01-15", "2027-01-19", True),
        ("2027-01-17", "2027-01-18", False),
    ],
    ids=["no digest yet", "the first one", "a day later", "six days later", "a week later", "a gap", "said already"],
)
def test_something_is_repeated_in_the_first_digest_of_each_week(last: str | None, today: str, expected: bool) -> None:
    since, before = date(2027, 1, 10), last and date.fromisoformat(last)
    assert is_week_later(since, before or None, date.fromisoformat(today)) is expected
