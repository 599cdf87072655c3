"""A message that shows one thing is drawn again when the thing changes, and closed when it is deleted."""

from dataclasses import replace

import pytest_asyncio

from bot.operations.desk.presses import ButtonPresses
from bot.operations.ticket.screens import KEPT, Screens, Thing, screen_of
from storage.records import Action, Card, Key, Membership, Message, Role
from tests.operations.office import MAX, OLGA, Office

PRESS = "page:key #1:1"


@pytest_asyncio.fixture(loop_scope="session")
async def trading(office: Office) -> Key:
    """A key of the team."""
    await office.does(OLGA, Action.KEY_CREATE, "trading")
    await office.told()
    return await key(office)


async def key(office: Office) -> Key:
    [found] = await office.database.read(lambda work: list(work.keys.list_of_team(office.team.id)))
    return found


async def shows(office: Office, thing: Thing, message_id: int = 500, user_id: int = OLGA, press: str = PRESS) -> None:
    await Screens(office.database).remember(office.sender(user_id), message_id, press, thing, office.watch.now())


async def screens(office: Office, thing: Thing) -> list[Card]:
    return await office.database.read(lambda work: work.cards.list_about(screen_of(thing)))


async def edits(office: Office) -> list[Message]:
    """What screens say where nothing can be drawn."""
    return [one for one in await office.told() if one.sentence.startswith("screen-")]


async def test_a_screen_is_drawn_again_once_when_its_key_changes(office: Office, trading: Key) -> None:
    await shows(office, trading)
    assert await edits(office) == []

    await office.does(OLGA, Action.KEY_BIND, "trading", "203.0.113.7")

    assert [one.sentence for one in await edits(office)] == ["screen-closed"]
    [screen] = await screens(office, await key(office))
    assert (screen.press, screen.reader) == (PRESS, OLGA)


async def test_a_deleted_key_says_by_whom_and_when_and_then_nothing_more(office: Office, trading: Key) -> None:
    await shows(office, trading)

    await office.does(OLGA, Action.KEY_DELETE, "trading")

    [said] = await edits(office)
    assert said.sentence == "screen-key-deleted"
    assert said.args == {"key": "trading", "who": "Olga (1001)", "at": office.watch.now()}
    assert await screens(office, trading) == []


async def test_what_changed_while_it_was_sent_is_drawn_at_once(office: Office, trading: Key) -> None:
    await shows(office, replace(trading, remark="before"))
    assert [one.sentence for one in await edits(office)] == ["screen-closed"]


async def test_a_message_that_shows_something_else_is_not_edited_any_more(office: Office, trading: Key) -> None:
    await shows(office, trading)
    await office.does(OLGA, Action.KEY_BIND, "trading", "203.0.113.7")  # its edit still waits
    pressed = office.sender(OLGA)
    pressed = replace(pressed, place=replace(pressed.place, message_id=500), is_press=True)

    assert await ButtonPresses(office.database, office.watch).may_turn(pressed)

    assert await edits(office) == []
    await office.does(OLGA, Action.KEY_DELETE, "trading")
    assert await edits(office) == []


async def test_a_screen_that_shows_another_subject_follows_it(office: Office, trading: Key) -> None:
    await shows(office, trading)
    await shows(office, await office.membership(OLGA))
    assert await edits(office) == []
    assert await screens(office, trading) == []


async def test_only_the_newest_screens_about_a_key_are_kept(office: Office, trading: Key) -> None:
    for message_id in range(500, 503 + KEPT):
        await shows(office, trading, message_id)
    kept = {screen.message_id for screen in await screens(office, trading)}
    assert kept == set(range(503, 503 + KEPT))
    assert await office.database.read(lambda work: work.cards.find_by_message(office.team.chat_id, 500)) is None


async def test_it_is_not_a_question_and_interrupts_none(office: Office, trading: Key) -> None:
    asked = Card(office.team.id, OLGA, user_id=OLGA, subject="reply:/newkey", message_id=7)
    await office.database.write(lambda work: work.cards.add(asked))
    place = office.sender(OLGA, private=True)
    await Screens(office.database).remember(place, 8, PRESS, trading, office.watch.now())
    newest = await office.database.read(lambda work: (work.cards.find_newest(OLGA), work.cards.list_newest(OLGA)))
    assert newest[0] == asked
    assert all(card.press is None for card in newest[1])


async def test_a_request_and_a_member_are_drawn_again_too(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    asked = await office.ask(MAX, Action.KEY_CREATE, "trading")
    await shows(office, await office.ticket(asked), 500, press="page:pending #1:1")
    await shows(office, await office.membership(MAX), 501, press="page:team #1002:1")
    await office.told()

    await office.ask(OLGA, Action.MEMBER_SUSPEND, MAX)
    await office.run()

    assert [one.sentence for one in await edits(office)] == ["screen-closed"] * 2


async def test_the_question_about_a_new_member_becomes_the_members_screen(office: Office) -> None:
    await office.does(OLGA, Action.MEMBER_INVITE)
    joined = await office.redeeming.redeem(office.sender(MAX, private=True), await office.invitation())
    assert isinstance(joined, Membership)
    await office.told()
    [screen] = await screens(office, joined)
    assert (screen.press, screen.reader) == (f"page:team #{MAX}:1", OLGA)

    await office.does(OLGA, Action.MEMBER_ADMIT, MAX)

    assert [one.sentence for one in await edits(office)] == ["screen-closed"]
