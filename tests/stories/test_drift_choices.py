"""The buttons below a message about changed keys, and the words that do the same."""

from tests.app import OLGA, TestApp
from tests.people import Member
from tests.stories.test_connect import main_user, there
from tests.stories.test_drift import A_LOOK, at_coinex, connected, drift_cards, labels

__all__ = ["connected"]


async def test_a_lost_binding_is_bound_again_by_a_button(app: TestApp, connected: Member) -> None:
    grid = at_coinex(app, "grid")
    grid.ip_whitelist, grid.expires_at = [], app.environment.coinex.now + 86_400_000 * 60
    await app.passes(A_LOOK)
    (card,) = drift_cards(app)
    assert "Bind the IPs again or delete the key" in card.text
    assert labels(card) == ["Bind again", "Delete there", "Accept"]

    await connected.presses(card, "Bind again")
    plan = connected.newest(privately=True).text
    assert "Bind grid again to 203.0.113.7 only\nNo IP is bound there now. Bound again, the key does" in plan
    assert "hanged at" not in plan
    await connected.types(connected.code())

    assert (grid.ip_whitelist, grid.expires_at) == (["203.0.113.7"], 0)
    await app.passes(A_LOOK)
    assert "same again at the exchange and in my list" in connected.again(card).text
    assert len(drift_cards(app)) == 1


async def test_ips_that_were_all_swapped_for_a_strangers_are_urgent_and_binding_ours_takes_his_off(
    app: TestApp, connected: Member
) -> None:
    grid = at_coinex(app, "grid")
    grid.ip_whitelist = ["25.10.0.77"]
    await app.passes(A_LOOK)
    (card,) = drift_cards(app)
    assert "🚨 Urgent" in card.text
    swapped = (
        "IPs added: 25.10.0.77. IPs removed: 203.0.113.7. Now the key works only from IPs that are not on your list"
    )
    assert swapped in card.text
    assert labels(card) == ["Bind again", "Delete there", "Accept"]
    assert len(drift_cards(app, OLGA)) == 1, "told to the owner in private too"

    await connected.presses(card, "Bind again")
    plan = connected.newest(privately=True).text
    assert "Bind grid again to 203.0.113.7 only\nUnbind 25.10.0.77, which is not on our list" in plan
    assert "stay" not in plan
    await connected.types(connected.code())

    assert grid.ip_whitelist == ["203.0.113.7"]
    assert "IPs: 203.0.113.7\n" in (await connected.says("/key grid")).text
    await app.passes(A_LOOK)
    assert "same again at the exchange and in my list" in connected.again(card).text


async def test_a_key_that_got_its_first_ip_does_not_end_any_more(app: TestApp, connected: Member) -> None:
    old = at_coinex(app, "old bot")
    old.ip_whitelist, old.expires_at = ["25.10.0.77"], 0
    await app.passes(A_LOOK)
    (card,) = drift_cards(app)
    assert "IPs added: 25.10.0.77. Now the key does not expire.\n" in card.text
    assert labels(card) == ["Accept"]


async def test_where_all_is_urgent_nothing_is_adopted_together_and_the_key_can_be_deleted(
    app: TestApp, connected: Member
) -> None:
    there(app, "desk-a", "second", "203.0.113.8").withdraw_enabled = True
    grid = at_coinex(app, "grid")
    grid.ip_whitelist, grid.withdraw_enabled = [], True
    await app.passes(A_LOOK)
    (card,) = drift_cards(app)
    assert labels(card) == ["Bind grid again", "Delete there", "Choose keys"]
    assert "Which key?" in (await connected.says("/adopt all")).text
    for command, taps, plan in (
        ("/adopt", ("grid", "Go on (1)"), "Accept a key"),
        ("/discard", ("grid",), "Delete key grid"),
    ):
        listed = await connected.says(command)
        assert set(labels(listed)[:2]) == {"grid", "🆕 second"}
        assert "grid: " in listed.text
        for label in taps:
            await connected.presses(connected.again(listed), label)
        assert plan in connected.again(listed).text

    await connected.presses(card, "Delete there")
    which = connected.newest()
    assert [label.partition(" (")[0] for label in labels(which)] == ["1 · grid", "🆕 second"]
    await connected.presses(which, "1 · grid")
    await connected.types(connected.code())

    assert grid.api_id not in main_user(app).keys
    assert f"grid: deleted by Olga ({OLGA})" in connected.again(card).text
    assert labels(connected.again(card)) == ["Delete there", "Accept"]


