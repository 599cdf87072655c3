"""A key with a drift is not changed as if it had none: nothing at the exchange is undone or adopted."""

from datetime import timedelta

import pytest

from bot.sandbox.exchanges.coinex.state import Key
from tests.app import OLGAS_EMAIL, TestApp
from tests.people import Member
from tests.stories.test_connect import connects, main_user, there
from tests.stories.test_drift import A_LOOK, at_coinex, drift_cards, labels

DAY = timedelta(days=1)
OURS, THEIRS, NEW = "203.0.113.7", "198.51.100.1", "203.0.113.50"


@pytest.fixture
async def connected(app: TestApp, olga: Member) -> Member:
    """Olga with a connected CoinEx that has a bound and an unbound key."""
    await olga.has_email(OLGAS_EMAIL)
    there(app, "desk-a", "mine", OURS)
    there(app, "desk-b", "old bot", age=30 * DAY)
    await connects(app, olga)
    await app.passes(A_LOOK)
    return olga


@pytest.fixture
async def mine(app: TestApp, connected: Member) -> Key:
    """The bound key after its IPs and its trade right were changed on CoinEx's page, reported as a drift."""
    key = at_coinex(app, "mine")
    key.ip_whitelist, key.trade_enabled = [THEIRS], False
    await app.passes(A_LOOK)
    assert len(drift_cards(app)) == 1
    return key


async def test_binding_shows_the_difference_undoes_nothing_there_and_adopts_nothing(
    app: TestApp, connected: Member, mine: Key
) -> None:
    card = await connected.says(f"/bind mine {NEW}")
    assert f"Changed at CoinEx: IPs added: {THEIRS}. IPs removed: {OURS}." in card.text
    assert "May not trade any more." in card.text
    assert "The IPs bound there now stay bound. To accept any other change, use /adopt afterwards" in card.text
    done = await connected.confirms(card)
    assert f"mine is bound to {THEIRS}, {NEW}" in done.text

    assert (mine.ip_whitelist, mine.trade_enabled) == ([THEIRS, NEW], False), "what was taken off stays off"
    detail = (await connected.says("/key mine")).text
    assert "Permissions: trade" in detail
    assert f"IPs: {OURS}, {NEW}" in detail
    await app.passes(A_LOOK)
    (card,) = drift_cards(app)
    assert f"IPs added: {THEIRS}. IPs removed: {OURS}." in card.text
    assert labels(card) == ["Accept"]

    await connected.presses(card, "Accept")
    await connected.types(connected.code())
    detail = (await connected.says("/key mine")).text
    assert f"IPs: {THEIRS}, {NEW}" in detail
    assert "Permissions: read only" in detail
    await app.passes(A_LOOK)
    assert len(drift_cards(app)) == 1


async def test_other_changes_ask_for_adoption_first_and_deleting_needs_none(
    app: TestApp, connected: Member, mine: Key
) -> None:
    for command in (f"/unbind mine {OURS}", "/unbind mine all", "/renew mine"):
        asked = await connected.says(command)
        assert "mine was changed at CoinEx, so I do not change it yet: IPs added" in asked.text
        assert labels(asked) == ["Accept", "Bind again"]
    await connected.presses(asked, "Accept")
    await connected.confirms(connected.again(asked))
    assert f"IPs: {THEIRS}" in (await connected.says("/key mine")).text
    assert mine.ip_whitelist == [THEIRS]

    mine.ip_whitelist = [OURS]
    await app.passes(A_LOOK)
    assert "Key mine is deleted" in (await connected.does("/deletekey mine")).text
    assert mine.api_id not in main_user(app).keys


async def test_what_changed_there_since_the_last_look_is_neither_undone_nor_adopted(
    app: TestApp, connected: Member
) -> None:
    mine = at_coinex(app, "mine")
    mine.ip_whitelist, mine.trade_enabled = [THEIRS], False

    await connected.does(f"/bind mine {NEW}")

    assert mine.ip_whitelist == [THEIRS, NEW]
    assert "Permissions: trade" in (await connected.says("/key mine")).text
    await app.settle()
    (card,) = drift_cards(app)
    assert f"IPs added: {THEIRS}. IPs removed: {OURS}." in card.text
    assert "May not trade any more." in card.text


