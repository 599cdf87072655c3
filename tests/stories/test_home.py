"""`/start` is the home of a team: every screen opens in its message and leads back to it."""

from bot.sandbox.telegram.models import Message
from tests.app import OLGA, TestApp
from tests.people import Member

SECOND = -1001000000002
SCREENS = {
    "Keys": "Keys of Desk",
    "Expiring": "None of the 2 keys",
    "Requests": "has no open requests",
    "Whitelist": "whitelist",
    "Team": "Olga (1001), owner",
    "Alerts": "Alerts of Desk",
}


def labels(message: Message) -> list[str]:
    return [str(button["text"]) for button in message.buttons]


async def test_every_screen_opens_in_the_message_of_the_home_and_leads_back(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey one")
    await olga.does("/newkey two")
    home = await olga.whispers("/start")
    assert home.text == "Desk · your role: owner\n\n✅ Nothing needs you now."
    assert labels(home) == [*SCREENS, "Me", "Refresh"]

    for label, shown in {**SCREENS, "Me": "You are Olga (1001)"}.items():
        await olga.presses(olga.again(home), label)
        assert shown in olga.again(home).text
        await olga.presses(olga.again(home), "Refresh")
        assert shown in olga.again(home).text
        await olga.presses(olga.again(home), "Back")
        assert labels(olga.again(home)) == labels(home)
    assert olga.newest(privately=True).message_id == home.message_id, "all of it in one message"


async def test_a_key_that_was_asked_for_by_name_leads_home_too(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    shown = await olga.whispers("/key trading-eu")
    await olga.does("/editkey trading-eu name eu")
    await olga.presses(shown, "Refresh")
    assert olga.again(shown).text.startswith("eu · number 1")
    await olga.presses(olga.again(shown), "Back")
    assert "your role: owner" in olga.again(shown).text


async def test_what_waits_for_a_person_is_a_tap_away(app: TestApp, olga: Member) -> None:
    await olga.says("/newkey trading-eu")
    home = await olga.whispers("/start")
    assert "🔐 #1 make trading-eu: waits for your code" in home.text
    await olga.presses(home, "Confirm #1")
    await olga.types(olga.code())

    await olga.presses(home, "Refresh")
    assert "Nothing needs you now" in olga.again(home).text


async def test_a_home_in_the_group_is_the_same_for_all_and_says_nothing_of_one_person(
    app: TestApp, olga: Member, max_: Member
) -> None:
    await olga.does("/newkey one")
    await max_.says("/newkey trading-eu")
    home = await max_.says("/start")
    assert home.text.startswith("Desk\n\n🔐 #3 make trading-eu: waits for the code of Max (1002)")
    assert labels(home) == [*SCREENS, "Refresh"]

    await max_.presses(home, "Team")
    assert "Max (1002), operator" in olga.again(home).text
    await olga.presses(olga.again(home), "Back")
    assert olga.again(home).text == home.text
    for screen, row, shown in (("Keys", "1 one", ["Copy access id"]), ("Requests", "#3", [])):
        await olga.presses(olga.again(home), screen)
        await olga.presses(olga.again(home), row)
        assert [one for one in labels(olga.again(home)) if "Back" not in one] == [*shown, "Refresh"], "read only"
        await olga.presses(olga.again(home), "Back")
        await olga.presses(olga.again(home), "Back")
    mallory = app.member(1999, "Mallory")
    assert "Only members of this team" in await mallory.presses(olga.again(home), "Keys")
    assert olga.again(home).text == home.text


async def test_each_team_of_a_person_has_a_home_of_its_own(app: TestApp, olga: Member) -> None:
    world = app.environment.world
    world.add_group(SECOND, "Second desk", members=(OLGA,))
    world.add_bot(SECOND, OLGA)
    world.post(OLGA, SECOND, "/start")
    await app.settle()
    await olga.does("/newkey here")

    second = await olga.whispers("/start")
    first = world.messages(OLGA, from_bot=True)[-2]
    assert [one.text.splitlines()[0] for one in (first, second)] == [
        "Desk · your role: owner",
        "Second desk · your role: owner",
    ]
    await olga.presses(first, "Keys")
    assert "here" in olga.again(first).text
    await olga.presses(second, "Keys")
    assert "Second desk has no keys yet" in olga.again(second).text
    await olga.presses(olga.again(second), "Back")
    assert "Second desk" in olga.again(second).text
    await olga.presses(olga.again(first), "Back")
    assert olga.again(first).text == first.text


async def test_a_deleted_home_is_sent_again(app: TestApp, olga: Member) -> None:
    home = await olga.whispers("/start")
    olga.persona.presses(home, "Team")
    app.environment.world.delete(OLGA, OLGA, home.message_id)
    await app.settle()
    again = olga.newest(privately=True)
    assert again.message_id != home.message_id
    assert "Olga (1001), owner" in again.text
