"""`/keys` is worked by taps: pages, filters and keys open in the message that shows the list."""

from dataclasses import replace
from datetime import timedelta

from bot.sandbox.telegram.models import Message
from tests.app import TestApp
from tests.people import Member

SHEET = "Remark,Access ID,Expires\n" + "".join(
    f"{'hedge' if number % 2 else 'grid'}-{number},ACCESS{number:02},{'2026-11-30' if number == 12 else '2027-02-20'}\n"
    for number in range(1, 13)
)


def labels(message: Message) -> list[str]:
    return [str(button["text"]) for button in message.buttons]


async def listed(olga: Member, words: str = "") -> Message:
    """A list of twelve keys, of which the last one expires soonest."""
    await olga.confirms(await olga.sends("keys.csv", SHEET.encode(), "/track"))
    return await olga.says(f"/keys{words}")


async def test_the_most_urgent_is_first_and_the_others_are_a_page_away(app: TestApp, olga: Member) -> None:
    shown = await listed(olga)
    assert shown.text.splitlines()[2].startswith("🟡 12 grid-12 · 8 days · ")
    assert labels(shown)[0] == "🟡 12 grid-12"
    assert labels(shown)[-6:-2] == ["▶", "• All", "Expiring", "Can withdraw"]
    assert "hedge-11" not in shown.text

    await olga.presses(shown, "▶")
    assert [line.split(" · ")[0] for line in olga.again(shown).text.splitlines()[2:4]] == [
        "🔑 10 grid-10",
        "🔑 11 hedge-11",
    ]
    assert "Page 2 of 2" in olga.again(shown).text

    await olga.presses(olga.again(shown), "hedge-11")
    assert "Access id: ACCESS11" in olga.again(shown).text
    await olga.presses(olga.again(shown), "Back")
    assert "Page 2 of 2" in olga.again(shown).text
    await olga.presses(olga.again(shown), "Expiring")
    assert "grid-12" in olga.again(shown).text
    assert "grid-10" not in olga.again(shown).text
    assert olga.newest().message_id == shown.message_id, "all of it in one message"


async def test_expiring_keys_are_paged_narrowed_and_opened_in_one_message(app: TestApp, olga: Member) -> None:
    await olga.confirms(await olga.sends("keys.csv", SHEET.encode(), "/track"))
    await app.passes(timedelta(days=70))
    shown = await olga.whispers("/expiring")
    assert shown.text.splitlines()[2].startswith("⛔️ 12 grid-12 · expired ")
    assert labels(shown)[:2] == ["⛔️ 12 grid-12", "🟡 1 hedge-1"]
    assert labels(shown)[-5:-2] == ["▶", "Renew all 12", "Bind IPs"]

    await olga.presses(shown, "▶")
    assert "11 hedge-11 · in " in olga.again(shown).text
    assert "Page 2 of 2" in olga.again(shown).text
    await olga.presses(olga.again(shown), "hedge-11")
    assert "Access id: ACCESS11" in olga.again(shown).text
    assert "Renew" in labels(olga.again(shown))
    await olga.presses(olga.again(shown), "Back")
    assert "Page 2 of 2" in olga.again(shown).text

    narrowed = await olga.whispers("/expiring hedge")
    assert "Expiring keys of Desk, “hedge”" in narrowed.text
    assert "grid" not in narrowed.text
    await olga.presses(narrowed, "All")
    assert "grid-12" in olga.again(narrowed).text
    assert "No key of Desk that expires within 30 days fits “x”." in (await olga.whispers("/expiring x")).text


async def test_words_narrow_it_and_no_match_is_said(app: TestApp, olga: Member) -> None:
    shown = await listed(olga, " HEDGE 11")
    assert "Keys of Desk, “HEDGE 11” · 1 key" in shown.text
    assert "11 hedge-11 · " in shown.text
    await olga.presses(shown, "hedge-11")
    await olga.presses(olga.again(shown), "Back")
    assert "“HEDGE 11” · 1 key" in olga.again(shown).text

    assert "fits “nothing”. I look in names and numbers" in (await olga.says("/keys nothing")).text
    assert "No key of Desk can withdraw." in (await olga.says("/keys withdraw")).text


async def test_a_row_of_a_deleted_key_shows_the_current_list(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey one")
    await olga.does("/newkey two")
    shown = await olga.says("/keys")
    await olga.does("/deletekey 1")

    await olga.presses(shown, "1 one")
    assert "Keys of Desk · 1 key" in olga.again(shown).text
    assert labels(olga.again(shown))[:-2] == ["🕐 2 two", "• All", "Expiring", "Can withdraw"]


async def test_two_people_turn_the_same_list_for_all(app: TestApp, olga: Member, max_: Member) -> None:
    shown = await listed(olga)
    first_page = shown.text
    seen = replace(shown, keyboard=shown.keyboard)
    await max_.presses(shown, "▶")
    assert await olga.presses(seen, "▶") == "", "she has not seen yet that Max turned it"
    assert "Page 2 of 2" in olga.again(shown).text
    await olga.presses(olga.again(shown), "◀")
    assert max_.again(shown).text == first_page

    await olga.whispers("/keys hedge")
    await max_.presses(max_.again(shown), "Expiring")
    await olga.presses(olga.again(shown), "All")
    assert max_.again(shown).text == first_page, "what one person searches for in private stays there"


async def test_a_stranger_turns_no_page(app: TestApp, olga: Member) -> None:
    shown = await listed(olga)
    mallory = app.member(1999, "Mallory")
    assert await mallory.presses(shown, "▶")
    assert olga.again(shown).text == shown.text


async def test_the_card_of_a_key_says_who_made_it_and_how_full_it_is(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey grid")
    await app.passes(timedelta(days=49, hours=1))
    shown = await olga.says("/key grid")
    assert "▰▰▰▱▱ 41 of 90 days left" in shown.text
    assert "Created: 49 days ago · " in shown.text
    assert ", by Olga (1001)" in shown.text
    assert "Copy access id" in labels(shown)
    (copied,) = [button["copy_text"] for button in shown.buttons if "copy_text" in button]
    assert copied == {"text": shown.text.split("Access id: ")[1].split("\n")[0]}

    await olga.does("/bind grid 203.0.113.7")
    assert "IPs: 203.0.113.7\n▰▱▱▱▱ 1 of 50" in olga.again(shown).text, "it was drawn again"
    await olga.presses(olga.again(shown), "Back")
    await olga.presses(olga.again(shown), "Keys")
    await olga.presses(olga.again(shown), "1 grid")
    await olga.does("/deletekey grid")
    assert olga.again(shown).text.startswith("🗑 Key grid was deleted by Olga (1001), 10\xa0Jan")
    assert labels(olga.again(shown)) == []
