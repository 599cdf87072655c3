"""A key gets another name, or the right to trade. Nothing else changes, here or at its exchange."""

from datetime import timedelta

import pytest

from bot.sandbox.exchanges.coinex.state import Key
from bot.sandbox.exchanges.faults import Trouble
from tests.app import OLGAS_EMAIL, TestApp
from tests.people import Member
from tests.stories.test_bybit import SUB
from tests.stories.test_bybit import connects as connects_bybit
from tests.stories.test_connect import connects, main_user, proves, there
from tests.stories.test_drift import A_LOOK, at_coinex, drift_cards, labels

DAY = timedelta(days=1)
IP, THEIRS = "203.0.113.7", "198.51.100.1"
EDIT = "/account/subs/edit-api"


@pytest.fixture
async def grid(app: TestApp, olga: Member) -> Key:
    """A bound key in a connected sub-account, with another key called `other`."""
    await olga.has_email(OLGAS_EMAIL)
    there(app, "desk-a", "other")
    key = there(app, "desk-a", "grid", IP)
    await connects(app, olga)
    await app.passes(A_LOOK)
    return key


async def test_a_key_gets_another_name_and_keeps_everything_else(app: TestApp, olga: Member) -> None:
    await olga.does(f"/newkey trading-eu trade {IP}")

    card = await olga.says("/editkey trading-eu name swing eu")
    assert "Edit key trading-eu\nNew name: swing eu\nEverything else stays the same." in card.text
    assert "trading-eu is now named swing eu, does not expire." in (await olga.confirms(card)).text

    detail = (await olga.says('/key "swing eu"')).text
    assert "swing eu · number 1" in detail
    assert "Permissions: trade" in detail
    assert f"IPs: {IP}" in detail
    assert "key:edit done" in (await olga.says("/audit")).text
    assert "There is no key “trading-eu”" in (await olga.says("/key trading-eu")).text
    await app.passes(A_LOOK)
    assert not drift_cards(app)


async def test_the_right_to_trade_is_given_and_taken(olga: Member) -> None:
    await olga.does("/newkey reader")

    assert "reader can trade now, expires" in (await olga.does("/editkey reader trade on")).text
    assert "Permissions: trade" in (await olga.says("/key reader")).text
    card = await olga.says("/editkey reader trade off name watcher")
    assert "New name: watcher\nStop its trading: every program that trades with this key stops." in card.text
    assert "reader is now named watcher, cannot trade any more, expires" in (await olga.confirms(card)).text
    assert "Permissions: read only" in (await olga.says("/key watcher")).text


async def test_without_words_buttons_lead_there(olga: Member) -> None:
    await olga.does("/newkey trading-eu trade")
    await olga.does("/newkey other")

    detail = await olga.says("/key trading-eu")
    await olga.presses(detail, "Edit")
    asked = olga.newest()
    assert "What do you want to change on trading-eu? It can trade now." in asked.text
    assert labels(asked) == ["Rename", "Stop trading"]
    await olga.presses(asked, "Rename")
    question = olga.newest()
    assert "New name for trading-eu?" in question.text
    card = await olga.says("my new bot", reply_to=question)
    assert "trading-eu is now named my new bot" in (await olga.confirms(card)).text

    which = await olga.says("/editkey")
    await olga.presses(which, "my new bot")
    await olga.presses(olga.newest(), "Stop trading")
    await olga.types(olga.code())
    assert "my new bot cannot trade any more" in olga.newest().text


