"""Send, edit and delete messages over a Bot API server."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

import bot.chat.sentences as sentences_package
from bot.chat.messages import MessageSender
from bot.chat.sentences import Sentences
from bot.chat.telegram.client import Moved, TelegramClient, TooFast, Unreachable, Unsayable
from bot.operations.model.button_data import CommandPress, decode, more, typed
from bot.operations.model.notifications import button
from bot.sandbox.clock import SandboxClock
from bot.sandbox.telegram.models import Message as SentMessage
from bot.sandbox.telegram.world import World
from storage.records import (
    BlankPicture,
    Button,
    Card,
    Channel,
    ChatLocation,
    Document,
    Message,
    MessageContent,
    Notice,
    QrCode,
    TrailFile,
    TrailForm,
)
from tests.chat.conftest import FORUM, OLGA, PAUL, TEAM, read_trail

FTL = """
text = Key <b>{ $name }</b>
label = Open { $name }
rows = { $rows }
"""


@pytest.fixture
def sender(line: TelegramClient, clock: SandboxClock, tmp_path: Path) -> MessageSender:
    own = Path(sentences_package.__file__).with_name("en.ftl").read_text()
    (tmp_path / "en.ftl").write_text(own + FTL)
    return MessageSender(line, Sentences("en", tmp_path), clock, read_trail)


def text(name: str = "trading-eu") -> Message:
    return Message("text", {"name": name})


def notice(
    content: MessageContent, chat_id: int = TEAM, *, card: Card | None = None, topic_id: int | None = None
) -> Notice:
    return Notice(uuid4(), Channel.SAY, datetime.now(UTC), content, chat_id=chat_id, topic_id=topic_id, card=card)


def card(message_id: int | None = None, chat_id: int = TEAM) -> Card:
    return Card(uuid4(), chat_id, message_id=message_id)


def last(world: World, chat_id: int = TEAM) -> SentMessage:
    return world.messages(chat_id)[-1]


async def test_a_notice_is_said_as_html_with_its_buttons(world: World, sender: MessageSender) -> None:
    buttons = [[Button(Message("label", {"name": "<it>"}), start="tok_en-1")], [Button(text(), press="key:view:1")]]
    message_id = await sender.say(notice(MessageContent(text("<b>"), buttons)))
    said = last(world)
    assert (said.message_id, said.text) == (message_id, "Key <b>")
    assert [entity["type"] for entity in said.entities] == ["bold"]
    assert said.keyboard == [
        [{"text": "Open <it>", "url": "https://t.me/keyminder_bot?start=tok_en-1"}],
        [{"text": "Key trading-eu", "callback_data": "key:view:1"}],
    ]
    assert not said.protect_content


@pytest.mark.parametrize("is_silent", [True, False])
async def test_a_notice_makes_a_sound_unless_it_is_silent(
    world: World, sender: MessageSender, *, is_silent: bool
) -> None:
    await sender.say(notice(MessageContent(text(), is_silent=is_silent)))
    assert last(world).is_silent is is_silent


async def test_a_notice_goes_to_its_topic(world: World, sender: MessageSender) -> None:
    topic = world.find_topic(FORUM, "Keys")
    assert topic is not None
    await sender.say(notice(MessageContent(text()), FORUM, topic_id=topic.topic_id))
    assert last(world, FORUM).topic_id == topic.topic_id


async def test_a_card_is_said_once_and_then_edited(world: World, sender: MessageSender) -> None:
    message_id = await sender.say(notice(MessageContent(text("asked")), card=card()))
    assert await sender.say(notice(MessageContent(text("done")), card=card(message_id))) == message_id
    assert (last(world).message_id, last(world).text) == (message_id, "Key done")


async def test_a_picture_takes_the_place_of_the_grey_square_that_was_sent_for_it(
    world: World, sender: MessageSender
) -> None:
    soon = MessageContent(text("soon"), picture=BlankPicture())
    message_id = await sender.say(notice(soon, OLGA, card=card(chat_id=OLGA)))
    before = last(world, OLGA).photo_file_id
    shown = notice(MessageContent(text("now"), picture=QrCode("otpauth://x")), OLGA, card=card(message_id, OLGA))
    assert [await sender.say(shown) for _ in range(2)] == [message_id, message_id]
    assert (last(world, OLGA).message_id, last(world, OLGA).text) == (message_id, "Key now")
    assert last(world, OLGA).photo_file_id not in {None, before}


async def test_an_edit_that_changes_nothing_is_a_success(world: World, sender: MessageSender) -> None:
    message_id = await sender.say(notice(MessageContent(text()), card=card()))
    assert await sender.say(notice(MessageContent(text()), card=card(message_id))) == message_id


async def test_a_card_with_a_deleted_message_is_sent_again(world: World, sender: MessageSender) -> None:
    message_id = await sender.say(notice(MessageContent(text("asked")), card=card()))
    world.delete(OLGA, TEAM, message_id)
    new_id = await sender.say(notice(MessageContent(text("done")), card=card(message_id)))
    assert new_id != message_id
    assert last(world).text == "Key done"


async def test_a_secret_is_a_picture_that_cannot_be_forwarded(world: World, sender: MessageSender) -> None:
    uri = "otpauth://totp/Keyminder:Olga?secret=GEZDGNBVGY3TQOJQ&issuer=Keyminder"
    message_id = await sender.say(
        notice(MessageContent(text(), picture=QrCode(uri), protected=True), OLGA, card=card(None, OLGA))
    )
    said = last(world, OLGA)
    assert said.photo_file_id is not None
    assert (said.message_id, said.text, said.protect_content) == (message_id, "Key trading-eu", True)
    assert world.file(said.photo_file_id).startswith(b"\x89PNG")
    edited = await sender.say(notice(MessageContent(text("proven")), OLGA, card=card(message_id, OLGA)))
    assert (edited, last(world, OLGA).text) == (message_id, "Key proven")


async def test_a_document_keeps_its_name(world: World, sender: MessageSender) -> None:
    await sender.say(
        notice(
            MessageContent(
                text(), document=Document("Schlüssel.csv", [["Remark", "Coin"], ["ä", "=BTC"], [text(), ""]])
            ),
            OLGA,
        )
    )
    said = last(world, OLGA)
    assert said.document_file_id is not None
    assert world.stored_file(said.document_file_id).name == "Schlüssel.csv"
    assert world.file(said.document_file_id).decode("utf-8-sig") == "Remark,Coin\r\nä,'=BTC\r\nKey trading-eu,\r\n"


async def test_an_audit_trail_is_read_when_it_is_sent_and_the_chat_shows_it(
    world: World, line: TelegramClient, clock: SandboxClock
) -> None:
    async def read_when_shown(file: TrailFile) -> bytes:
        await world.wait_until(lambda: world.activities == {TEAM: "upload_document"})
        return await read_trail(file)

    trail = TrailFile(UUID(int=1), TrailForm.JSONL, 7)
    content = MessageContent(Message("secret-comes"), document=trail)
    await MessageSender(line, Sentences(), clock, read_when_shown).say(notice(content))
    said = last(world)
    assert said.document_file_id is not None
    assert world.stored_file(said.document_file_id).name == "audit.jsonl"
    assert world.file(said.document_file_id) == b"audit.jsonl"


async def test_an_answer_replies_in_the_group_and_not_in_private(world: World, sender: MessageSender) -> None:
    asked = world.post(OLGA, TEAM, "/keys")
    await sender.reply(ChatLocation(TEAM, message_id=asked.message_id), MessageContent(text()))
    assert last(world).reply_to == asked.message_id
    asked = world.post(OLGA, OLGA, "/keys")
    await sender.reply(ChatLocation(OLGA, message_id=asked.message_id, is_private=True), MessageContent(text()))
    assert last(world, OLGA).reply_to is None


async def test_an_answer_survives_that_its_question_was_deleted(world: World, sender: MessageSender) -> None:
    asked = world.post(OLGA, TEAM, "/keys")
    world.delete(OLGA, TEAM, asked.message_id)
    await sender.reply(ChatLocation(TEAM, message_id=asked.message_id), MessageContent(text()))
    assert last(world).text == "Key trading-eu"


async def test_a_long_answer_has_pages_to_turn(world: World, sender: MessageSender) -> None:
    content = MessageContent(Message("rows", {"rows": [text(f"{number:04}" + "x" * 60) for number in range(150)]}))
    place = ChatLocation(TEAM)
    turns = typed("keys all")
    message_id = await sender.reply(place, content, turns=turns)
    first = last(world)
    assert first.text.endswith("Page 1 of 3")
    assert [[button["text"] for button in row] for row in first.keyboard] == [["▶"]]
    data = str(first.keyboard[0][0]["callback_data"])
    assert decode(data) == CommandPress(("keys", "all"), page=2)
    turned = await sender.turn_page(ChatLocation(TEAM, message_id=message_id), content, turns=turns, page=2)
    second = last(world)
    assert turned == message_id
    assert second.text.endswith("Page 2 of 3")
    assert [button["text"] for button in second.keyboard[-1]] == ["◀", "▶"]
    await sender.turn_page(ChatLocation(TEAM, message_id=message_id), content, turns=turns, page=99)
    assert last(world).text.endswith("Page 3 of 3")
    assert "0149" in last(world).text


async def test_a_long_answer_without_a_way_back_is_several_messages(world: World, sender: MessageSender) -> None:
    content = MessageContent(
        Message("rows", {"rows": [text("x" * 60) for _ in range(150)]}), [[Button(text(), press="a")]]
    )
    before = len(world.messages(TEAM))
    await sender.reply(ChatLocation(TEAM), content)
    said = world.messages(TEAM)[before:]
    assert len(said) == 3
    assert [bool(message.keyboard) for message in said] == [False, False, True]


async def test_a_page_that_has_become_the_only_one_loses_its_buttons(world: World, sender: MessageSender) -> None:
    many = MessageContent(Message("rows", {"rows": [text("x" * 60) for _ in range(150)]}))
    message_id = await sender.reply(ChatLocation(TEAM), many, turns=typed("keys"))
    await sender.turn_page(
        ChatLocation(TEAM, message_id=message_id), MessageContent(text()), turns=typed("keys"), page=2
    )
    assert (last(world).text, last(world).keyboard) == ("Key trading-eu", [])


async def test_a_page_of_a_deleted_message_is_sent_once_and_the_same_page_twice_is_no_error(
    world: World, sender: MessageSender
) -> None:
    first = await sender.reply(ChatLocation(TEAM), MessageContent(text("one")))
    world.delete(OLGA, TEAM, first)
    for _ in range(2):
        place = ChatLocation(TEAM, message_id=last(world).message_id)
        await sender.turn_page(place, MessageContent(text("two")), turns=typed("keys"), page=2)
    said = [one.text for one in world.messages(TEAM, from_bot=True, with_deleted=False)]
    assert said == ["Key two"]


async def test_a_button_with_too_many_words_is_left_out_and_the_message_is_said(
    world: World, sender: MessageSender
) -> None:
    rows = [[button(text("long"), more("ü" * 31)), button(text("short"), more("x"))]]
    await sender.say(notice(MessageContent(text(), rows)))
    assert [[button["text"] for button in row] for row in last(world).keyboard] == [["Key short"]]


async def test_buttons_that_are_there_already_or_whose_message_is_gone_are_no_error(
    world: World, sender: MessageSender
) -> None:
    rows = [[button(text("7"), more("7"))]]
    message_id = await sender.say(notice(MessageContent(text(), rows)))
    place = ChatLocation(TEAM, message_id=message_id)
    await sender.show_buttons(place, rows)
    world.delete(OLGA, TEAM, message_id)
    await sender.show_buttons(place, [])
    assert [one.message_id for one in world.messages(TEAM, from_bot=True)] == [message_id]


async def test_a_deleted_message_can_be_deleted_again(world: World, sender: MessageSender) -> None:
    message_id = await sender.say(notice(MessageContent(text())))
    await sender.delete(TEAM, message_id)
    assert all(message.is_deleted for message in world.messages(TEAM) if message.message_id == message_id)
    await sender.delete(TEAM, message_id)


def texts(world: World, chat_id: int) -> list[str]:
    return [one.text for one in world.messages(chat_id, from_bot=True, with_deleted=False)]


async def test_a_secret_too_old_to_be_deleted_is_overwritten(
    world: World, sender: MessageSender, clock: SandboxClock
) -> None:
    buttons = [[Button(text("Saved"), press="saved")]]
    said = await sender.say(
        notice(MessageContent(text("secret"), buttons, protected=True), OLGA, card=card(None, OLGA))
    )
    uri = "otpauth://totp/Keyminder:Olga?secret=GEZDGNBVGY3TQOJQ"
    seed = await sender.say(
        notice(MessageContent(text("seed"), picture=QrCode(uri), protected=True), OLGA, card=card(None, OLGA))
    )
    pictured = last(world, OLGA).photo_file_id
    clock.jump(timedelta(hours=49))
    for message_id in (said, seed, said, seed):
        await sender.delete(OLGA, message_id)
    assert texts(world, OLGA) == ["🗑 Removed.", "🗑 Removed."]
    blank = last(world, OLGA)
    assert blank.photo_file_id not in {None, pictured}
    assert [one.keyboard for one in world.messages(OLGA, from_bot=True)] == [[], []]


async def test_what_can_neither_be_deleted_nor_overwritten_is_said_so(
    world: World, sender: MessageSender, clock: SandboxClock
) -> None:
    theirs = world.post(OLGA, OLGA, "secret")
    clock.jump(timedelta(hours=49))
    with pytest.raises(Unsayable):
        await sender.delete(OLGA, theirs.message_id)


async def test_a_card_with_a_refused_edit_is_sent_again(world: World, sender: MessageSender) -> None:
    message_id = await sender.say(notice(MessageContent(text("asked")), card=card()))
    world.faults.fail_next("editMessageText", status=400, description="Bad Request: the moon is in the wrong house")
    assert await sender.say(notice(MessageContent(text("done")), card=card(message_id))) != message_id
    assert last(world).text == "Key done"


def test_a_secret_is_never_sent_where_it_cannot_be_overwritten() -> None:
    with pytest.raises(ValueError, match="cannot ask for a reply"):
        MessageContent(text(), protected=True, expects_reply=True)


async def test_a_press_is_answered_with_a_line_or_a_link(world: World, sender: MessageSender) -> None:
    message_id = await sender.say(notice(MessageContent(text(), [[Button(text(), press="a")]])))
    query_id = world.press(OLGA, TEAM, message_id, "a")
    await sender.answer(query_id, text("<&>"), alert=True)
    answer = world.answer_to(query_id)
    assert answer is not None
    assert (answer.text, answer.show_alert) == ("Key <&>", True)
    query_id = world.press(OLGA, TEAM, message_id, "a")
    await sender.answer(query_id, start="token")
    answer = world.answer_to(query_id)
    assert answer is not None
    assert answer.url == "https://t.me/keyminder_bot?start=token"


async def test_a_press_that_is_too_old_is_not_an_error(
    world: World, sender: MessageSender, clock: SandboxClock
) -> None:
    message_id = await sender.say(notice(MessageContent(text(), [[Button(text(), press="a")]])))
    query_id = world.press(OLGA, TEAM, message_id, "a")
    clock.jump(timedelta(hours=1))
    await sender.answer(query_id, text())
    await sender.answer("nonsense")
    world.faults.down()
    await sender.answer(query_id)


def block(world: World) -> None:
    world.block_bot(PAUL)


def kick(world: World) -> None:
    world.kick_bot(TEAM, OLGA)


@pytest.mark.parametrize(
    ("chat_id", "spoil"), [(PAUL, block), (TEAM, kick), (-1009, lambda _: None)], ids=["blocked", "kicked", "no chat"]
)
async def test_what_telegram_will_never_take_is_unsayable(
    world: World, sender: MessageSender, chat_id: int, spoil: Callable[[World], None]
) -> None:
    spoil(world)
    with pytest.raises(Unsayable):
        await sender.say(notice(MessageContent(text()), chat_id))


async def test_telegram_away_and_telegram_wanting_a_pause_are_distinguished(
    world: World, sender: MessageSender
) -> None:
    world.faults.fail_next("sendMessage", retry_after=1)
    with pytest.raises(TooFast) as pause:
        await sender.say(notice(MessageContent(text())))
    assert pause.value.retry_after == timedelta(seconds=1)
    world.faults.fail_next("sendMessage", status=502)
    with pytest.raises(Unreachable):
        await sender.say(notice(MessageContent(text())))
    world.faults.down()
    with pytest.raises(Unreachable):
        await sender.say(notice(MessageContent(text())))


async def test_a_group_that_moved_is_reported_with_its_new_id(world: World, sender: MessageSender) -> None:
    world.add_group(-77, "Small", members=[OLGA])
    world.add_bot(-77, OLGA)
    world.migrate(-77, -1001000000077)
    with pytest.raises(Moved) as moved:
        await sender.say(notice(MessageContent(text()), -77))
    assert moved.value.new_chat_id == -1001000000077
