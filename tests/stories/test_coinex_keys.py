"""The keys of a CoinEx sub-account: rotated, renewed without a call to renew, bound, unbound, deleted.

CoinEx says when a key expires. It is never computed here.
"""

from datetime import timedelta

import pytest

from bot.sandbox.exchanges.coinex.state import DAY_MS, Key
from bot.sandbox.exchanges.coinex.switches import UnbindExpiry
from bot.sandbox.exchanges.faults import Trouble
from bot.sandbox.telegram.models import Message
from tests.app import OLGAS_EMAIL, TestApp
from tests.people import Member
from tests.stories.test_connect import connects, main_user, there

DAY = timedelta(days=1)


@pytest.fixture
async def grid(app: TestApp, olga: Member) -> Key:
    """A key 76 days old in a connected sub-account: it expires within a month."""
    await olga.has_email(OLGAS_EMAIL)
    key = there(app, "desk-a", "grid", age=76 * DAY)
    await connects(app, olga)
    await app.passes(timedelta(seconds=31))
    return key


def _newest(app: TestApp, olga: Member, words: str) -> Message:
    """The newest message in the group with these words."""
    said = app.environment.world.messages(olga.persona.home, from_bot=True, with_deleted=False)
    return next(one for one in reversed(said) if words in one.text)


def _there_now(app: TestApp) -> list[Key]:
    return sorted(main_user(app).list_keys("desk-a"), key=lambda key: key.api_id)


async def test_a_rotation_waits_until_a_call_with_the_new_key_succeeds_and_then_deletes_the_old_one(
    app: TestApp, olga: Member, grid: Key
) -> None:
    done = await olga.does("/rotate grid")
    assert "Key grid-v2 is made" in done.text
    assert "in 10 to 15 minutes" in done.text
    old, new = _there_now(app)
    assert (new.trade_enabled, new.ip_whitelist) == (True, [])
    assert new.remark.startswith("grid-v2 ~")
    assert new.secret_key in olga.newest(privately=True).text
    await app.passes(timedelta(minutes=5))
    assert "The new key is not confirmed working yet" in (await olga.says("/key grid-v2")).text
    assert not any("grid-v2 works now" in text for text in olga.texts())

    await app.passes(timedelta(minutes=5))
    await app.passes(timedelta(minutes=1))
    offered = _newest(app, olga, "grid-v2 works now")
    await olga.presses(offered, "Switched over")
    assert _there_now(app) == [old, new], "nothing is deleted before the code"
    await olga.types(olga.code())

    assert _there_now(app) == [new]
    assert "grid-v2 has replaced the old key" in olga.again(offered).text
    assert "Key grid is deleted" in _newest(app, olga, "is deleted").text


async def test_a_creation_with_a_lost_answer_is_found_after_a_restart_and_never_repeated(
    app: TestApp, olga: Member, grid: Key
) -> None:
    card = await olga.says("/rotate grid")
    await olga.opens(card)
    app.environment.coinex.faults.happen_next("/account/subs/api", Trouble.CUT_AFTER, skip=1)
    await olga.types(olga.code())
    await app.restart()
    await app.settle()

    assert "Key grid-v2 is made" in olga.again(card).text
    assert len(_there_now(app)) == 2
    assert _there_now(app)[1].secret_key in olga.newest(privately=True).text


async def test_a_deletion_with_a_lost_answer_ends_after_a_restart(app: TestApp, olga: Member, grid: Key) -> None:
    await olga.does("/rotate grid")
    await app.passes(timedelta(minutes=11))
    await app.passes(timedelta(minutes=1))
    offered = _newest(app, olga, "grid-v2 works now")
    await olga.presses(offered, "Switched over")
    app.environment.coinex.faults.happen_next("/account/subs/delete-api", Trouble.CUT_AFTER)
    await olga.types(olga.code())
    await app.restart()
    await app.settle()

    assert "grid-v2 has replaced the old key" in olga.again(offered).text
    assert [key.remark[:7] for key in _there_now(app)] == ["grid-v2"]


