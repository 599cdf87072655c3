import asyncio
import json
from datetime import timedelta

import pytest

from bot.sandbox.telegram.refusals import Impossible
from bot.sandbox.telegram.world import World
from tests.sandbox.telegram_office import (
    FORUM,
    GROUP,
    OLGA,
    PIM,
    PNG,
    SUPERGROUP,
    StoppedClock,
    hear,
    say_as_bot,
    take,
)


def test_a_private_message_reaches_the_bot_whole(world: World) -> None:
    world.post(OLGA, OLGA, "123 456")
    (update,) = take(world)
    assert update.message is not None
    assert update.message.from_user is not None
    assert (update.message.chat.id, update.message.chat.type) == (OLGA, "private")
    sender = update.message.from_user
    assert (sender.first_name, sender.last_name, update.message.text) == ("Olga", "Operator", "123 456")
    assert update.message.date == world.clock.now().timestamp()


def test_a_document_with_a_command_as_caption_reaches_the_bot(world: World) -> None:
    world.post_document(OLGA, SUPERGROUP, "rows.csv", b"a,b\n", caption="/whitelist")
    (update,) = take(world)
    assert update.message is not None
    assert update.message.document is not None
    assert (update.message.document.file_name, update.message.document.file_size) == ("rows.csv", 4)
    assert world.file(update.message.document.file_id) == b"a,b\n"
    assert update.message.caption_entities is not None


def test_a_photo_reaches_the_bot_with_its_size(world: World) -> None:
    world.post_photo(OLGA, OLGA, PNG, caption="look")
    (update,) = take(world)
    assert update.message is not None
    assert update.message.photo is not None
    assert [(size.width, size.height) for size in update.message.photo] == [(300, 300)]
    with pytest.raises(Impossible):
        world.post_photo(OLGA, OLGA, b"no picture")


def test_an_edit_reaches_the_bot_with_its_date(world: World, clock: StoppedClock) -> None:
    message = world.post(OLGA, OLGA, "/renwe a")
    clock.move(timedelta(seconds=5))
    world.edit(OLGA, OLGA, message.message_id, "/renew a")
    edited = take(world)[1].edited_message
    assert edited is not None
    assert (edited.text, edited.edit_date) == ("/renew a", world.now())
    assert world.messages(OLGA)[-1].is_edited


def test_a_press_carries_the_presser_and_the_message(world: World) -> None:
    message = say_as_bot(world, SUPERGROUP, "sure?", ("yes", "no"))
    query_id = world.press(PIM, SUPERGROUP, message.message_id, "yes")
    query = take(world)[0].callback_query
    assert query is not None
    assert (query.id, query.from_user.id, query.data) == (query_id, PIM, "yes")
    assert query.message is not None
    assert query.message.message_id == message.message_id
    assert world.answer_to(query_id) is None


def test_a_button_that_was_edited_away_can_still_be_pressed_but_no_other(world: World) -> None:
    message = say_as_bot(world, OLGA, "sure?", ("yes",))
    message.keyboard = []
    world.press(OLGA, OLGA, message.message_id, "yes")
    with pytest.raises(Impossible):
        world.press(OLGA, OLGA, message.message_id, "maybe")


def test_a_private_chat_is_closed_to_others(world: World) -> None:
    message = say_as_bot(world, OLGA, "seed", ("saved",))
    with pytest.raises(Impossible):
        world.post(PIM, OLGA, "hello")
    with pytest.raises(Impossible):
        world.press(PIM, OLGA, message.message_id, "saved")
    assert OLGA not in {chat.chat_id for chat in world.chats_of(PIM)}


def test_a_link_opens_the_private_chat_with_its_token(world: World) -> None:
    for link in ("https://t.me/keyminder_bot?start=Ab-9_", "tg://resolve?domain=keyminder_bot&start=Ab-9_", "Ab-9_"):
        world.open_link(PIM, link)
    assert hear(world) == ["/start Ab-9_"] * 3


@pytest.mark.parametrize("link", ["https://t.me/other_bot?start=a", "https://t.me/keyminder_bot?start=a%20b", "x" * 65])
def test_a_foreign_or_malformed_link_opens_nothing(world: World, link: str) -> None:
    with pytest.raises(Impossible):
        world.open_link(PIM, link)


def test_blocking_is_sent_and_silences_until_started_again(world: World) -> None:
    world.block_bot(PIM)
    with pytest.raises(Impossible):
        world.post(PIM, PIM, "hello")
    world.open_link(PIM, "abc")
    blocked, unblocked, started = take(world)
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert unblocked.my_chat_member is not None
    assert unblocked.my_chat_member.new_chat_member.status == "member"
    assert started.message is not None


def test_messages_wait_a_day_and_presses_150_seconds(world: World, clock: StoppedClock) -> None:
    message = say_as_bot(world, OLGA, "sure?", ("yes",))
    world.post(OLGA, OLGA, "hello")
    world.press(OLGA, OLGA, message.message_id, "yes")
    clock.move(timedelta(seconds=149))
    assert len(world.updates.list_waiting()) == 2
    clock.move(timedelta(seconds=1))
    assert [update.kind for update in world.updates.list_waiting()] == ["message"]
    clock.move(timedelta(hours=24))
    assert world.updates.list_waiting() == []


def test_update_ids_rise_by_one(world: World) -> None:
    for _ in range(3):
        world.post(OLGA, OLGA, "hello")
    first, second, third = (update.update_id for update in world.updates.list_waiting())
    assert (second, third) == (first + 1, first + 2)


def test_people_delete_their_own_messages_and_administrators_any(world: World) -> None:
    olgas = world.post(OLGA, GROUP, "one")
    pims = world.post(PIM, GROUP, "two")
    with pytest.raises(Impossible):
        world.delete(PIM, GROUP, olgas.message_id)
    world.delete(OLGA, GROUP, pims.message_id)
    assert pims.is_deleted
    assert pims not in world.messages(GROUP, with_deleted=False)


def test_the_world_survives_being_written_down(world: World, clock: StoppedClock) -> None:
    message = say_as_bot(world, FORUM, "sure?", ("yes",))
    world.press(OLGA, FORUM, message.message_id, "yes")
    world.post_document(OLGA, OLGA, "rows.csv", b"\x00\xff", caption="/whitelist")
    kept = json.loads(json.dumps(world.dump()))
    again = World.load(kept, clock)
    assert again.dump() == world.dump()
    assert again.file(again.messages(OLGA)[-1].document_file_id or "") == b"\x00\xff"
    again.post(OLGA, OLGA, "next")
    assert again.updates.list_waiting()[-1].update_id == world.updates.next_id


async def test_waiting_ends_when_the_predicate_holds(world: World) -> None:
    waiting = asyncio.create_task(world.wait_until(lambda: world.messages(OLGA)[-1].text == "now"))
    await asyncio.sleep(0)
    seen = world.changes
    world.post(OLGA, OLGA, "now")
    await waiting
    assert await world.wait_for_change(seen, 1) > seen


async def test_waiting_in_vain_times_out(world: World) -> None:
    with pytest.raises(TimeoutError):
        await world.wait_until(lambda: False, timeout_seconds=0.01)


def test_a_reaction_is_kept_until_taken_back(world: World) -> None:
    message = say_as_bot(world, OLGA, "done")
    world.react(OLGA, OLGA, message.message_id, "👍")
    assert message.reactions == {str(OLGA): ["👍"]}
    world.react(OLGA, OLGA, message.message_id, None)
    assert message.reactions == {}