async def test_several_keys_are_chosen_and_settled_with_one_code(app: TestApp, connected: Member) -> None:
    new = {name: there(app, "desk-a", name) for name in ("kept 1", "kept 2", "other 1", "other 2", "gone")}
    at_coinex(app, "grid").trade_enabled = False
    await app.passes(A_LOOK)

    listed = await connected.says("/adopt")
    assert "Which keys do you want to accept" in listed.text
    for label in ("kept 1", "kept 2", "Go on (2)"):
        await connected.presses(connected.again(listed), label)
    assert "Accept 2 keys as they are at the exchange" in connected.again(listed).text
    await connected.confirms(connected.again(listed))
    assert connected.again(listed).text.count("is accepted") == 2

    listed = await connected.says("/discard")
    for label in ("other 1", "other 2", "gone", "Go on (3)"):
        await connected.presses(connected.again(listed), label)
    asked = connected.again(listed)
    assert "Delete 3 keys at the exchange, for good\nother 1: New at the exchange" in asked.text
    del main_user(app).keys[new["gone"].api_id]
    done = await connected.confirms(asked)
    assert done.text.count("is deleted") == 3
    assert {new[name].api_id in main_user(app).keys for name in ("other 1", "other 2")} == {False}
    assert {new[name].api_id in main_user(app).keys for name in ("kept 1", "kept 2")} == {True}

    listed = await connected.says("/discard")
    await connected.presses(listed, "grid")
    assert "Delete key grid" in connected.again(listed).text, "a key of ours is deleted alone"
    there(app, "desk-a", "late")
    await app.passes(A_LOOK)
    assert "grid is on my list. Delete it with /deletekey." in (await connected.says("/discard late grid")).text


async def test_adopting_all_is_about_the_keys_of_that_message_only(app: TestApp, connected: Member) -> None:
    for number in range(2):
        there(app, "desk-a", f"mine {number}")
        there(app, "desk-b", f"other {number}")
    await app.passes(A_LOOK)
    card = next(one for one in drift_cards(app) if "mine 0" in one.text)

    await connected.presses(card, "Accept all 2")
    assert "Accept 2 keys as they are" in connected.newest(privately=True).text
    await connected.types(connected.code())

    listed = (await connected.says("/keys")).text
    assert "mine 0" in listed
    assert "mine 1" in listed
    assert "other" not in listed
    await connected.presses(next(one for one in drift_cards(app) if "other 0" in one.text), "Choose keys")
    assert [label.partition(" (")[0] for label in labels(connected.newest())] == ["🆕 other 0", "🆕 other 1"]


async def test_keys_of_one_name_are_distinguished_by_their_accounts(app: TestApp, connected: Member) -> None:
    there(app, "desk-a", "page-1")
    there(app, "desk-b", "page-1")
    await app.passes(A_LOOK)
    done = await connected.does("/adopt all")
    for account in ("desk-a", "desk-b"):
        assert f"page-1 ({account}) (number " in done.text
    keys = [key for key in main_user(app).keys.values() if key.remark == "page-1"]
    for key in keys:
        key.trade_enabled = False
    await app.passes(A_LOOK)

    which = await connected.says("/adopt page-1")
    assert {label.partition(" · ")[2] for label in labels(which)} == {"page-1 (desk-a)", "page-1 (desk-b)"}
    for key in keys:
        del main_user(app).keys[key.api_id]
    await app.passes(A_LOOK)
    asked = await connected.says("/adopt all")
    assert "page-1 (desk-a): gone at CoinEx, so I remove it from my list." in asked.text
    done = await connected.confirms(asked)
    for account in ("desk-a", "desk-b"):
        assert f"page-1 ({account}) is removed from my list" in done.text


async def test_many_keys_are_counted_and_ten_of_them_named(app: TestApp, connected: Member) -> None:
    for number in range(12):
        there(app, "desk-a", f"bot {number:02}")
    await app.passes(A_LOOK)
    (card,) = drift_cards(app)
    assert card.text.count("New at the exchange") == 10
    assert "… and 2 more" in card.text

    asked = await connected.says("/adopt all")
    assert "Accept 12 keys as they are" in asked.text
    assert asked.text.count("New at the exchange") == 10
    done = await connected.confirms(asked)
    assert done.text.count("is accepted") == 10
    assert "… and 2 more" in done.text
    assert "14 keys" in (await connected.says("/keys")).text


async def test_keys_are_named_by_name_or_access_id_and_unknown_names_are_refused(
    app: TestApp, connected: Member
) -> None:
    intruder = there(app, "desk-a", "new intruder")
    await app.passes(A_LOOK)

    for name in ("new intruder", '"NEW intruder"', intruder.access_id):
        assert (
            "Accept a key as it is at the exchange\nnew intruder: New at the exchange"
            in (await connected.says(f"/adopt {name}")).text
        )
    for name in ("nobody", "99", "=99"):
        assert f"I know of no change of a key “{name}”" in (await connected.says(f"/adopt {name}")).text
    assert "grid is the same at its exchange" in (await connected.says("/adopt grid")).text
    await connected.does("/discard all")
    assert intruder.api_id not in main_user(app).keys
    assert "There is nothing to accept" in (await connected.says("/adopt")).text
