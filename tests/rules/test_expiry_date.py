"""Reading `expires DATE`."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.expiry_date import Expiry, read_expiry, take_expiry
from bot.rules.verdict import Reason, Refused
from tests.rules.facts import NOW

MADRID = ZoneInfo("Europe/Madrid")
AFTERNOON = datetime(2027, 2, 20, 14, 5, tzinfo=UTC)
END_OF_DAY = datetime(2027, 2, 20, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2027-02-20", END_OF_DAY),
        ("2027-02-20 UTC", END_OF_DAY),
        ("2027-02-20 14:05", AFTERNOON),
        ("2027-02-20 14:05 UTC", AFTERNOON),
        ("2027-02-20T14:05", AFTERNOON),
        ("2027-02-20T14:05:00Z", AFTERNOON),
        ("2027-02-20t14:05:00.000z", AFTERNOON),
        ("2027-02-20T15:05+01:00", AFTERNOON),
        ("2027-02-20 09:05-0500", AFTERNOON),
        ("2028-02-29", datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC)),
        ("2027-01-15", datetime(2027, 1, 15, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_date_is_read_as_utc(text: str, moment: datetime) -> None:
    assert read_expiry(text, NOW) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2027-02-20 15:05", AFTERNOON),
        ("2027-02-20 14:05 UTC", AFTERNOON),
        ("2027-02-20T14:05Z", AFTERNOON),
        ("2027-02-20", datetime(2027, 2, 20, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_date_without_zone_is_read_in_the_given_one(text: str, moment: datetime) -> None:
    assert read_expiry(text, NOW, MADRID) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "20.02.2027",
        "02/20/2027",
        "2027-2-20",
        "2027-02-30",
        "2027-13-01",
        "2027-02-20 25:00",
        "2027-02-20 14",
        "2027-02-20 14:05 CET",
        "20270220",
        "2027-W07-6",
        "0000-01-01",
        "9999-12-31T23:59-10:00",
        "\u0662\u0660\u0662\u0667-02-20",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    answer = read_expiry(text, NOW)
    assert isinstance(answer, Refused)
    assert answer.reason is Reason.DATE_BAD


@pytest.mark.parametrize("text", ["2027-01-14", "2027-01-15 12:00", "2027-01-15T13:00+01:00", "0001-01-01"])
def test_a_date_that_is_over_is_refused(text: str) -> None:
    assert read_expiry(text, NOW) == Refused(Reason.DATE_PAST, {"date": text})


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (["2027-02-20"], 1),
        (["2027-02-20", "203.0.113.7"], 1),
        (["2027-02-20", "14:05", "203.0.113.7"], 2),
        (["2027-02-20", "14:05", "UTC", "203.0.113.7"], 3),
        (["2027-02-20", "20:01:db8::1"], 1),
    ],
)
def test_a_date_takes_only_its_own_words(words: list[str], count: int) -> None:
    answer = take_expiry(words, NOW)
    assert isinstance(answer, Expiry)
    assert answer.words == count


@given(st.datetimes(min_value=datetime(2027, 1, 16), max_value=datetime(9000, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - Hypothesis asks for naive bounds and adds the zone
def test_what_the_bot_shows_is_read_as_the_same_minute(moment: datetime) -> None:
    minute = moment.replace(second=0, microsecond=0)
    assert read_expiry(minute.strftime("%Y-%m-%d %H:%M UTC"), NOW) == minute
