"""An overview pinned in the group: kept current by edits, and left as people want it."""

from datetime import timedelta

from bot.sandbox.telegram.models import Message
from tests.app import OLGA, TEAM, TestApp
from tests.people import Member

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def overviews(app: TestApp) -> list[Message]:
    said = app.environment.world.messages(TEAM, from_bot=True, with_deleted=False)
    return [one for one in said if "Overview of Desk" in one.text]


async def passes(app: TestApp, time: timedelta) -> None:
    """Let time pass, and the next minute, in which what was sent is pinned."""
    for one in (time, MINUTE):
        await app.passes(one)


async def test_the_overview_is_pinned_edited_comes_back_once_and_is_unpinned(app: TestApp, olga: Member) -> None:
    world = app.environment.world
    assert "within two minutes" in (await olga.does("/settings pin")).text
    await passes(app, MINUTE)
    (card,) = overviews(app)
    assert "I may not pin messages here" in card.text
    assert world.chats[TEAM].pinned == []

    world.promote_bot(TEAM, OLGA, can_pin_messages=True)
    await passes(app, DAY)
    assert world.chats[TEAM].pinned == [card.message_id]
    await olga.does("/newkey grid")
    await passes(app, 61 * DAY)
    (again,) = overviews(app)
    assert (again.message_id, "1 grid · in 29 days" in again.text) == (card.message_id, True)

    world.delete(OLGA, TEAM, card.message_id)
    await passes(app, DAY)
    (new,) = overviews(app)
    assert world.chats[TEAM].pinned[-1] == new.message_id != card.message_id
    world.delete(OLGA, TEAM, new.message_id)
    await passes(app, DAY)
    assert overviews(app) == [], "people do not want it"

    await olga.does("/settings pin")
    await passes(app, MINUTE)
    (last,) = overviews(app)
    await olga.does("/settings pin off")
    await passes(app, MINUTE)
    assert last.message_id not in world.chats[TEAM].pinned
    assert overviews(app) == []