async def test_a_deletion_that_is_confirmed_and_waits_for_a_silent_exchange_is_too_late_to_keep_both(
    app: TestApp, olga: Member, grid: Key, max_: Member
) -> None:
    await olga.does("/rotate grid")
    await app.passes(timedelta(minutes=11))
    await app.passes(timedelta(minutes=1))
    offered = _newest(app, olga, "grid-v2 works now")
    await olga.presses(offered, "Switched over")
    app.environment.coinex.faults.happen_every(Trouble.CUT_BEFORE, 1)
    await olga.types(olga.code())

    assert "the deletion of grid is confirmed and running" in await max_.presses(offered, "Keep both")
    assert olga.again(offered).buttons, "the rotation goes on"


async def test_a_new_key_that_does_not_work_in_time_is_not_offered_before_it_does(
    app: TestApp, olga: Member, grid: Key
) -> None:
    await olga.does("/rotate grid")
    app.environment.coinex.switches.activation_delay = timedelta(hours=20)
    for _ in range(3):
        await app.passes(timedelta(minutes=10))

    assert not any("works now" in text for text in olga.texts())
    stalled = _newest(app, olga, "grid-v2 should work by now, but does not")
    assert "grid still works" in stalled.text
    assert "The new key is not confirmed working yet" in (await olga.says("/key grid")).text
    await app.passes(timedelta(hours=2))
    assert sum("should work by now" in text for text in olga.texts()) == 1, "it is said once"

    app.environment.coinex.switches.activation_delay = timedelta()
    await app.passes(timedelta(minutes=1))
    assert "Put it where grid is used, then press Switched over" in _newest(app, olga, "grid-v2 works now").text


async def test_a_rotation_survives_an_exchange_that_is_silent_for_hours(app: TestApp, olga: Member, grid: Key) -> None:
    await olga.does("/rotate grid")
    app.environment.coinex.faults.happen_every(Trouble.CUT_BEFORE, 1)
    for _ in range(3):
        await app.passes(timedelta(hours=1))
    assert not any("works now" in text for text in olga.texts())

    app.environment.coinex.faults.clear()
    await app.passes(timedelta(minutes=1))
    assert "press Switched over" in _newest(app, olga, "grid-v2 works now").text


async def test_a_rotation_survives_an_exchange_that_is_away_for_days_and_says_daily_what_is_known(
    app: TestApp, olga: Member, grid: Key
) -> None:
    await olga.does("/rotate grid")
    app.environment.coinex.faults.happen_every(Trouble.CUT_BEFORE, 1)
    await app.passes(timedelta(hours=2))
    assert not any("CoinEx has not answered me" in text for text in olga.texts()), "nobody waits for it that long yet"
    for _ in range(3):
        await app.passes(timedelta(days=1))
        told = _newest(app, olga, "grid-v2 is not confirmed working yet")
        assert "CoinEx has not answered me since 22\u00a0Nov" in told.text
        assert "grid still works." in told.text
        await app.restart()
    detail = (await olga.says("/key grid-v2")).text
    assert "State: not confirmed working" in detail
    assert "The new key is not confirmed working yet" in detail
    assert sum("CoinEx has not answered me" in text for text in olga.texts()) == 1, "the older ones are put away"

    app.environment.coinex.faults.clear()
    await app.passes(timedelta(minutes=30))
    offered = _newest(app, olga, "grid-v2 works now")
    await olga.presses(offered, "Switched over")
    await olga.types(olga.code())
    assert [key.remark[:7] for key in _there_now(app)] == ["grid-v2"]


async def test_no_one_is_asked_to_switch_over_to_a_key_that_vanished(app: TestApp, olga: Member, grid: Key) -> None:
    await olga.does("/rotate grid overlap 2h")
    await app.passes(timedelta(minutes=15))
    del main_user(app).keys[_there_now(app)[1].api_id]
    await app.passes(timedelta(hours=1))
    await app.passes(timedelta(hours=1))

    over = _newest(app, olga, "grid-v2 was deleted at the exchange. You").text
    assert (
        "grid still works. grid-v2 was deleted at the exchange. You cannot switch over. "
        "/deletekey 2 removes grid-v2 from my list and ends the rotation." in over
    )
    await olga.does("/deletekey 2")
    assert "replace" not in (await olga.says("/key grid")).text


