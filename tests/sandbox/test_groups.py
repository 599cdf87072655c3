import pytest

from bot.sandbox.telegram.refusals import Impossible
from bot.sandbox.telegram.world import World
from tests.sandbox.telegram_office import (
    FORUM,
    GROUP,
    OLGA,
    PIM,
    SUPERGROUP,
    hear,
    say_as_bot,
    take,
)

OTHER_BOT = 3003
CHANNEL = -1005550001111


@pytest.mark.parametrize(
    ("words", "is_heard"),
    [
        ("hello", False),
        ("123456", False),
        ("/renew@keyminder_bot a", True),
        ("/renew@KEYMINDER_BOT a", True),
        ("/renew a", True),
        ("/renew@other_bot a", False),
        ("please /renew a", False),
        ("ask @keyminder_bot", True),
        ("ask @somebody_else", False),
    ],
)
def test_privacy_mode_lets_through_what_is_meant_for_the_bot(world: World, words: str, is_heard: bool) -> None:
    world.post(OLGA, SUPERGROUP, words)
    assert bool(take(world)) == is_heard


def test_a_bare_command_among_several_bots_goes_to_the_one_that_spoke_last(world: World) -> None:
    world.add_person(OTHER_BOT, "Other", username="other_bot", is_bot=True)
    world.join(OTHER_BOT, SUPERGROUP, by=OLGA)
    take(world)
    world.post(OLGA, SUPERGROUP, "/keys")
    assert hear(world) == []
    say_as_bot(world, SUPERGROUP, "here")
    world.post(OLGA, SUPERGROUP, "/keys")
    assert hear(world) == ["/keys"]
    world.post(OTHER_BOT, SUPERGROUP, "me too")
    world.post(OLGA, SUPERGROUP, "/keys")
    assert hear(world) == []


def test_replies_to_the_bot_reach_it_and_replies_to_others_do_not(world: World) -> None:
    ours = say_as_bot(world, SUPERGROUP, "which key?")
    theirs = world.post(PIM, SUPERGROUP, "hm")
    world.post(OLGA, SUPERGROUP, "no", reply_to=theirs.message_id)
    world.post(OLGA, SUPERGROUP, "trading-eu", reply_to=ours.message_id)
    (update,) = take(world)
    assert update.message is not None
    assert update.message.reply_to_message is not None
    assert update.message.reply_to_message.text == "which key?"


def test_an_administrator_and_a_bot_without_privacy_hear_everything_but_bots(world: World) -> None:
    world.add_person(OTHER_BOT, "Other", username="other_bot", is_bot=True)
    world.join(OTHER_BOT, GROUP, by=OLGA)
    world.promote_bot(GROUP, OLGA)
    take(world)
    world.post(OLGA, GROUP, "hello")
    world.post(OTHER_BOT, GROUP, "/keys")
    world.demote_bot(GROUP, OLGA)
    world.post(OLGA, GROUP, "unheard")
    world.privacy_mode = False
    world.post(OLGA, GROUP, "again")
    assert hear(world) == ["hello", "again"]


def test_a_topic_is_named_in_its_messages(world: World) -> None:
    topic = world.find_topic(FORUM, "Keys")
    assert topic is not None
    world.post(OLGA, FORUM, "/keys", topic_id=topic.topic_id)
    world.post(OLGA, FORUM, "/keys")
    inside, general = (update.message for update in take(world))
    assert inside is not None
    assert general is not None
    assert (inside.message_thread_id, inside.is_topic_message, inside.chat.is_forum) == (topic.topic_id, True, True)
    assert inside.reply_to_message is not None
    assert inside.reply_to_message.forum_topic_created is not None
    assert (general.message_thread_id, general.is_topic_message) == (None, None)
    assert [message.text for message in world.messages(FORUM, topic_id=None)][-1] == "/keys"


def test_topics_open_close_and_vanish(world: World) -> None:
    topic = world.add_topic(FORUM, "Later", OLGA)
    world.close_topic(FORUM, topic.topic_id, OLGA)
    created, closed = (update.message for update in take(world))
    assert created is not None
    assert created.forum_topic_created is not None
    assert closed is not None
    assert closed.forum_topic_closed is not None
    with pytest.raises(Impossible):
        world.post(PIM, FORUM, "x", topic_id=topic.topic_id)
    world.delete_topic(FORUM, topic.topic_id)
    with pytest.raises(Impossible):
        world.post(OLGA, FORUM, "x", topic_id=topic.topic_id)