async def test_unbinding_never_takes_the_last_ip_where_another_should_stay(app: TestApp, connected: Member) -> None:
    await connected.does(f"/bind mine {NEW}")
    mine = at_coinex(app, "mine")
    mine.ip_whitelist = [NEW]

    done = await connected.does(f"/unbind mine {NEW}")

    assert "mine was changed at CoinEx, so I changed nothing" in done.text
    assert mine.ip_whitelist == [NEW]
    await app.settle()
    assert f"IPs removed: {OURS}." in drift_cards(app)[0].text


async def test_a_difference_found_between_question_and_code_stops_the_change(app: TestApp, connected: Member) -> None:
    await app.passes(timedelta(minutes=5))
    card = await connected.says(f"/bind mine {NEW}")
    mine = at_coinex(app, "mine")
    mine.ip_whitelist = [THEIRS]
    await app.passes(timedelta(minutes=6))
    assert len(drift_cards(app)) == 1

    stopped = await connected.confirms(card)

    assert "Not done: mine was changed at CoinEx, so I changed nothing" in stopped.text
    assert mine.ip_whitelist == [THEIRS]


async def test_a_rotation_copies_no_settings_that_are_not_so_any_more(
    app: TestApp, connected: Member, mine: Key
) -> None:
    asked = await connected.says("/rotate mine")
    assert "mine was changed at CoinEx, so I do not change it yet" in asked.text
    old = at_coinex(app, "old bot")
    card = await connected.says('/rotate "old bot"')
    old.trade_enabled = False

    done = await connected.confirms(card)

    assert "old bot was changed at CoinEx, so I changed nothing" in done.text
    assert len(main_user(app).list_keys("desk-b")) == 1, "no key was made"
    assert "May not trade any more" in drift_cards(app)[-1].text


async def test_all_answers_speak_of_the_end_there_and_none_offers_to_renew(
    app: TestApp, connected: Member, mine: Key
) -> None:
    mine.ip_whitelist, mine.expires_at = [], app.environment.coinex.now + 3 * 86_400_000
    await app.passes(A_LOOK)

    alert = next(text for text in reversed(connected.texts()) if "within 3 days" in text)
    assert "1 mine · in 3 days · 25\u00a0Nov\u00a009:23\u00a0UTC: orders and stop-losses stop, ⚠️ changed" in alert
    assert "Press Accept" in alert
    soon = await connected.says("/expiring")
    assert "mine · in " in soon.text
    assert labels(soon)[1:-2] == ["Accept", "Bind again", "Delete"]
    listed = (await connected.says("/keys")).text
    assert "1 mine · no expiry · T · 1/50, ⚠️ changed at CoinEx, where it expires in 3 days · 25\u00a0Nov" in listed
    assert ": /adopt 1" in listed
    detail = await connected.says("/key mine")
    assert "Changed at CoinEx: IPs removed: 203.0.113.7." in detail.text
    assert labels(detail)[:3] == ["Accept", "Bind again", "Delete"]
    deleting = (await connected.says("/deletekey mine")).text
    assert (
        "does not expire)\n⚠️ changed at CoinEx, where it expires in 3 days · 25\u00a0Nov\u00a009:23\u00a0UTC: /adopt 1"
        in deleting
    )
    renewing = await connected.says("/renew mine")
    assert "mine was changed at CoinEx" in renewing.text
    assert labels(renewing) == ["Accept", "Bind again"]
    await app.passes(DAY)
    digest = next(text for text in reversed(connected.texts()) if "Checked 2 keys" in text)
    assert "Next: mine, expires in " in digest

    del main_user(app).keys[mine.api_id]
    await app.passes(A_LOOK)
    assert "mine · no expiry · T · 1/50, ⚠️ gone at CoinEx: /adopt 1" in (await connected.says("/keys")).text
    assert labels(await connected.says("/key mine"))[:2] == ["Remove here", "Copy access id"]
