from datetime import timedelta

from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto

from bot.sandbox.telegram.models import Json
from tests.bot_api import read
from tests.sandbox.telegram_office import OLGA, PIM, PNG, SUPERGROUP, Office

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def one_button(**button: object) -> Json:
    return {"inline_keyboard": [[{"text": "go", **button}]]}


async def test_an_edit_replaces_text_and_buttons(
    office: Office,
) -> None:
    _, said = await office.call("sendMessage", chat_id=OLGA, text="asked", reply_markup=one_button(callback_data="x"))
    sent = read("Message", said["result"])
    place = {"chat_id": OLGA, "message_id": sent.message_id}
    office.clock.move(timedelta(seconds=9))
    _, body = await office.call("editMessageText", **place, text="<i>done</i>", parse_mode="HTML")
    edited = read("Message", body["result"])
    assert (edited.text, edited.reply_markup, edited.edit_date) == ("done", None, office.world.now())
    for words in ("<i>done</i>", "<i>done</i> "):
        assert await office.refuse("editMessageText", **place, text=words, parse_mode="HTML") == (
            "Bad Request: message is not modified: specified new message content and reply markup are exactly the "
            "same as a current content and reply markup of the message"
        )
    _, body = await office.call("editMessageReplyMarkup", **place, reply_markup=one_button(url="https://example.org"))
    assert read("Message", body["result"]).reply_markup is not None


async def test_only_own_undeleted_messages_of_the_right_kind_are_edited(office: Office) -> None:
    theirs = office.world.post(OLGA, OLGA, "mine")
    photo = await office.bot.send_photo(OLGA, PNG, caption="seed")
    refuse = office.refuse
    for message_id, why in (
        (theirs.message_id, "message can't be edited"),
        (photo.message_id, "there is no text in the message to edit"),
        (999, "message to edit not found"),
    ):
        refused = await refuse("editMessageText", chat_id=OLGA, message_id=message_id, text="x")
        assert refused == f"Bad Request: {why}"
    refused = await refuse("editMessageText", chat_id=OLGA, message_id=photo.message_id, text="x" * 4097)
    assert refused == "Bad Request: MESSAGE_TOO_LONG"
    await office.bot.edit_message_caption(OLGA, photo.message_id, caption="gone")
    assert office.world.messages(OLGA)[-1].text == "gone"


async def test_in_private_the_bot_deletes_both_sides_for_two_days(office: Office) -> None:
    theirs = office.world.post(OLGA, OLGA, "123456")
    old = office.world.post(OLGA, OLGA, "old")
    await office.bot.delete_message(OLGA, theirs.message_id)
    assert theirs.is_deleted
    assert await office.refuse("deleteMessage", chat_id=OLGA, message_id=theirs.message_id) == (
        "Bad Request: message to delete not found"
    )
    office.clock.move(timedelta(hours=48))
    assert await office.refuse("deleteMessage", chat_id=OLGA, message_id=old.message_id) == (
        "Bad Request: message can't be deleted for everyone"
    )


async def test_a_message_too_old_to_be_deleted_is_edited_for_ever(office: Office) -> None:
    said = await office.bot.send_message(OLGA, "secret")
    photo = await office.bot.send_photo(OLGA, PNG, caption="seed")
    asked = await office.bot.send_message(OLGA, "your name?", reply_markup=ForceReply())
    group = await office.bot.send_message(SUPERGROUP, "x")
    office.clock.move(timedelta(days=400))
    refuse = office.refuse
    for message, why in ((said, "message can't be deleted for everyone"), (group, "message can't be deleted")):
        place = {"chat_id": message.chat_id, "message_id": message.message_id}
        assert await refuse("deleteMessage", **place) == f"Bad Request: {why}"
        assert await refuse("deleteMessages", chat_id=message.chat_id, message_ids=[message.message_id, 999]) == (
            f"Bad Request: {why}"
        )
    await office.bot.edit_message_text("gone", chat_id=OLGA, message_id=said.message_id)
    await office.bot.edit_message_media(InputMediaPhoto(PNG, caption="gone"), OLGA, photo.message_id)
    told = {one.message_id: one for one in office.world.messages(OLGA)}
    assert (told[said.message_id].text, told[photo.message_id].text) == ("gone", "gone")
    refused = await refuse("editMessageText", chat_id=OLGA, message_id=asked.message_id, text="gone")
    assert refused == "Bad Request: message can't be edited"


async def test_in_a_supergroup_the_bot_deletes_others_only_with_the_right(office: Office) -> None:
    theirs = office.world.post(OLGA, SUPERGROUP, "/123456")
    ours = await office.bot.send_message(SUPERGROUP, "x")
    await office.bot.delete_message(SUPERGROUP, ours.message_id)
    place = {"chat_id": SUPERGROUP, "message_id": theirs.message_id}
    assert await office.refuse("deleteMessage", **place) == "Bad Request: message can't be deleted"
    office.world.promote_bot(SUPERGROUP, OLGA, can_delete_messages=False)
    assert await office.refuse("deleteMessage", **place) == "Bad Request: message can't be deleted"
    office.world.promote_bot(SUPERGROUP, OLGA, can_delete_messages=True)
    await office.bot.delete_messages(SUPERGROUP, [theirs.message_id, 999])
    assert theirs.is_deleted


async def test_a_press_is_answered_once_and_in_time(office: Office) -> None:
    sent = await office.bot.send_message(
        OLGA, "sure?", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="yes")]])
    )
    first, second = (office.world.press(OLGA, OLGA, sent.message_id, "yes") for _ in range(2))
    await office.bot.answer_callback_query(first, text="done", show_alert=True)
    answer = office.world.answer_to(first)
    assert answer is not None
    assert (answer.text, answer.show_alert) == ("done", True)
    assert await office.refuse("answerCallbackQuery", callback_query_id=first) == TOO_OLD
    office.clock.move(timedelta(seconds=150))
    assert await office.refuse("answerCallbackQuery", callback_query_id=second) == TOO_OLD


async def test_an_answer_leads_only_to_the_bot_itself(office: Office) -> None:
    sent = await office.bot.send_message(
        SUPERGROUP, "sure?", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="yes")]])
    )
    query_id = office.world.press(PIM, SUPERGROUP, sent.message_id, "yes")
    for url in ("https://example.org/", "https://t.me/other_bot?start=a"):
        refused = await office.refuse("answerCallbackQuery", callback_query_id=query_id, url=url)
        assert refused == "Bad Request: URL_INVALID"
    await office.bot.answer_callback_query(query_id, url="https://t.me/keyminder_bot?start=a")
