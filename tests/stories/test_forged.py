"""What no button says and no person wrote: programs send any press for a message, and apps carry others' words."""

from uuid import uuid4

import pytest

from tests.forging import press_data
from tests.house import MAX, STRANGER, TestHouse
from tests.people import Member

TOO_OLD = "This button is too old to be used. Please give the command again."


@pytest.mark.parametrize(
    "data",
    ["saved", f"saved {uuid4().hex}", "page:help:1", f"pad {uuid4().hex} 1", "and x", "as 0 7", f"team {uuid4().hex}"],
)
async def test_a_forged_press_leaves_a_card_as_it_is(house: TestHouse, max_: Member, data: str) -> None:
    card = await max_.says("/newkey trading-eu")
    house.member(STRANGER, "Stranger")

    for user_id in (MAX, STRANGER):
        await press_data(house, user_id, card, data)

    after = max_.again(card)
    assert (after.text, after.keyboard, after.is_deleted) == (card.text, card.keyboard, False)


async def test_saved_deletes_a_secret_for_its_reader_and_nothing_else(house: TestHouse, olga: Member) -> None:
    card = await olga.does("/newkey trading-eu")
    secret = olga.newest(privately=True)
    saved = next(str(button["callback_data"]) for button in secret.buttons)

    assert await press_data(house, olga.user_id, card, saved) != ""
    assert not olga.again(card).is_deleted
    await olga.presses(secret, "Saved")
    assert olga.again(secret).is_deleted


async def test_a_press_with_a_secret_in_it_never_deletes_the_bots_own_message(house: TestHouse, olga: Member) -> None:
    card = await olga.says("/newkey trading-eu")

    await press_data(house, olga.user_id, card, "ask connect coinex A1B2C3D4 A1B2C3D4E5F6")

    assert not olga.again(card).is_deleted


@pytest.mark.parametrize(
    "more", [{"message": None, "inline_message_id": "i"}, {"data": None, "game_short_name": "g"}, {"message": None}]
)
async def test_a_press_on_a_message_that_cannot_be_seen_is_answered(
    house: TestHouse, olga: Member, more: dict[str, object]
) -> None:
    card = await olga.says("/newkey trading-eu")

    assert await press_data(house, olga.user_id, card, "ask keys", **more) == TOO_OLD


async def test_a_ticket_is_not_acted_upon_from_another_teams_chat(house: TestHouse, olga: Member) -> None:
    card = await olga.says("/newkey trading-eu")
    cancel = next(str(button["callback_data"]) for button in card.buttons if "callback_data" in button)
    elsewhere = await olga.says("/start", topic_id=next(iter(house.town.world.chats[card.chat_id].topics)))

    assert await press_data(house, olga.user_id, elsewhere, cancel) == TOO_OLD
    assert "Cancelled" not in olga.again(card).text