def test_anonymous_administrators_and_channels_hide_who_speaks(world: World) -> None:
    world.add_channel(CHANNEL, "News")
    with pytest.raises(Impossible):
        world.post(PIM, SUPERGROUP, "/renew a", as_admin=True)
    world.post(OLGA, SUPERGROUP, "/renew a", as_admin=True)
    world.post(OLGA, SUPERGROUP, "/renew a", as_channel=CHANNEL)
    anonymous, channel = (update.message for update in take(world))
    assert anonymous is not None
    assert anonymous.from_user is not None
    assert anonymous.sender_chat is not None
    assert (anonymous.from_user.id, anonymous.from_user.is_bot) == (1087968824, True)
    assert anonymous.sender_chat.id == anonymous.chat.id
    assert channel is not None
    assert channel.from_user is not None
    assert channel.sender_chat is not None
    assert (channel.from_user.id, channel.sender_chat.id) == (136817688, CHANNEL)


def test_the_bots_own_status_is_sent(world: World) -> None:
    world.promote_bot(SUPERGROUP, OLGA, can_delete_messages=True)
    world.kick_bot(SUPERGROUP, OLGA)
    world.add_bot(SUPERGROUP, OLGA)
    promoted, kicked, added, greeting = take(world)
    changes = [update.my_chat_member for update in (promoted, kicked, added)]
    assert [change.new_chat_member.status for change in changes if change] == ["administrator", "kicked", "member"]
    assert greeting.message is not None
    assert greeting.message.new_chat_members is not None
    assert greeting.message.new_chat_members[0].id == world.bot_id


def test_a_muted_bot_gets_the_refusal_of_telegram(world: World) -> None:
    world.mute_bot(SUPERGROUP, OLGA)
    world.demote_bot(SUPERGROUP, OLGA)
    muted, freed = (update.my_chat_member for update in take(world))
    assert muted is not None
    assert freed is not None
    assert muted.new_chat_member.status == "restricted"
    assert muted.new_chat_member.can_send_messages is False
    assert (freed.old_chat_member.status, freed.new_chat_member.status) == ("restricted", "member")


def test_people_come_and_go_as_service_messages(world: World) -> None:
    world.leave(PIM, GROUP)
    world.join(PIM, GROUP)
    with pytest.raises(Impossible):
        world.leave(OTHER_BOT, GROUP)
    left, joined = (update.message for update in take(world))
    assert left is not None
    assert left.left_chat_member is not None
    assert joined is not None
    assert joined.new_chat_members is not None


def test_member_changes_must_be_asked_for_and_need_an_administrator(world: World) -> None:
    world.promote_bot(GROUP, OLGA)
    take(world)
    world.leave(PIM, GROUP)
    assert [update.chat_member for update in take(world)] == [None]
    world.updates.allow(["message", "chat_member"])
    world.join(PIM, GROUP)
    assert take(world)[0].chat_member is not None
    world.vanish(PIM, GROUP, OLGA)
    (removed,) = (update.chat_member for update in take(world))
    assert removed is not None
    assert (removed.from_user.id, removed.new_chat_member.status) == (OLGA, "kicked")
    world.join(PIM, GROUP)
    world.demote_bot(GROUP, OLGA)
    take(world)
    world.vanish(PIM, GROUP, OLGA)
    assert take(world) == []


def test_a_group_that_becomes_a_supergroup_says_so_in_both_chats(world: World) -> None:
    world.migrate(GROUP, -1007770001111)
    gone, come = (update.message for update in take(world))
    assert gone is not None
    assert (gone.chat.id, gone.migrate_to_chat_id) == (GROUP, -1007770001111)
    assert come is not None
    assert (come.chat.id, come.migrate_from_chat_id) == (-1007770001111, GROUP)
    with pytest.raises(Impossible):
        world.post(OLGA, GROUP, "/keys")
    world.post(PIM, -1007770001111, "/keys")
    assert hear(world) == ["/keys"]
