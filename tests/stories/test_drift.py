"""A key was changed on the exchange's page: one message, and the team decides about the list."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.sandbox.exchanges.coinex.state import Key
from bot.sandbox.telegram.models import Message
from storage.records import Drift, DriftResolution
from storage.tables import drifts
from storage.work import Work
from tests.app import MAX, OLGA, OLGAS_EMAIL, TEAM, TestApp
from tests.people import Member
from tests.stories.test_connect import connects, main_key, main_user, proves, there

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
A_LOOK = timedelta(minutes=11)


def drift_cards(app: TestApp, chat_id: int = TEAM) -> list[Message]:
    said = app.environment.world.messages(chat_id, from_bot=True, with_deleted=False)
    return [one for one in said if "changed at the exchange" in one.text or "Settled" in one.text]


def labels(message: Message) -> list[str]:
    return [str(button["text"]) for button in message.buttons]


async def history(app: TestApp) -> list[Drift]:
    """Every drift so far, by number."""

    def body(work: Work) -> list[Drift]:
        ids = work.connection.scalars(select(drifts.c.id).order_by(drifts.c.number)).all()
        return [drift for drift in map(work.drifts.find, ids) if drift is not None]

    return await app.app.database.read(body)


@pytest.fixture
async def connected(app: TestApp, olga: Member) -> Member:
    """Olga with a connected CoinEx that has a bound and an unbound key."""
    await olga.has_email(OLGAS_EMAIL)
    there(app, "desk-a", "grid", "203.0.113.7")
    there(app, "desk-b", "old bot", age=30 * DAY)
    await connects(app, olga)
    await app.passes(A_LOOK)
    assert drift_cards(app) == []
    return olga


def at_coinex(app: TestApp, remark: str) -> Key:
    return next(key for key in main_user(app).keys.values() if key.remark == remark)


async def test_a_deleted_sub_account_is_reported_once_and_its_keys_as_vanished(app: TestApp, connected: Member) -> None:
    olga, user = connected, main_user(app)
    deleted = user.sub_accounts.pop("desk-b")
    user.keys.pop(at_coinex(app, "old bot").api_id)
    for _ in range(3):
        await app.passes(A_LOOK)

    told = [text for text in olga.texts() if "no longer has the sub-account desk-b" in text]
    assert told == [
        "🗑 CoinEx no longer has the sub-account desk-b. "
        "Its keys are gone too. The next message asks what to do with them."
    ]
    (card,) = drift_cards(app)
    assert "old bot" in card.text
    assert "desk-b, ❌ no longer at CoinEx" in (await olga.says("/accounts")).text
    assert "its exchange no longer has it" in (await olga.says("/newkey other in desk-b")).text
    assert "parameter" not in (await olga.says("/doctor")).text

    await olga.says("/adopt old bot")
    await olga.confirms(olga.newest())
    assert "old bot" not in (await olga.says("/keys")).text
    user.sub_accounts["desk-b"] = deleted
    await app.passes(A_LOOK)
    assert "❌ no longer at" not in (await olga.says("/accounts")).text


async def test_a_key_that_appears_is_reported_once_and_adopted_with_a_code(app: TestApp, connected: Member) -> None:
    new = there(app, "desk-a", "mm bot", "203.0.113.9")
    await app.passes(A_LOOK)

    (card,) = drift_cards(app)
    assert "Keys changed at the exchange · Desk, account desk-a (CoinEx)" in card.text
    assert f"\nmm bot\nNew at the exchange: {new.access_id}, may trade, IPs 203.0.113.9, does not expire" in card.text
    assert "so I cannot see who did it. My list" in card.text
    assert labels(card) == ["Accept", "Delete there"]
    assert "mm bot" not in (await connected.says("/keys")).text
    assert drift_cards(app, OLGA) == []
    await app.passes(A_LOOK)
    await app.restart()
    await app.passes(A_LOOK)
    assert len(drift_cards(app)) == 1

    await connected.presses(card, "Accept")
    assert "Accept a key as it is at the exchange" in connected.newest(privately=True).text
    await connected.types(connected.code())

    assert "mm bot · no expiry" in (await connected.says("/keys")).text
    settled = connected.again(card)
    assert "Settled" in settled.text
    assert f"mm bot: accepted by Olga ({OLGA})" in settled.text
    assert not settled.buttons
    (drift,) = await history(app)
    assert (drift.settled_as, drift.settled_by, drift.known) == (DriftResolution.ADOPTED, OLGA, None)
    audit = (await connected.says("/audit")).text
    assert "drift:found" in audit
    assert "key:adopt done" in audit
    await app.passes(A_LOOK)
    assert len(drift_cards(app)) == 1


async def test_a_key_that_appears_can_be_deleted_there_and_the_list_never_had_it(
    app: TestApp, connected: Member
) -> None:
    new = there(app, "desk-a", "mm bot")
    await app.passes(A_LOOK)
    (card,) = drift_cards(app)

    await connected.presses(card, "Delete there")
    shown = connected.newest(privately=True).text
    assert "Delete mm bot at the exchange, for good" in shown
    assert new.access_id in shown
    await connected.types(connected.code())

    assert new.api_id not in main_user(app).keys
    assert f"mm bot: deleted by Olga ({OLGA})" in connected.again(card).text
    assert "mm bot" not in (await connected.says("/keys")).text
    await app.passes(A_LOOK)
    assert len(drift_cards(app)) == 1


async def test_a_lost_binding_is_urgent_reaches_owners_and_alerts_by_the_earlier_expiry(
    app: TestApp, connected: Member, max_: Member
) -> None:
    grid = at_coinex(app, "grid")
    grid.ip_whitelist, grid.expires_at = [], app.environment.coinex.now + 86_400_000 * 6
    await app.passes(A_LOOK)

    (card,) = drift_cards(app)
    assert "🚨 Urgent: keys changed at the exchange" in card.text
    assert "IPs removed: 203.0.113.7. Now the key works from everywhere and expires" in card.text
    assert "If it was none of you, an attacker may have access" in card.text
    (private,) = drift_cards(app, OLGA)
    assert "Urgent" in private.text
    assert drift_cards(app, MAX) == []
    alert = next(text for text in reversed(connected.texts()) if "within 7 days" in text)
    assert "grid · in 6 days" in alert
    assert "grid · no expiry" in (await connected.says("/keys")).text, "the list is not overwritten"

    await connected.presses(private, "Accept")
    await connected.types(connected.code())
    assert "Settled" in connected.again(private).text
    assert "Settled" in connected.again(card).text
    assert "grid · 6 days" in (await connected.says("/keys")).text
    (drift,) = await history(app)
    assert drift.known is not None
    assert drift.known.ips == ("203.0.113.7",), "what was known before stays in the history"


async def test_a_withdraw_permission_given_at_the_exchange_is_urgent(app: TestApp, connected: Member) -> None:
    at_coinex(app, "grid").withdraw_enabled = True
    await app.passes(A_LOOK)

    (card,) = drift_cards(app)
    assert "Urgent" in card.text
    assert "May now withdraw." in card.text
    assert "so I cannot see who did it" in card.text
    assert len(drift_cards(app, OLGA)) == 1

    assert labels(card) == ["Delete there", "Accept"]
    await connected.presses(card, "Accept")
    assert "Code accepted" in (await connected.types(connected.code())).text, "it moves money, so a code is not enough"
    assert "Permissions: trade\n" in (await connected.says("/key grid")).text
    email = await connected.persona.reads(OLGAS_EMAIL, "May now withdraw")
    await connected.decides(email)
    assert "Permissions: trade, withdraw" in (await connected.says("/key grid")).text


async def test_a_vanished_key_is_taken_off_the_list(app: TestApp, connected: Member) -> None:
    gone = at_coinex(app, "grid")
    del main_user(app).keys[gone.api_id]
    await app.passes(A_LOOK)

    (card,) = drift_cards(app)
    assert f"Deleted at the exchange: {gone.access_id}." in card.text
    assert labels(card) == ["Remove here"]
    await connected.presses(card, "Remove here")
    plan = connected.newest(privately=True).text
    assert f"Remove grid ({gone.access_id}) from my list: it is gone at CoinEx." in plan
    assert "Accept" not in plan
    await connected.types(connected.code())
    assert "grid is removed from my list" in connected.newest().text
    assert f"grid: removed from my list by Olga ({OLGA})" in connected.again(card).text
    assert "grid" not in (await connected.says("/keys")).text


async def test_a_difference_that_disappears_is_closed_and_the_card_says_so(app: TestApp, connected: Member) -> None:
    grid = at_coinex(app, "grid")
    grid.ip_whitelist = ["203.0.113.7", "192.0.2.1"]
    await app.passes(A_LOOK)
    (card,) = drift_cards(app)
    assert "IPs added: 192.0.2.1." in card.text

    grid.ip_whitelist = ["203.0.113.7"]
    await app.passes(A_LOOK)

    assert "same again at the exchange and in my list" in connected.again(card).text
    assert not connected.again(card).buttons
    assert [drift.settled_as for drift in await history(app)] == [DriftResolution.GONE]
    assert "drift:gone" in (await connected.says("/audit")).text
    assert "grid is the same at its exchange and in my list" in (await connected.says("/adopt grid")).text


async def test_a_key_that_changes_once_more_is_a_new_message(app: TestApp, connected: Member) -> None:
    grid = at_coinex(app, "grid")
    grid.ip_whitelist = ["203.0.113.7", "192.0.2.1"]
    await app.passes(A_LOOK)
    grid.ip_whitelist = ["192.0.2.1"]
    await app.passes(A_LOOK)

    older, newer = drift_cards(app)
    assert "changed again, see the newer message" in older.text
    assert "IPs added: 192.0.2.1. IPs removed: 203.0.113.7." in newer.text


async def test_an_end_that_moved_is_followed_by_adoption_only(app: TestApp, connected: Member) -> None:
    old = at_coinex(app, "old bot")
    old.expires_at += 86_400_000 * 20
    await app.passes(A_LOOK)
    (card,) = drift_cards(app)
    assert "Until you accept this, my alerts use the earlier date" in card.text
    assert "21\u00a0Jan\u00a02027" in (await connected.says("/key 2")).text

    await connected.presses(card, "Accept")
    await connected.types(connected.code())
    assert "10\u00a0Feb\u00a02027" in (await connected.says("/key 2")).text


async def test_a_change_by_our_own_ticket_is_not_a_drift(app: TestApp, connected: Member) -> None:
    await connected.does('/bind "old bot" 203.0.113.8')
    assert at_coinex(app, "old bot").ip_whitelist == ["203.0.113.8"]
    await app.passes(A_LOOK)
    await connected.does("/deletekey grid")
    await app.passes(A_LOOK)
    assert drift_cards(app) == []


async def test_a_manual_change_is_not_reported_as_a_drift_but_the_rest_is(app: TestApp, connected: Member) -> None:
    asked = await connected.says('/renew "old bot"')
    await connected.presses(asked, "Renew there")
    await connected.types(connected.code())
    old = at_coinex(app, "old bot")
    old.expires_at += 86_400_000 * 60
    await app.passes(A_LOOK)
    assert drift_cards(app) == []

    old.withdraw_enabled = True
    await app.passes(A_LOOK)
    (card,) = drift_cards(app)
    assert "May now withdraw." in card.text


async def test_many_at_once_are_one_message_and_one_code_but_the_urgent_go_one_by_one(
    app: TestApp, connected: Member
) -> None:
    for number in range(3):
        there(app, "desk-a", f"bot {number}")
    there(app, "desk-a", "BOT 0").withdraw_enabled = True
    await app.passes(A_LOOK)
    (card,) = drift_cards(app)
    assert labels(card) == ["Delete there", "Choose keys"], "a harmless key may be the intruder's too"
    assert card.text.index("🚨 BOT 0") < card.text.index("bot 1")

    asked = await connected.says("/adopt all")
    assert "Accept 3 keys as they are" in asked.text
    await connected.confirms(asked)
    left = connected.again(card)
    assert left.text.count("accepted by") == 3
    assert labels(left) == ["Delete there", "Accept"]
    await connected.presses(left, "Accept")
    assert "A key here can withdraw money" in connected.newest(privately=True).text
    assert "A key here can withdraw, and no IP is bound to it" in connected.newest(privately=True).text
    await proves(app, connected, "BOT 0")
    listed = (await connected.says("/keys")).text
    assert "bot 0 ·" in listed
    assert f"BOT 0 {at_coinex(app, 'BOT 0').api_id} ·" in listed, "two keys of one name are told apart"
    await app.passes(A_LOOK)
    assert len(drift_cards(app)) == 1


async def test_a_number_means_the_key_that_has_it_in_the_list_and_a_new_key_has_none(
    app: TestApp, connected: Member
) -> None:
    assert "2 old bot" in (await connected.says("/keys")).text
    fresh = there(app, "desk-a", "fresh")
    await app.passes(A_LOOK)
    at_coinex(app, "old bot").trade_enabled = False
    there(app, "desk-a", "twin")
    await app.passes(A_LOOK)
    told = "".join(card.text for card in drift_cards(app))
    assert "\nfresh\nNew at the exchange" in told
    assert "\n2 · old bot\nMay not trade" in told
    twin = next(card for card in drift_cards(app) if "twin" in card.text)
    there(app, "desk-b", "twin")
    await app.passes(A_LOOK)

    assert "Accept a key as it is at the exchange\nold bot: May not trade" in (await connected.says("/adopt 2")).text
    assert "Delete key old bot" in (await connected.says("/discard 2")).text
    assert "grid is the same at its exchange" in (await connected.says("/adopt 1")).text
    assert (
        f"Delete fresh at the exchange, for good\nNew at the exchange: {fresh.access_id}"
        in (await connected.says("/discard fresh")).text
    )
    assert "fresh: New at the exchange" in (await connected.says(f"/adopt {fresh.access_id}")).text
    which = await connected.says("/adopt twin")
    assert "Which key?" in which.text
    assert all(label.startswith("🆕 twin (") for label in labels(which))
    older = drift_cards(app)[-1]
    await connected.presses(which, labels(which)[1])
    await connected.confirms(connected.again(which))
    assert "twin: accepted by Olga" in connected.again(older).text
    assert "\ntwin\nNew at the exchange" in connected.again(twin).text
    pressed_late = (await connected.says("/adopt =4")).text
    assert "twin is the same at its exchange and in my list" in pressed_late


async def test_one_of_several_is_chosen_by_its_name(app: TestApp, connected: Member) -> None:
    for number in range(2):
        there(app, "desk-a", f"bot {number}")
    await app.passes(A_LOOK)
    (card,) = drift_cards(app)

    await connected.presses(card, "Delete there")
    which = connected.newest()
    await connected.presses(which, "bot 1")
    await connected.types(connected.code())

    assert "bot 1: deleted by Olga" in connected.again(card).text
    assert "bot 0\n" in connected.again(card).text


async def test_a_key_tracked_under_a_name_of_ours_was_not_renamed(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    known = there(app, "desk-a", "x", "203.0.113.7")
    await olga.does(f"/track watched {known.access_id}")
    await connects(app, olga)
    await app.passes(A_LOOK)
    assert drift_cards(app) == []

    known.remark = "y"
    await app.passes(A_LOOK)
    (card,) = drift_cards(app)
    assert "Renamed to “y” at the exchange, still “watched” here." in card.text


async def test_connecting_again_adopts_no_new_key_but_moves_a_tracked_key(app: TestApp, connected: Member) -> None:
    there(app, "desk-a", "foreign")
    watched = there(app, "desk-a", "x", "203.0.113.7")
    await connected.does(f"/track watched {watched.access_id}")
    await app.passes(A_LOOK)
    (card,) = drift_cards(app)
    later = there(app, "desk-b", "later")

    done = await connects(app, connected)

    assert "2 sub-accounts, 5 keys" in done.text
    assert "2 keys there are not in my list. I ask the team what to do with them" in done.text
    listed = (await connected.says("/keys")).text
    assert "foreign" not in listed
    assert "later" not in listed
    assert "watched · no expiry" in listed
    assert "account desk-a" in (await connected.says("/key watched")).text
    card = connected.again(card)
    assert f"x: accepted by Olga ({OLGA})" in card.text
    assert "foreign\nNew at the exchange" in card.text
    assert labels(card) == ["Accept", "Delete there"]
    assert "later\nNew at the exchange" in drift_cards(app)[-1].text, "told at once"

    del main_user(app).keys[later.api_id]
    await app.passes(A_LOOK)
    assert "later: gone there again, and was never on my list" in drift_cards(app)[-1].text
    assert not any("Renamed to" in one.text for one in drift_cards(app))


async def test_adopting_a_tracked_key_moves_it(app: TestApp, connected: Member) -> None:
    watched = there(app, "desk-a", "x", "203.0.113.7")
    await connected.does(f"/track watched {watched.access_id}")
    await app.passes(A_LOOK)

    await connected.presses(drift_cards(app)[0], "Accept")
    await connected.types(connected.code())

    listed = (await connected.says("/keys")).text
    assert "3 watched · no expiry" in listed
    assert "3 keys" in listed
    await app.passes(A_LOOK)
    assert len(drift_cards(app)) == 1, "nobody renamed it"


async def test_only_operators_adopt(app: TestApp, connected: Member) -> None:
    vera = app.member(1003, "Vera")
    await vera.presses(await connected.does("/invite viewer 1003"), "Join")
    there(app, "desk-a", "mm bot")
    await app.passes(A_LOOK)
    (card,) = drift_cards(app)
    assert "operator" in await vera.presses(card, "Accept")
    stranger = app.member(1999, "Mallory")
    assert "Only members" in await stranger.presses(card, "Delete there")


async def test_refused_credentials_are_reported_to_the_owners_once(
    app: TestApp, connected: Member, max_: Member
) -> None:
    ours = main_key(app)
    user = main_user(app)
    del user.keys[ours.api_id]
    for _ in range(3):
        await app.passes(A_LOOK)

    told = [text for text in connected.texts(privately=True) if "does not let me in" in text]
    assert len(told) == 1, "two sub-accounts come with one key"
    assert "CoinEx does not let me in · Desk" in told[0]
    assert "CoinEx does not know my own key any more: it was deleted or has expired" in told[0]
    assert "I cannot see or change desk-a, desk-b" in told[0]
    assert not [text for text in max_.texts(privately=True) if "does not let me in" in text]
    assert drift_cards(app) == [], "what cannot be read has not vanished"

    user.keys[ours.api_id] = ours
    await app.passes(A_LOOK)
    assert [text for text in connected.texts(privately=True) if "CoinEx lets me in again" in text] != []


async def test_an_exchange_that_does_not_answer_changes_nothing(app: TestApp, connected: Member) -> None:
    app.environment.coinex.faults.happen_next("*", "502", times=1000)
    await app.passes(A_LOOK)
    assert drift_cards(app) == []
    app.environment.coinex.faults.clear()
    there(app, "desk-a", "mm bot")
    await app.passes(2 * MINUTE)
    assert len(drift_cards(app)) == 1
