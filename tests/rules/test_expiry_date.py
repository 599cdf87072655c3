"""Reading `expires DATE`."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.expiry_date import NEVER, UNKNOWN, Expiry, KeyEnd, read_expiry, take_expiry
from bot.rules.key_terms import Ending
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
        ("2027/02/20", END_OF_DAY),
        ("2027.02.20", END_OF_DAY),
        ("20.02.2027", END_OF_DAY),
        ("20/02/2027", END_OF_DAY),
        ("02/20/2027", END_OF_DAY),
        ("20 Feb 2027", END_OF_DAY),
        ("20-Feb-2027", END_OF_DAY),
        ("20th February, 2027", END_OF_DAY),
        ("Feb 20, 2027", END_OF_DAY),
        ("february 20 2027", END_OF_DAY),
        ("2027-2-20", END_OF_DAY),
        ("2027\u201102\u201120", END_OF_DAY),
        ("\uff12\uff10\uff12\uff17-02-20", END_OF_DAY),
        ("\u0662\u0660\u0662\u0667-02-20", END_OF_DAY),
        ("2027\u5e742\u670820\u65e5", END_OF_DAY),
        ("2027-02-20 14:05", AFTERNOON),
        ("2027-02-20 14:05 UTC", AFTERNOON),
        ("2027-02-20 at 2:05pm", AFTERNOON),
        ("2027\u5e742\u670820\u65e514:05", AFTERNOON),
        ("2027-02-20T14:05", AFTERNOON),
        ("2027-02-20T14:05:00Z", AFTERNOON),
        ("2027-02-20t14:05:00.000z", AFTERNOON),
        ("2027-02-20T15:05+01:00", AFTERNOON),
        ("2027-02-20 09:05-0500", AFTERNOON),
        ("2027-02-20 22:05 +08", AFTERNOON),
        ("2027-02-20 19:35 +05:30", AFTERNOON),
        ("2027-02-20 1am", datetime(2027, 2, 20, 1, tzinfo=UTC)),
        ("2027-02-20 22:05 +08:00", AFTERNOON),
        ("2027-02-20 17:05 UTC+3", AFTERNOON),
        ("20 Feb 2027 2:05 PM", AFTERNOON),
        ("2028-02-29", datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC)),
        ("2027-2-3", datetime(2027, 2, 3, 23, 59, 59, tzinfo=UTC)),
        ("02/02/2027", datetime(2027, 2, 2, 23, 59, 59, tzinfo=UTC)),
        ("2027-01-15", datetime(2027, 1, 15, 23, 59, 59, tzinfo=UTC)),
        ("today", datetime(2027, 1, 15, 23, 59, 59, tzinfo=UTC)),
        ("Tomorrow", datetime(2027, 1, 16, 23, 59, 59, tzinfo=UTC)),
        ("tomorrow 2pm", datetime(2027, 1, 16, 14, tzinfo=UTC)),
        ("in 90 days", NOW + timedelta(days=90)),
        ("90d", NOW + timedelta(days=90)),
        ("12 hours", NOW + timedelta(hours=12)),
        ("2w", NOW + timedelta(weeks=2)),
    ],
)
def test_a_date_is_read_as_utc(text: str, moment: datetime) -> None:
    end = read_expiry(text, NOW)
    assert end == KeyEnd(Ending.AT, moment)
    assert end.expires_at is not None
    assert end.expires_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2027-02-20 15:05", AFTERNOON),
        ("2027-02-20 14:05 UTC", AFTERNOON),
        ("2027-02-20T14:05Z", AFTERNOON),
        ("2027-02-20", datetime(2027, 2, 20, 22, 59, 59, tzinfo=UTC)),
        ("tomorrow", datetime(2027, 1, 16, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_date_without_zone_is_read_in_the_given_one(text: str, moment: datetime) -> None:
    assert read_expiry(text, NOW, MADRID) == KeyEnd(Ending.AT, moment)


def test_an_expiry_can_be_never_or_unknown() -> None:
    assert read_expiry("Never", NOW) == NEVER
    assert read_expiry("unknown", NOW) == UNKNOWN


@pytest.mark.parametrize("text", ["02/03/2027", "02.03.2027", "2-3-2027", "02/03/2027 14:05"])
def test_a_date_that_can_be_two_is_refused_with_both_readings(text: str) -> None:
    token = text.split(maxsplit=1)[0]
    args = {"date": text, "token": token, "first": "2027-03-02", "second": "2027-02-03"}
    assert read_expiry(text, NOW) == Refused(Reason.DATE_WHICH, args)


@pytest.mark.parametrize("text", ["9999-12-31", "2099-01-01", "in 9999 weeks"])
def test_a_date_that_means_never_is_refused(text: str) -> None:
    assert read_expiry(text, NOW) == Refused(Reason.DATE_FAR, {"date": text})


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "20/02/27",
        "Feb 2027",
        "32 Feb 2027",
        "30/30/2027",
        "2027-02/20",
        "2027-02-2014:05",
        "2027-02-30",
        "2027-13-01",
        "2027-02-20 25:00",
        "2027-02-20 13pm",
        "2027-02-20 14",
        "2027-02-20 14:05 CET",
        "2027-02-20 14:05 +25",
        "20270220",
        "2027-W07-6",
        "0000-01-01",
        "in 90",
    ],
)
def test_what_is_not_a_date_is_refused_and_shown_whole(text: str) -> None:
    assert read_expiry(text, NOW) == Refused(Reason.DATE_BAD, {"date": text})


def test_a_missing_date_is_refused_without_one() -> None:
    assert read_expiry(" ", NOW) == Refused(Reason.DATE_BAD, {"date": None})


@pytest.mark.parametrize("text", ["2027-01-14", "2027-01-15 12:00", "2027-01-15T13:00+01:00", "0001-01-01", "0d"])
def test_a_past_date_is_refused(text: str) -> None:
    assert read_expiry(text, NOW) == Refused(Reason.DATE_PAST, {"date": text})


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (["2027-02-20"], 1),
        (["2027-02-20", "203.0.113.7"], 1),
        (["2027-02-20", "14:05", "203.0.113.7"], 2),
        (["2027-02-20", "14:05", "UTC", "203.0.113.7"], 3),
        (["2027-02-20", "20:01:db8::1"], 1),
        (["20", "Feb", "2027", "2pm", "[2001:db8::1]:443"], 4),
        (["in", "90", "days", "8.8.8.256"], 3),
    ],
)
def test_a_date_takes_only_its_own_words(words: list[str], count: int) -> None:
    answer = take_expiry(words, NOW)
    assert isinstance(answer, Expiry)
    assert answer.words == count


@given(st.datetimes(min_value=datetime(2027, 1, 16), max_value=datetime(2037, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - Hypothesis asks for naive bounds and adds the zone
def test_what_the_bot_shows_is_read_as_the_same_minute(moment: datetime) -> None:
    minute = moment.replace(second=0, microsecond=0)
    assert read_expiry(minute.strftime("%Y-%m-%d %H:%M UTC"), NOW) == KeyEnd(Ending.AT, minute)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_an_end_or_refused(text: str) -> None:
    answer = read_expiry(text, NOW)
    assert isinstance(answer, (KeyEnd, Refused))


def test_all_words_between_the_date_and_the_ips_belong_to_the_date() -> None:
    assert take_expiry(["2027-02-20", "at", "noon", "8.8.8.8"], NOW) == Refused(
        Reason.DATE_BAD, {"date": "2027-02-20 at noon"}
    )
