import pytest
from telegram.error import BadRequest, Forbidden

from bot.sandbox.telegram.models import Json
from tests.bot_api import read
from tests.sandbox.telegram_office import FORUM, GROUP, OLGA, PIM, PNG, SUPERGROUP, Office

STRANGER, NOBODY = 1003, 9999


def one_button(**button: object) -> Json:
    return {"inline_keyboard": [[{"text": "go", **button}]]}


async def test_a_message_is_answered_as_it_was_taken(office: Office) -> None:
    _, body = await office.call(
        "sendMessage",
        chat_id=SUPERGROUP,
        text="<b>Renew</b> trading-eu?",
        parse_mode="HTML",
        protect_content=True,
        reply_markup=one_button(callback_data="yes"),
    )
    message = read("Message", body["result"])
    assert (message.text, message.has_protected_content) == ("Renew trading-eu?", True)
    assert message.entities is not None
    assert message.entities[0].type == "bold"
    assert message.reply_markup is not None
    kept = office.world.messages(SUPERGROUP, from_bot=True)[-1]
    assert (kept.message_id, kept.text, kept.protect_content) == (message.message_id, "Renew trading-eu?", True)


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({"text": " \n"}, "message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "🔑" * 2049}, "message is too long"),
        (
            {"text": "<x>", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "x" at byte offset 0',
        ),
        ({"text": "x", "parse_mode": "Word"}, "unsupported parse_mode"),
        ({"text": "x", "chat_id": NOBODY}, "chat not found"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"text": "x", "message_thread_id": 5}, "message thread not found"),
        ({"text": "x", "chat_id": FORUM, "message_thread_id": 1}, "message thread not found"),
        ({"text": "x", "reply_markup": one_button(callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": one_button(copy_text={"text": "x" * 257})}, "BUTTON_COPY_TEXT_INVALID"),
        (
            {"text": "x", "reply_markup": one_button()},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "x", "reply_markup": one_button(url="http://localhost/x")},
            "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "x", "chat_id": GROUP, "reply_markup": one_button(web_app={"url": "https://example.org"})},
            "BUTTON_TYPE_INVALID",
        ),
    ],
)
async def test_a_bad_message_is_refused_in_the_servers_words(office: Office, parameters: Json, why: str) -> None:
    assert await office.refuse("sendMessage", **({"chat_id": OLGA} | parameters)) == f"Bad Request: {why}"


async def test_length_counts_after_parsing(office: Office) -> None:
    text = "<b>" + "x" * 4094 + "</b>&lt;&gt;"
    assert len((await office.bot.send_message(OLGA, text, parse_mode="HTML")).text or "") == 4096


async def test_a_message_goes_to_its_topic_and_a_reply_to_the_topic_of_the_question(office: Office) -> None:
    topic = office.world.find_topic(FORUM, "Alerts")
    assert topic is not None
    asked = office.world.post(OLGA, FORUM, "/keys", topic_id=topic.topic_id)
    told = await office.bot.send_message(FORUM, "one", message_thread_id=topic.topic_id)
    answered = await office.bot.send_message(FORUM, "two", reply_to_message_id=asked.message_id)
    general = await office.bot.send_message(FORUM, "three")
    assert [m.message_thread_id for m in (told, answered, general)] == [topic.topic_id, topic.topic_id, None]
    assert answered.reply_to_message is not None
    assert answered.reply_to_message.text == "/keys"
    office.world.close_topic(FORUM, topic.topic_id, OLGA)
    refused = await office.refuse("sendMessage", chat_id=FORUM, text="x", message_thread_id=topic.topic_id)
    assert refused == "Bad Request: TOPIC_CLOSED"


async def test_a_missing_question_may_be_excused(office: Office) -> None:
    told = await office.bot.send_message(OLGA, "x", reply_to_message_id=99, allow_sending_without_reply=True)
    assert told.reply_to_message is None


async def test_people_who_never_wrote_or_blocked_the_bot_cannot_be_written_to(office: Office) -> None:
    office.world.add_person(STRANGER, "Stranger")
    office.world.block_bot(PIM)
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await office.bot.send_message(STRANGER, "hello")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await office.bot.send_message(PIM, "hello")


async def test_a_kicked_bot_a_left_chat_and_a_migrated_group_are_distinguished(office: Office) -> None:
    office.world.kick_bot(SUPERGROUP, OLGA)
    await office.bot.leave_chat(FORUM)
    office.world.migrate(GROUP, -1007770001111)
    for chat_id, why in (
        (SUPERGROUP, "Forbidden: bot was kicked from the supergroup chat"),
        (FORUM, "Forbidden: bot is not a member of the supergroup chat"),
    ):
        assert await office.refuse("sendMessage", chat_id=chat_id, text="x") == why
    status, body = await office.call("sendMessage", chat_id=GROUP, text="x")
    assert (status, body["parameters"]) == (400, {"migrate_to_chat_id": -1007770001111})
    assert body["description"] == "Bad Request: group chat was upgraded to a supergroup chat"


async def test_files_come_back_as_they_went(office: Office) -> None:
    sent = await office.bot.send_document(
        OLGA, b"a,b\n", filename="rows.csv", caption="<b>3</b> rows", parse_mode="HTML"
    )
    assert sent.document is not None
    assert (sent.document.file_name, sent.caption) == ("rows.csv", "3 rows")
    theirs = office.world.post_document(OLGA, OLGA, "theirs.csv", b"c,d\n")
    for file_id, content in ((sent.document.file_id, b"a,b\n"), (theirs.document_file_id or "", b"c,d\n")):
        assert bytes(await (await office.bot.get_file(file_id)).download_as_bytearray()) == content
    again = await office.bot.send_document(PIM, sent.document.file_id)
    assert again.document is not None
    assert again.document.file_id == sent.document.file_id
    assert await office.refuse("getFile", file_id="x") == (
        "Bad Request: wrong file_id or the file is temporarily unavailable"
    )


async def test_photos_are_measured_and_others_refused(office: Office) -> None:
    sent = await office.bot.send_photo(OLGA, PNG, protect_content=True)
    assert [(size.width, size.height) for size in sent.photo] == [(300, 300)]
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await office.bot.send_photo(OLGA, b"no picture")
    with pytest.raises(BadRequest, match="caption is too long"):
        await office.bot.send_photo(OLGA, PNG, caption="x" * 1025)
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await office.bot.send_document(OLGA, b"", filename="x.csv")
