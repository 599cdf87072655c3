"""An exchange that does not answer for hours is reported once, and the digest says what was not seen."""

from datetime import timedelta

import pytest

from tests.app import OLGAS_EMAIL, TEAM, TestApp
from tests.people import Member
from tests.stories.test_connect import connects, main_key, main_user, there

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def connected(app: TestApp, olga: Member) -> Member:
    """Olga, with two CoinEx keys and one key of the embedded registry."""
    await olga.has_email(OLGAS_EMAIL)
    there(app, "desk-a", "grid", "203.0.113.7")
    there(app, "desk-b", "mm bot", "203.0.113.8")
    await connects(app, olga)
    await olga.does("/newkey ours 203.0.113.9 in main")
    await app.passes(11 * MINUTE)
    return olga


def told(app: TestApp, words: str) -> list[str]:
    """Messages in the group with these words."""
    return [one.text for one in app.environment.world.messages(TEAM, from_bot=True) if words in one.text]


async def test_an_outage_of_an_hour_is_reported_once_and_its_end_once(app: TestApp, connected: Member) -> None:
    app.environment.coinex.faults.happen_next("*", "502", times=100_000)
    await app.passes(11 * MINUTE)
    await app.passes(45 * MINUTE)
    assert told(app, "has not answered since") == [], "a short silence is no news"

    await app.passes(15 * MINUTE)
    (said,) = told(app, "has not answered since")
    assert said.startswith("⚠️ CoinEx has not answered since 22\u00a0Nov\u00a009:")
    assert "I cannot see desk-a, desk-b" in said
    assert "❌ no answer since" in (await connected.says("/accounts")).text
    for _ in range(3):
        await app.passes(8 * HOUR)
    assert len(told(app, "has not answered since")) == 1

    app.environment.coinex.faults.clear()
    for _ in range(2):
        await app.passes(11 * MINUTE)
    (again,) = told(app, "answers again")
    assert "CoinEx answers again. It was silent since 22\u00a0Nov\u00a009:" in again
    audit = (await connected.says("/audit")).text
    assert "exchange:silent done" in audit
    assert "exchange:answers done" in audit


async def test_a_short_outage_is_never_reported(app: TestApp, connected: Member) -> None:
    for _ in range(3):
        app.environment.coinex.faults.happen_next("*", "502", times=100_000)
        await app.passes(11 * MINUTE)
        app.environment.coinex.faults.clear()
        await app.passes(40 * MINUTE)
    assert told(app, "has not answered since") == []
    assert told(app, "answers again") == []


async def test_the_digest_says_what_a_silent_exchange_hid(app: TestApp, connected: Member) -> None:
    await app.passes(DAY)
    assert told(app, "last compared") == []
    app.environment.coinex.faults.happen_next("*", "502", times=100_000)
    await app.passes(HOUR)
    await app.passes(DAY)
    (digest,) = told(app, "last compared")
    assert "Checked 3 keys at" in digest
    assert "⚠️ 2 keys were last compared with their exchange 23\u00a0Nov\u00a010:" in digest


async def test_the_digest_says_so_while_credentials_are_refused_too(app: TestApp, connected: Member) -> None:
    del main_user(app).keys[main_key(app).api_id]
    await app.passes(HOUR)
    await app.passes(DAY)
    assert "⚠️ 2 keys were last compared with their exchange 22\u00a0Nov\u00a0" in told(app, "Checked 3 keys")[-1]
