"""Exchange accounts in daily use: where keys are created, when they go live, what is wrong."""

from datetime import timedelta

import pytest

from bot.sandbox.environment import COINEX_CALLER
from bot.sandbox.exchanges.faults import Trouble
from bot.sandbox.telegram.models import Message
from tests.app import OLGAS_EMAIL, TestApp
from tests.people import Member
from tests.stories.test_connect import connects, main_key, main_user, there

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def connected(app: TestApp, olga: Member) -> Message:
    """Connect CoinEx."""
    await olga.has_email(OLGAS_EMAIL)
    return await connects(app, olga)


async def test_accounts_are_listed_with_kind_state_and_how_full_they_are(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    main_user(app).sub_accounts["desk-b"].is_frozen = True
    for number in range(3):
        there(app, "desk-a", f"bot-{number}")
    await connects(app, olga)
    seen = (await olga.says("/accounts")).text
    assert "📒 main, my own registry · 0/50 keys" in seen
    assert "🏦 coinex-main, CoinEx main account, works" in seen
    assert "└ desk-a · 3/50 keys" in seen
    assert "└ desk-b, ❄️ frozen · 0/50 keys" in seen
    mallory = app.member(1999, "Mallory")
    assert "Only members" in (await mallory.says("/accounts")).text


async def test_with_several_accounts_a_new_key_asks_which_and_in_names_it(
    app: TestApp, olga: Member, connected: Message
) -> None:
    asked = await olga.says("/newkey grid trade 203.0.113.7")
    assert "Which account is the new key grid for?" in asked.text
    await olga.presses(asked, "desk-a")
    done = await olga.confirms(olga.newest())
    assert "Key grid is made" in done.text
    assert "can be used in about 15 minutes" in done.text
    (made,) = main_user(app).list_keys("desk-a")
    assert (made.trade_enabled, made.ip_whitelist) == (True, ["203.0.113.7"])
    assert made.secret_key in olga.newest(privately=True).text

    assert "Key arb is made" in (await olga.does("/newkey arb trade in DESK-B")).text
    assert [key.trade_enabled for key in main_user(app).list_keys("desk-b")] == [True]
    refused = (await olga.says("/newkey other in coinex-main")).text
    assert "“coinex-main”: it is a main account, and I make keys only in its sub-accounts" in refused
    assert "I can make keys in: main, desk-a, desk-b" in refused
    assert "“desk-z”: there is no such account" in (await olga.says("/newkey other in desk-z")).text


async def test_the_gauge_counts_what_is_at_the_exchange_and_a_full_account_is_refused_before_any_code(
    app: TestApp, olga: Member, connected: Message
) -> None:
    for number in range(50):
        there(app, "desk-b", f"theirs-{number}")
    await app.passes(11 * MINUTE)
    assert "desk-b · 50/50 keys" in (await olga.says("/accounts")).text
    assert "is full: it has 50 keys" in (await olga.says("/newkey one-more in desk-b")).text


async def test_what_coinex_never_does_is_refused_before_any_code(
    app: TestApp, olga: Member, connected: Message
) -> None:
    assert "CoinEx sub-account cannot withdraw" in (await olga.says("/newkey payout withdraw in desk-a")).text
    long = "x" * 41
    assert (
        "has 41 characters. For a key at CoinEx use at most 40" in (await olga.says(f"/newkey {long} in desk-a")).text
    )
    assert "Create key" in (await olga.says(f"/newkey {long} in main")).text


async def test_a_new_key_is_activating_until_a_call_succeeds_and_then_reported_once(
    app: TestApp, olga: Member, connected: Message
) -> None:
    await olga.does(f"/newkey grid trade {COINEX_CALLER} in desk-a")
    await olga.does("/newkey far trade 192.0.2.9 in desk-a")
    await olga.does(f"/newkey grid trade {COINEX_CALLER} in desk-b")
    assert "grid · activating" in (await olga.says("/keys")).text
    await app.passes(5 * MINUTE)
    assert not any("can be used now" in text for text in olga.texts())

    await app.passes(6 * MINUTE)
    told = [text for text in olga.texts() if "can be used now" in text]
    assert any("Key grid (desk-a) can be used now" in text for text in told)
    assert any("Key far" in text and "only from its own IPs" in text for text in told)
    assert any("Key grid (desk-b) can be used now" in text for text in told), "of one name, so with its account"
    await app.passes(30 * MINUTE)
    assert len([text for text in olga.texts() if "can be used now" in text]) == 3
    assert "grid · no expiry" in (await olga.says("/keys")).text


async def test_a_key_that_never_starts_working_is_reported_once(app: TestApp, olga: Member, connected: Message) -> None:
    app.environment.coinex.switches.activation_delay = timedelta(hours=1)
    await olga.does(f"/newkey grid trade {COINEX_CALLER} in desk-a")
    await app.passes(16 * MINUTE)
    assert "Key grid should work by now, but it does not" in olga.newest().text
    assert "State: not confirmed working, although it should work by now" in (await olga.says("/key grid")).text
    assert "grid · not confirmed working · no expiry" in (await olga.says("/keys")).text
    await app.passes(16 * MINUTE)
    await app.restart()
    await app.settle()
    assert len([text for text in olga.texts() if "should work by now, but it does not" in text]) == 1

    app.environment.coinex.switches.activation_delay = timedelta()
    await app.passes(MINUTE)
    assert "Key grid can be used now" in olga.newest().text
    assert "State: live" in (await olga.says("/key grid")).text


async def test_an_untested_key_is_not_shown_as_live(app: TestApp, olga: Member, connected: Message) -> None:
    await olga.does(f"/newkey grid trade {COINEX_CALLER} in desk-a")
    app.environment.coinex.faults.happen_every(Trouble.CUT_BEFORE, 1)
    await app.passes(16 * MINUTE)
    await app.passes(2 * timedelta(days=1))
    assert "State: not confirmed working" in (await olga.says("/key grid")).text

    app.environment.coinex.faults.clear()
    await app.passes(timedelta(minutes=15))
    assert any("Key grid can be used now" in text for text in olga.texts())


async def test_a_refused_key_is_reported_once_and_shown_until_it_works_again(
    app: TestApp, olga: Member, connected: Message
) -> None:
    main_key(app).ip_whitelist = ["192.0.2.1"]
    await app.passes(61 * MINUTE)
    assert "I cannot watch coinex-main any more" in olga.newest().text
    assert f"from my address {COINEX_CALLER}" in olga.newest().text
    assert "its key has been refused since" in (await olga.says("/accounts")).text
    await app.passes(61 * MINUTE)
    assert len([text for text in olga.texts() if "I cannot watch" in text]) == 1

    main_key(app).ip_whitelist = [COINEX_CALLER]
    await app.passes(61 * MINUTE)
    assert "CoinEx main account, works" in (await olga.says("/accounts")).text


async def test_a_new_sub_account_appears_without_a_command(app: TestApp, olga: Member, connected: Message) -> None:
    user = main_user(app)
    user.sub_accounts["desk-c"] = type(user.sub_accounts["desk-a"])("desk-c")
    user.sub_accounts["desk-a"].is_frozen = True
    await app.passes(11 * MINUTE)
    assert "CoinEx has a new sub-account: desk-c" in olga.newest().text
    assert "desk-a, ❄️ frozen" in (await olga.says("/accounts")).text
    assert "Key grid is made" in (await olga.does("/newkey grid in desk-c")).text
