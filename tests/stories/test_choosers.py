"""A command about keys without a name shows a list: keys are chosen by taps, in the message that becomes the card."""

from tests.app import TestApp
from tests.people import Member
from tests.stories.test_key_list import SHEET, labels


async def test_keys_to_renew_are_chosen_by_taps_on_the_list(app: TestApp, olga: Member, max_: Member) -> None:
    await olga.confirms(await olga.sends("keys.csv", SHEET.encode(), "/track"))
    shown = await olga.says("/renew")
    assert "Which keys do you want to renew?" in shown.text
    assert labels(shown)[:2] == ["🟡 12 grid-12", "🔑 1 hedge-1"]

    await olga.presses(shown, "12 grid-12")
    await olga.presses(olga.again(shown), "▶")
    await max_.presses(olga.again(shown), "11 hedge-11")
    assert labels(olga.again(shown))[1:4] == ["✓ 🔑 11 hedge-11", "◀", "Go on (2)"]

    await max_.presses(olga.again(shown), "Go on (2)")
    card = olga.again(shown)
    assert "Max" in card.text
    assert "grid-12" in card.text
    assert "hedge-11" in card.text
    await max_.confirms(card)
    assert "Do it on the exchange’s page" in olga.again(card).text


async def test_keys_to_bind_are_chosen_first_and_their_ips_asked_for_then(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey one")
    await olga.does("/newkey two")
    shown = await olga.says("/bind")
    for label in ("1 one", "2 two", "Go on (2)"):
        await olga.presses(olga.again(shown), label)
    question = olga.newest()
    assert "Which IPs do you want to bind to one, two?" in question.text
    card = await olga.says("203.0.113.7", reply_to=question)
    await olga.confirms(card)
    assert olga.again(card).text.count("is bound to 203.0.113.7") == 2


async def test_a_key_that_was_chosen_and_deleted_is_not_gone_on_with(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey one")
    await olga.does("/newkey two")
    shown = await olga.says("/renew")
    for label in ("1 one", "2 two"):
        await olga.presses(olga.again(shown), label)
    await olga.does("/deletekey 1")

    await olga.presses(olga.again(shown), "Go on (2)")
    assert labels(olga.again(shown))[:2] == ["✓ 🕐 2 two", "Go on (1)"]
    await olga.presses(olga.again(shown), "Go on (1)")
    assert "Renew a key" in olga.again(shown).text


async def test_one_tap_is_enough_where_a_command_takes_one_key(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey one")
    shown = await olga.says("/deletekey")
    assert labels(shown)[:1] == ["🕐 1 one"]
    await olga.presses(shown, "1 one")
    await olga.confirms(olga.again(shown))
    assert "one is deleted" in olga.again(shown).text


async def test_a_part_of_a_name_searches_and_its_pages_stay_narrowed(app: TestApp, olga: Member) -> None:
    await olga.confirms(await olga.sends("keys.csv", SHEET.encode(), "/track"))
    await olga.does("/newkey grid-extra")
    shown = await olga.says("/deletekey GRI")
    assert shown.text.startswith("Nothing is named “GRI”. These have it in their name.\nWhich key")
    assert "hedge" not in shown.text
    await olga.presses(shown, "grid-extra")
    await olga.confirms(olga.again(shown))
    assert "grid-extra is deleted" in olga.again(shown).text

    assert "There is no key “nothing”" in (await olga.says("/deletekey nothing")).text
    shown = await olga.says("/renew hed")
    await olga.presses(shown, "hedge-3")
    await olga.presses(olga.again(shown), "hedge-5")
    assert "grid" not in olga.again(shown).text
    await olga.presses(olga.again(shown), "Go on (2)")
    assert "hedge-3" in olga.again(shown).text


async def test_a_stranger_chooses_nothing(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey one")
    shown = await olga.says("/renew")
    mallory = app.member(1999, "Mallory")
    assert await mallory.presses(shown, "1 one")
    assert olga.again(shown).text == shown.text
    assert labels(olga.again(shown)) == labels(shown)
