"""A main account's connection key can expire too, although its exchange does not say when."""

from datetime import timedelta

import pytest

from bot.sandbox.environment import COINEX_CALLER
from bot.sandbox.exchanges.coinex.state import Key
from tests.app import OLGAS_EMAIL, TEAM, TestApp
from tests.people import Member
from tests.stories.test_connect import connects, main_user

DAY = timedelta(days=1)


@pytest.fixture
async def connected(app: TestApp, olga: Member) -> Member:
    """Olga with a connected CoinEx."""
    await olga.has_email(OLGAS_EMAIL)
    await connects(app, olga)
    return olga


def another(app: TestApp) -> Key:
    """A second key of the same main account."""
    coinex = app.environment.coinex
    return coinex.state.add_key(main_user(app), None, coinex.now - 86_400_000, ip_whitelist=[COINEX_CALLER])


def warned(app: TestApp) -> list[str]:
    """Digests that mention it."""
    return [
        one.text
        for one in app.environment.world.messages(TEAM, from_bot=True)
        if "☀️" in one.text and "My own key" in one.text
    ]


async def test_the_digest_warns_in_the_last_fifteen_days(app: TestApp, connected: Member) -> None:
    await app.passes(74 * DAY)
    assert warned(app) == []
    await app.passes(DAY)
    (digest,) = warned(app)
    assert "⚠️ My own key for coinex-main was connected 75 days ago · 22\u00a0Nov\u00a02026\u00a009:0" in digest
    assert "it expires 20\u00a0Feb\u00a009:0" in digest
    assert "https://www.coinex.com/apikey" in digest
    assert COINEX_CALLER not in digest
    await app.passes(DAY)
    assert len(warned(app)) == 2
    await app.passes(15 * DAY)
    assert len(warned(app)) == 2, "one that works still has an IP, or was renewed"


async def test_the_doctor_shows_its_age_and_in_private_the_address_to_bind(app: TestApp, connected: Member) -> None:
    await connected.says("/doctor")
    fine = connected.newest().text
    assert "✅ My own key for coinex-main was connected " in fine
    assert "If an IP is bound to it, it does not expire. If not, I warn you before" in fine
    await app.passes(76 * DAY)
    await connected.says("/doctor")
    assert "⚠️ My own key for coinex-main" in connected.newest().text
    assert COINEX_CALLER not in connected.newest().text
    await connected.whispers("/doctor")
    assert f"at the latest. Bind it to my address {COINEX_CALLER} on https" in connected.newest(privately=True).text


async def test_another_key_counts_from_its_own_connection(app: TestApp, connected: Member) -> None:
    await app.passes(70 * DAY)
    assert "CoinEx is connected as coinex-main" in (await connects(app, connected, another(app))).text
    await app.passes(6 * DAY)
    assert warned(app) == []
    await app.passes(70 * DAY)
    (digest,) = warned(app)
    assert "was connected 76 days ago · 31\u00a0Jan\u00a009:0" in digest


async def test_the_same_key_connected_again_keeps_its_age(app: TestApp, connected: Member) -> None:
    await app.passes(70 * DAY)
    await connects(app, connected)
    await app.passes(6 * DAY)
    (digest,) = warned(app)
    assert "was connected 76 days ago · 22\u00a0Nov\u00a02026\u00a009:0" in digest
