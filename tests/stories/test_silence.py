"""An exchange that is silent for hours is told to the team once, and the digest says what it could not see."""

from datetime import timedelta

import pytest

from tests.house import OLGAS_EMAIL, TEAM, TestHouse
from tests.people import Member
from tests.stories.test_connect import connects, main_key, main_user, there

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def connected(house: TestHouse, olga: Member) -> Member:
    """Olga, whose CoinEx has two keys, beside one of the embedded registry."""
    await olga.has_email(OLGAS_EMAIL)
    there(house, "desk-a", "grid", "203.0.113.7")
    there(house, "desk-b", "mm bot", "203.0.113.8")
    await connects(house, olga)
    await olga.does("/newkey ours 203.0.113.9 in main")
    await house.passes(11 * MINUTE)
    return olga


def told(house: TestHouse, words: str) -> list[str]:
    """What was said in the group with these words."""
    return [one.text for one in house.town.world.messages(TEAM, from_bot=True) if words in one.text]


async def test_a_silence_of_an_hour_is_told_once_and_its_end_once(house: TestHouse, connected: Member) -> None:
    house.town.coinex.faults.happen_next("*", "502", times=100_000)
    await house.passes(11 * MINUTE)
    await house.passes(45 * MINUTE)
    assert told(house, "does not answer") == [], "a short silence is no news"

    await house.passes(15 * MINUTE)
    (said,) = told(house, "does not answer")
    assert said.startswith("⚠️ CoinEx does not answer since 2026-11-22 09:")
    assert "I see nothing of desk-a, desk-b" in said
    assert "❌ silent since" in (await connected.says("/accounts")).text
    for _ in range(3):
        await house.passes(8 * HOUR)
    assert len(told(house, "does not answer")) == 1

    house.town.coinex.faults.clear()
    for _ in range(2):
        await house.passes(11 * MINUTE)
    (again,) = told(house, "answers again")
    assert "CoinEx answers again, after being silent since 2026-11-22 09:" in again
    audit = (await connected.says("/audit")).text
    assert "exchange:silent done" in audit
    assert "exchange:answers done" in audit


async def test_a_short_silence_is_never_told(house: TestHouse, connected: Member) -> None:
    for _ in range(3):
        house.town.coinex.faults.happen_next("*", "502", times=100_000)
        await house.passes(11 * MINUTE)
        house.town.coinex.faults.clear()
        await house.passes(40 * MINUTE)
    assert told(house, "does not answer") == []
    assert told(house, "answers again") == []


async def test_the_digest_says_what_a_silent_exchange_hid(house: TestHouse, connected: Member) -> None:
    await house.passes(DAY)
    assert told(house, "could not be compared") == []
    house.town.coinex.faults.happen_next("*", "502", times=100_000)
    await house.passes(HOUR)
    await house.passes(DAY)
    (digest,) = told(house, "could not be compared")
    assert "Checked 3 keys at" in digest
    assert "⚠️ 2 could not be compared with their exchange since 2026-11-23 10:" in digest


async def test_the_digest_says_so_while_credentials_are_refused_too(house: TestHouse, connected: Member) -> None:
    del main_user(house).keys[main_key(house).api_id]
    await house.passes(HOUR)
    await house.passes(DAY)
    assert "⚠️ 2 could not be compared with their exchange since 2026-11-22 " in told(house, "Checked 3 keys")[-1]