async def test_a_key_that_can_withdraw_needs_more_than_a_code(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await olga.says("/newkey payout withdraw")
    await olga.opens(olga.newest())
    await olga.types(olga.code())
    await olga.decides(app.environment.mailbox.list_to(OLGAS_EMAIL)[-1])
    await app.passes(timedelta(minutes=1))

    card = await olga.says("/editkey payout trade on")
    await olga.confirms(card)
    assert "to confirm by e-mail" in olga.again(card).text
    email = app.environment.mailbox.list_to(OLGAS_EMAIL)[-1]
    assert "Edit key payout" in email.text
    await olga.decides(email)
    assert "Permissions: trade, withdraw" in (await olga.says("/key payout")).text


async def test_at_coinex_only_what_was_asked_for_is_written(app: TestApp, olga: Member, grid: Key) -> None:
    card = await olga.does("/editkey grid name mesh trade off")

    assert "grid is now named mesh, cannot trade any more, does not expire." in card.text
    assert (grid.remark, grid.trade_enabled, grid.ip_whitelist) == ("mesh", False, [IP])
    assert "Permissions: read only" in (await olga.says("/key mesh")).text
    await app.passes(A_LOOK)
    assert not drift_cards(app), "our own change is no difference"
    assert "use at most 40" in (await olga.says(f"/editkey mesh name {'x' * 41}")).text


async def test_at_coinex_the_mark_of_a_key_made_here_stays_in_its_name(app: TestApp, olga: Member, grid: Key) -> None:
    await olga.does("/newkey arb trade in desk-b")
    (made,) = main_user(app).list_keys("desk-b")
    mark = made.remark.removeprefix("arb")
    await app.passes(timedelta(minutes=1))

    await olga.does("/editkey arb name swing")

    assert made.remark == f"swing{mark}"


async def test_at_coinex_an_expiry_moved_by_the_edit_is_reported_with_it(app: TestApp, olga: Member, grid: Key) -> None:
    app.environment.coinex.switches.edit_extends = True
    await app.passes(10 * DAY)

    assert "in 90 days · " in (await olga.does("/editkey other name swing")).text

    await app.passes(A_LOOK)
    assert not drift_cards(app)


@pytest.mark.parametrize("trouble", [Trouble.CUT_BEFORE, Trouble.CUT_AFTER])
async def test_at_coinex_an_edit_with_a_lost_answer_ends_with_the_truth(
    app: TestApp, olga: Member, grid: Key, trouble: Trouble
) -> None:
    card = await olga.says("/editkey grid name mesh")
    await olga.opens(card)
    app.environment.coinex.faults.happen_next(EDIT, trouble)
    await olga.types(olga.code())
    await app.restart()
    await app.settle()

    assert "grid is now named mesh" in olga.again(card).text
    assert grid.remark == "mesh"
    await app.passes(A_LOOK)
    assert not drift_cards(app)


async def test_a_key_changed_on_coinex_is_settled_before_it_is_edited(app: TestApp, olga: Member, grid: Key) -> None:
    card = await olga.says("/editkey grid trade off")
    await olga.opens(card)
    at_coinex(app, "grid").ip_whitelist = [THEIRS]
    await olga.types(olga.code())
    assert "grid was changed at CoinEx, so I changed nothing" in olga.again(card).text
    assert grid.trade_enabled

    await app.passes(A_LOOK)
    asked = await olga.says("/editkey grid trade off")
    assert "grid was changed at CoinEx, so I do not change it yet" in asked.text
    assert "Accept" in labels(asked)


async def test_a_key_that_withdraws_by_now_is_not_edited_with_the_code_alone(
    app: TestApp, olga: Member, grid: Key
) -> None:
    await app.passes(timedelta(minutes=5))
    card = await olga.says("/editkey grid trade off")
    at_coinex(app, "grid").withdraw_enabled = True
    await app.passes(timedelta(minutes=6))
    (drift,) = drift_cards(app)
    await olga.presses(drift, "Accept")
    await proves(app, olga, "Accept")
    assert "Permissions: trade, withdraw" in (await olga.says("/key grid")).text

    await app.passes(timedelta(minutes=1))
    assert "was changed or deleted after you asked" in (await olga.confirms(card)).text
    assert grid.trade_enabled


async def test_a_key_that_is_gone_at_coinex_is_not_edited(app: TestApp, olga: Member, grid: Key) -> None:
    card = await olga.says("/editkey grid trade off")
    await olga.opens(card)
    del main_user(app).keys[grid.api_id]
    await olga.types(olga.code())

    assert "deleted at CoinEx" in olga.again(card).text


async def test_once_disconnected_it_is_manual_and_attested_by_a_named_person(
    app: TestApp, olga: Member, grid: Key
) -> None:
    await olga.does("/disconnect coinex-main")
    await app.passes(timedelta(seconds=31))

    card = await olga.does("/editkey grid trade off")
    assert "Do it on the exchange’s page" in card.text
    await olga.presses(card, "Done")

    assert "grid cannot trade any more" in olga.again(card).text
    assert "Not checked by me: Olga" in olga.again(card).text


async def test_at_bybit_it_is_manual_and_counts_when_bybit_shows_it(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    key = app.bybit.add_key(SUB, "grid", IP, age=DAY)
    await connects_bybit(app, olga)
    await app.passes(A_LOOK)

    card = await olga.does("/editkey grid name mesh")
    assert "Do it on the exchange’s page" in card.text
    await olga.presses(card, "Done")
    assert "Bybit does not show the change of grid yet" in olga.again(card).text
    key.note = "mesh"
    await app.passes(A_LOOK)
    assert not drift_cards(app), "it is what the ticket asks for"
    await olga.presses(olga.again(card), "Done")

    assert "grid is now named mesh, does not expire." in olga.again(card).text
    assert "Not checked by me" not in olga.again(card).text


async def test_a_watched_key_is_named_here_alone_and_its_rights_are_not_known(olga: Member) -> None:
    await olga.does("/track elsewhere 4DA36FFC61334695 expires 2027-02-20")

    question = await olga.says("/editkey elsewhere")
    assert "What do you want to change on elsewhere? I only watch this key" in question.text
    assert labels(question) == ["Rename", "Set expiry"]
    assert "I only watch elsewhere" in (await olga.says("/editkey elsewhere trade off")).text
    card = await olga.says("/editkey elsewhere name old bot")
    assert "exchange’s page" not in card.text
    done = await olga.confirms(card)
    assert "elsewhere is now named old bot, expires in 90 days · 20\u00a0Feb\u00a02027" in done.text
    assert "Done" not in labels(done)


async def test_renaming_a_key_of_a_rotation_leaves_the_rotation_running(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey grid")
    await app.passes(timedelta(minutes=20))
    await olga.does("/rotate grid")
    await app.passes(timedelta(minutes=20))

    await olga.does("/editkey grid-v2 name mesh")

    assert "mesh" in (await olga.says("/key grid")).text
    await app.passes(timedelta(days=2))
    assert any("grid and mesh both still work" in text for text in olga.texts())
