"""`/calendar`: a person copies a link, an app reads it, and a button ends it."""

import aiohttp
import vobject

from tests.app import TestApp
from tests.people import Member


async def test_a_person_gives_a_link_to_an_app_and_revokes_it(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey scalper")
    assert "/calendar" in (await olga.says("/calendar")).text, "a group is told that it is for the private chat"
    made = await olga.whispers("/calendar")
    [link] = [str(one["copy_text"]["text"]) for one in made.buttons if "copy_text" in one]  # type: ignore[index]
    assert link in made.text
    async with aiohttp.ClientSession() as session:
        async with session.get(link) as answer:
            [event] = vobject.readOne(await answer.text()).vevent_list
        assert event.summary.value == "Key scalper expires (Desk)"
        await olga.presses(made, "Revoke")
        assert olga.newest(privately=True).text.startswith("The link to your calendar has ended")
        async with session.get(link) as answer:
            assert answer.status == 404
