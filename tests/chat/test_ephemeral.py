"""Messages for one person over a Bot API server: every answer that is not a clear one leads elsewhere."""

from collections.abc import Callable
from uuid import UUID

import pytest

from bot.chat.ephemeral import EphemeralSender
from bot.chat.sentences import Sentences
from bot.chat.telegram.client import TelegramClient
from bot.operations.model.ephemeral import NotEphemeral
from bot.operations.ticket.digit_pad import make_pad
from bot.sandbox.clock import SandboxClock
from bot.sandbox.telegram.world import World
from storage.records import Card, ChatLocation, Message, MessageContent
from tests.chat.conftest import OLGA, PAUL, TEAM

TICKET_ID = UUID(int=7)
COMES = MessageContent(Message("code-comes"))
THERE = ChatLocation(TEAM)


@pytest.fixture
def sender(line: TelegramClient, clock: SandboxClock, world: World) -> EphemeralSender:
    world.promote_bot(TEAM, OLGA)
    return EphemeralSender(line, Sentences(), clock)


def fails(status: int) -> Callable[[World], None]:
    return lambda world: world.faults.fail_next("sendMessage", status=status)


BREAKS: dict[str, Callable[[World], object]] = {
    "the bot is no admin": lambda world: world.demote_bot(TEAM, OLGA),
    "the person has left": lambda world: world.leave(PAUL, TEAM),
    "the bot was removed": lambda world: world.kick_bot(TEAM, OLGA),
    "refused": fails(400),
    "forbidden": fails(403),
    "no such method": fails(404),
    "broken": fails(502),
    "too fast": lambda world: world.faults.fail_next("sendMessage", retry_after=40),
    "the answer is lost": lambda world: world.faults.cut_after("sendMessage"),
    "down": lambda world: world.faults.down(),
}
"""What may go wrong → how. Nothing is known to be public then."""


async def test_one_person_sees_it_and_its_number_is_known(sender: EphemeralSender, world: World) -> None:
    number = await sender.send(THERE, PAUL, COMES)

    (shown,) = world.ephemerals(TEAM, PAUL)
    assert number == shown.ephemeral_id
    assert world.messages(TEAM, from_bot=True) == []


@pytest.mark.parametrize("what", BREAKS)
async def test_what_goes_wrong_is_not_tried_again_and_nothing_is_said_to_all(
    sender: EphemeralSender, world: World, what: str
) -> None:
    BREAKS[what](world)

    assert await sender.send(THERE, PAUL, COMES) == NotEphemeral()
    assert len(world.list_calls("sendMessage")) <= 1
    assert world.messages(TEAM, from_bot=True, with_deleted=False) == []


async def test_what_came_out_for_all_is_deleted_at_once(sender: EphemeralSender, world: World) -> None:
    world.knows_ephemerals = False

    assert await sender.send(THERE, PAUL, COMES) == NotEphemeral(was_public=True)
    assert [one.is_deleted for one in world.messages(TEAM, from_bot=True)] == [True]


async def test_what_cannot_be_deleted_is_left_to_who_tries_again(sender: EphemeralSender, world: World) -> None:
    world.knows_ephemerals = False
    world.faults.fail_next("deleteMessage", status=502)

    sent = await sender.send(THERE, PAUL, COMES)

    assert sent == NotEphemeral(was_public=True, left_id=world.messages(TEAM, from_bot=True)[-1].message_id)


async def test_digits_go_by_methods_that_show_nothing_to_all(sender: EphemeralSender, world: World) -> None:
    number = await sender.send(THERE, PAUL, COMES)
    assert isinstance(number, int)
    card = Card(TICKET_ID, TEAM, user_id=PAUL, ephemeral_id=number)
    pad = MessageContent(COMES.saying, make_pad(TICKET_ID))
    place = ChatLocation(TEAM, ephemeral_id=number)
    more = make_pad(TICKET_ID, "12345")

    assert await sender.edit(card, pad)
    assert await sender.edit(card, pad)
    assert await sender.show_buttons(place, PAUL, more)
    assert "12345" in str(world.ephemerals(TEAM, PAUL)[0].keyboard)
    await sender.delete(card)
    assert not await sender.edit(card, pad)
    assert not await sender.show_buttons(place, PAUL, more)
    await sender.delete(card)
    world.knows_ephemerals = False
    assert not await sender.edit(card, pad)
    assert not await sender.show_buttons(place, PAUL, more)
    assert world.messages(TEAM, from_bot=True) == []


async def test_the_bot_knows_whether_it_is_an_admin(sender: EphemeralSender, world: World) -> None:
    assert await sender.is_admin(TEAM)
    world.faults.fail_next("getChatMember", status=400)
    assert not await sender.is_admin(TEAM)
    world.faults.fail_next("getMe", status=502)
    assert not await sender.is_admin(TEAM)
    world.demote_bot(TEAM, OLGA)
    assert not await sender.is_admin(TEAM)
