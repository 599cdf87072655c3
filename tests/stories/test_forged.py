"""Forged presses and messages: programs send any press, and apps carry the words of other people."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.app import MAX, STRANGER, TEAM, TestApp
from tests.forging import press_data, write
from tests.people import Member

UNKNOWN = UUID(int=0xD).hex
TOO_OLD = "This button is too old. Type the command again."


async def test_a_forged_press_leaves_a_card_as_it_is(app: TestApp, max_: Member) -> None:
    card = await max_.says("/newkey trading-eu")
    before = (card.text, card.keyboard, False)
    app.member(STRANGER, "Stranger")

    for data in (
        "saved",
        "ask nothing",
        f"saved {UNKNOWN}",
        "page:help:1",
        f"pad {UNKNOWN} 1",
        "and x",
        "as 0 7",
        f"team {UNKNOWN}",
    ):
        for user_id in (MAX, STRANGER):
            await press_data(app, user_id, card, data)

        after = max_.again(card)
        assert (after.text, after.keyboard, after.is_deleted) == before, data


async def test_data_that_no_button_carries_is_answered_as_too_old(app: TestApp, max_: Member) -> None:
    card = await max_.says("/newkey trading-eu")
    odd = [
        "x" * 64,
        "ask",
        "in zz keys",
        "page:keys:99999",
        "page::1",
        "as 99999 x",
        f"pad {UNKNOWN} 1234567",
        "ask \u202e",
    ]

    for data in [*odd, "ask nothing", "as 9999 x", f"cancel {UNKNOWN}", f"page:in {UNKNOWN} keys:2"]:
        assert await press_data(app, MAX, card, data) == TOO_OLD, data


async def test_saved_deletes_a_secret_for_its_reader_and_nothing_else(app: TestApp, olga: Member) -> None:
    card = await olga.does("/newkey trading-eu")
    secret = olga.newest(privately=True)
    saved = next(str(button["callback_data"]) for button in secret.buttons)

    assert await press_data(app, olga.user_id, card, saved) != ""
    assert not olga.again(card).is_deleted
    await olga.presses(secret, "Saved")
    assert olga.again(secret).is_deleted


async def test_a_press_with_a_secret_in_it_never_deletes_the_bots_own_message(app: TestApp, olga: Member) -> None:
    card = await olga.says("/newkey trading-eu")

    await press_data(app, olga.user_id, card, "ask connect coinex A1B2C3D4 A1B2C3D4E5F6")

    assert not olga.again(card).is_deleted


@pytest.mark.parametrize(
    "more", [{"message": None, "inline_message_id": "i"}, {"data": None, "game_short_name": "g"}, {"message": None}]
)
async def test_a_press_on_a_message_that_cannot_be_seen_is_answered(
    app: TestApp, olga: Member, more: dict[str, object]
) -> None:
    card = await olga.says("/newkey trading-eu")

    assert await press_data(app, olga.user_id, card, "ask keys", **more) == TOO_OLD


async def test_a_ticket_is_not_acted_upon_from_another_teams_chat(app: TestApp, olga: Member) -> None:
    card = await olga.says("/newkey trading-eu")
    cancel = next(str(button["callback_data"]) for button in card.buttons if "callback_data" in button)
    elsewhere = await olga.says("/start", topic_id=next(iter(app.environment.world.chats[card.chat_id].topics)))

    assert await press_data(app, olga.user_id, elsewhere, cancel) == TOO_OLD
    assert "Cancelled" not in olga.again(card).text


UNWRITTEN = [
    ({"forward_origin": {"type": "hidden_user", "sender_user_name": "X", "date": 1}}, "This was forwarded"),
    ({"via_bot": {"id": 9, "is_bot": True, "first_name": "Bot"}}, "Another bot wrote this"),
]


@pytest.mark.parametrize(("how", "told"), UNWRITTEN)
@pytest.mark.parametrize("where", [MAX, TEAM])
async def test_a_message_the_person_did_not_write_is_not_obeyed_and_answered_once(
    app: TestApp, max_: Member, how: dict[str, object], told: str, where: int
) -> None:
    for _ in range(3):
        await write(app, MAX, where, "/newkey trading-eu", **how)

    assert len([text for text in max_.texts(privately=where == MAX) if told in text]) == 1
    assert "trading-eu" not in (await max_.says("/pending")).text


@pytest.mark.parametrize(("how", "told"), UNWRITTEN)
async def test_a_message_the_person_did_not_write_is_neither_code_nor_answer(
    app: TestApp, max_: Member, how: dict[str, object], told: str
) -> None:
    asked = await max_.whispers("/newkey")
    await write(app, MAX, MAX, "trading-eu", **how)
    assert told in max_.newest(privately=True, after=asked).text

    card = await max_.says("/newkey trading-eu")
    await max_.opens(card)
    await write(app, MAX, MAX, max_.code(), **how)
    assert "is made" not in max_.again(card).text


@pytest.mark.parametrize(("how", "told"), UNWRITTEN)
async def test_a_file_that_a_person_did_not_send_is_not_acted_upon(
    app: TestApp, olga: Member, how: dict[str, object], told: str
) -> None:
    file = app.environment.world.state.add_file("a.csv", "text/csv", b"Remark,Coin,Network,Address,Memo")
    document = {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_name": "a.csv"}

    await write(app, olga.user_id, olga.user_id, "", document=document, **how)

    assert told in olga.newest(privately=True).text
    assert "getFile" not in {method for method, _ in app.environment.world.calls}


async def test_a_post_of_the_linked_channel_is_answered_once(app: TestApp, olga: Member) -> None:
    channel = {"id": -5, "type": "channel", "title": "News"}
    for _ in range(5):
        await write(app, olga.user_id, TEAM, "/keys", sender_chat=channel, is_automatic_forward=True)
        await app.passes(timedelta(hours=1))

    assert len([text for text in olga.texts() if "linked channel" in text]) == 1


async def test_a_reply_to_another_chats_message_does_not_answer_a_question(app: TestApp, olga: Member) -> None:
    await olga.whispers("/newkey")
    elsewhere = {"origin": {"type": "hidden_user", "sender_user_name": "X", "date": 1}}

    await write(app, olga.user_id, olga.user_id, "trading-eu", external_reply=elsewhere)

    assert "trading-eu" not in (await olga.says("/pending")).text