async def test_an_old_key_that_vanished_is_not_said_to_work(app: TestApp, olga: Member, grid: Key) -> None:
    app.environment.coinex.switches.activation_delay = timedelta(minutes=20)
    await olga.does("/rotate grid")
    del main_user(app).keys[grid.api_id]
    await app.passes(timedelta(minutes=11))
    await app.passes(timedelta(minutes=11))

    assert "grid was deleted at the exchange. I ask again" in _newest(app, olga, "grid-v2 works now").text
    detail = (await olga.says("/key grid-v2")).text
    assert "will replace grid (number 1). I ask again" in detail
    await app.passes(timedelta(days=1))
    assert (
        "grid was deleted at the exchange. grid-v2 still works" in _newest(app, olga, "switched everything over?").text
    )


async def test_renewing_offers_what_there_is_best_first(app: TestApp, olga: Member, grid: Key) -> None:
    asked = await olga.says("/renew grid")
    assert "The API of CoinEx cannot renew keys" in asked.text
    assert [button["text"] for button in asked.buttons] == ["Bind IPs", "Rotate", "Renew there"]
    listed = len(app.environment.coinex.calls)

    await olga.presses(asked, "Bind IPs")
    question = olga.newest()
    assert "Which IPs do you want to bind to grid?" in question.text
    card = await olga.says("203.0.113.7", reply_to=question)
    assert "is bound to 203.0.113.7, does not expire" in (await olga.confirms(card)).text
    assert _there_now(app)[0].ip_whitelist == ["203.0.113.7"]
    assert "/account/subs/edit-api" in {one.path for one in list(app.environment.coinex.calls)[listed:]}
    assert "All keys of desk-a are fine again" in _newest(app, olga, "fine again").text
    assert "needs no renewal" in (await olga.says("/renew grid")).text


async def test_rotating_is_one_press_away_from_renewing(app: TestApp, olga: Member, grid: Key) -> None:
    asked = await olga.says("/renew grid")

    await olga.presses(asked, "Rotate")

    assert "Rotate grid: make the key grid-v2" in olga.again(asked).text


async def test_a_manual_renewal_counts_only_when_coinex_shows_it_and_the_alert_stays_until_then(
    app: TestApp, olga: Member, grid: Key, max_: Member
) -> None:
    asked = await olga.says("/renew grid")
    await olga.presses(asked, "Renew there")
    steps = olga.again(asked)
    assert "Open https://www.coinex.com/apikey and choose desk-a" in steps.text
    assert f"Edit the key {grid.access_id}" in steps.text
    await olga.types(olga.code())
    card = olga.again(asked)
    assert "then press Done" in card.text

    await max_.presses(card, "Done")
    assert "). Do the steps on its page, then press Done again" in olga.again(card).text
    before = olga.again(card).text
    assert "Noted. The request shows the result" in await max_.presses(card, "Done")
    assert olga.again(card).text == before, "within a minute nothing else could be seen"
    assert "waits for the change on the exchange’s page" in (await olga.says("/pending")).text
    alert = _newest(app, olga, "A key expires within 14 days")
    assert "grid" in alert.text
    await app.restart()

    grid.expires_at = app.environment.coinex.now + 90 * DAY_MS
    await max_.presses(olga.again(card), "Done")

    assert "grid is renewed, expires in 90 days" in olga.again(card).text
    assert "is not renewed yet" not in olga.again(card).text
    assert "Not checked by me" not in olga.again(card).text, "CoinEx was read"
    assert "fine again" in olga.again(alert).text
    audit = (await olga.says("/audit")).text
    assert "key:renew by-hand" in audit
    assert "key:renew done" in audit


async def test_a_key_deleted_after_the_question_is_not_renewed(app: TestApp, olga: Member, grid: Key) -> None:
    card = await olga.does("/renew grid by-hand")
    del main_user(app).keys[grid.api_id]

    await olga.presses(card, "Done")

    assert "grid: This key was deleted at CoinEx. /deletekey 1 removes it" in olga.again(card).text


async def test_a_key_that_vanished_keeps_its_name_and_can_be_removed_from_the_list(
    app: TestApp, olga: Member, grid: Key
) -> None:
    del main_user(app).keys[grid.api_id]

    failed = (await olga.does("/bind grid 203.0.113.7")).text
    assert "grid: This key was deleted at CoinEx. /deletekey 1 removes it from my list" in failed
    assert str(grid.api_id) not in failed
    assert "Key grid is deleted" in (await olga.does("/deletekey 1")).text
    assert "no keys yet" in (await olga.says("/keys")).text


