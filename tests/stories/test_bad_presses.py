"""Presses that come twice, late or on a list that is shorter by now: each acts once, and the message stays right."""

from storage.work import Work
from tests.app import TestApp
from tests.people import Member
from tests.stories.test_key_list import SHEET, labels


async def _twice(app: TestApp, member: Member, label: str) -> None:
    """Press a button of the newest message twice before the bot sees the first press."""
    shown = member.newest()
    for _ in range(2):
        member.persona.presses(shown, label)
    await app.settle()


async def _ends(app: TestApp, member: Member) -> list[str]:
    """The stage or end of each request of the team, by number."""
    (team,) = await app.app.database.read(lambda work: work.teams.list_of(member.user_id))
    found = [await app.app.database.read(lambda work, n=n: work.tickets.find_numbered(team.id, n)) for n in range(1, 9)]  # type: ignore[misc]
    return [str(one.end or one.stage) for one in found if one is not None]


async def test_a_button_pressed_twice_at_once_acts_once(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey one")
    await olga.does("/newkey two")
    await olga.says("/renew")
    await _twice(app, olga, "1 one")
    assert labels(olga.newest())[:3] == ["✓ 🕐 1 one", "🕐 2 two", "Go on (1)"], "a tap says what it wants"
    await _twice(app, olga, "Go on (1)")
    assert await _ends(app, olga) == ["done", "done", "code"]

    await _twice(app, olga, "Cancel")
    assert await _ends(app, olga) == ["done", "done", "cancelled"]
    assert (await olga.says("/audit")).text.count("cancelled: renew one") == 1


async def test_a_digit_pressed_twice_at_once_is_typed_once(app: TestApp, olga: Member) -> None:
    await olga.says("/newkey one")
    await olga.opens(olga.newest())
    pad = olga.newest(privately=True)
    for _ in range(2):
        olga.persona.presses(pad, "7")
    await app.settle()
    assert labels(olga.again(pad))[0] == "●○○○○○"


async def test_a_list_that_got_shorter_shows_its_last_page(app: TestApp, olga: Member) -> None:
    await olga.confirms(await olga.sends("keys.csv", SHEET.encode(), "/track"))
    lists = [await olga.says(command) for command in ("/keys", "/renew")]
    for shown in lists:
        await olga.presses(shown, "▶")
        assert "Page 2 of 2" in olga.again(shown).text

    def shorten(work: Work) -> None:
        (team,) = work.teams.list_of(olga.user_id)
        for one in work.keys.list_of_team(team.id):
            if one.number in {9, 10, 11}:
                work.keys.remove(one.id)

    await app.app.database.write(shorten)
    for shown in lists:
        await olga.presses(olga.again(shown), "hedge-11")
        assert "Page" not in olga.again(shown).text
        assert not {"◀", "▶"} & set(labels(olga.again(shown)))
        assert "hedge-1 ·" in olga.again(shown).text