async def test_of_several_keys_those_that_can_be_renewed_are_and_the_others_go_their_own_way(
    app: TestApp, olga: Member, grid: Key
) -> None:
    there(app, "desk-a", "arb", age=70 * DAY)
    await app.passes(timedelta(minutes=11))
    await olga.does("/adopt arb")
    await olga.does("/newkey own in main")

    card = await olga.says("/renew grid own arb")
    assert "Renew a key:\nown, expires" in card.text
    assert "Not grid, arb: the API of CoinEx cannot renew keys" in card.text
    done = await olga.confirms(card)
    assert "own is renewed" in done.text
    assert "Not renewed: grid, arb." in done.text
    await olga.presses(done, "Renew 2 others")

    which = olga.newest()
    assert "For each key you bind IPs, rotate, or renew on the exchange’s page" in which.text
    await olga.presses(which, "arb")
    assert "The API of CoinEx cannot renew keys" in olga.again(which).text


async def test_an_alert_offers_what_the_exchange_can_do(app: TestApp, olga: Member, grid: Key) -> None:
    there(app, "desk-a", "arb", age=70 * DAY)
    await app.passes(timedelta(minutes=11))
    await olga.does("/adopt arb")

    alert = _newest(app, olga, "A key expires within 14 days")
    assert "90 more days" not in alert.text
    assert "The API of CoinEx cannot renew keys: Renew shows the other ways" in alert.text
    assert [button["text"] for button in alert.buttons] == [
        "Renew grid",
        "Renew arb",
        "Bind IPs",
        "Rotate",
        "I’m on it",
        "Snooze ▾",
    ]
    await olga.does("/newkey own in main")
    await app.passes(70 * DAY)
    assert "Press Renew for 90 more days" in _newest(app, olga, "account main").text


@pytest.mark.parametrize("counts", list(UnbindExpiry))
async def test_without_its_last_ip_a_key_ends_when_coinex_says(
    app: TestApp, olga: Member, grid: Key, counts: UnbindExpiry
) -> None:
    app.environment.coinex.switches.unbind_expiry = counts
    await olga.does("/bind grid 203.0.113.7")
    await app.passes(timedelta(seconds=31))

    card = await olga.says("/unbind grid all")
    assert "the key expires on the date that CoinEx sets" in card.text
    done = await olga.confirms(card)

    days = 90 if counts is UnbindExpiry.FROM_NOW else 14
    assert grid.ip_whitelist == []
    assert f"in {days} days · " in done.text or f"in {days - 1} days · " in done.text


async def test_a_key_is_made_with_the_end_that_coinex_gives_and_deleted_there(
    app: TestApp, olga: Member, grid: Key
) -> None:
    card = await olga.says("/newkey arb trade in desk-a")
    assert "expires on the date that CoinEx sets" in card.text
    made_card = await olga.confirms(card)
    assert "Key arb is made" in made_card.text
    await app.passes(timedelta(seconds=31))

    await olga.does("/deletekey arb")

    assert _there_now(app) == [grid]
    assert "arb" not in (await olga.says("/keys")).text


async def test_a_name_that_is_too_long_for_coinex_says_why(app: TestApp, olga: Member, grid: Key) -> None:
    assert "at most 50 characters, at an exchange 40" in (await olga.says("/newkey")).text
    told = (await olga.says(f"/newkey {'x' * 45} in desk-a")).text
    assert (
        "45 characters. For a key at CoinEx use at most 40: I add a mark of 10 characters to recognise my keys" in told
    )


async def test_once_disconnected_nothing_is_read_and_a_person_states_the_expiry(
    app: TestApp, olga: Member, grid: Key
) -> None:
    await olga.does("/disconnect coinex-main")
    await app.passes(timedelta(seconds=31))

    ways = await olga.says("/renew grid")
    assert "I cannot check the result: desk-a is disconnected" in ways.text
    await olga.presses(ways, "Renew there")
    await olga.types(olga.code())
    assert (
        "Then I ask you for the new date. I cannot check it with CoinEx: desk-a is disconnected"
        in olga.again(ways).text
    )
    await olga.presses(olga.again(ways), "Done")
    await olga.presses(olga.newest(), "I do not know")

    assert "grid is renewed, expiry date unknown" in olga.again(ways).text
    assert "Not checked by me: Olga" in olga.again(ways).text
    await app.passes(timedelta(seconds=31))
    assert "Make a new key there with the same permissions" in (await olga.says("/rotate grid")).text
