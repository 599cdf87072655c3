"""Deleting a key takes a code and cannot be undone."""

from tests.app import TestApp
from tests.people import Member


async def test_cancel_takes_the_ticket_asked_last_or_the_one_with_the_number(app: TestApp, olga: Member) -> None:
    cards = [await olga.says(f"/newkey {name}") for name in ("one", "two", "three")]

    assert (await olga.says("/cancel")).text == "✖️ Cancelled: make three (#3)."
    assert (await olga.says("/cancel #1")).text == "✖️ Cancelled: make one (#1)."
    assert "You have no open request #3." in (await olga.says("/cancel 3")).text

    assert "Create key two" in olga.again(cards[1]).text
    assert ["Cancelled, nothing" in olga.again(card).text for card in cards] == [True, False, True]


async def test_cancelling_leaves_the_key_alone(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey one")
    card = await olga.says("/deletekey one")

    await olga.presses(card, "Cancel")

    assert "Cancelled, nothing was changed" in olga.again(card).text
    assert "one" in (await olga.says("/keys")).text


async def test_a_press_on_an_old_button_says_so(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey one")
    card = await olga.says("/deletekey one")
    app.environment.world.press(olga.user_id, card.chat_id, card.message_id, str(card.buttons[-1]["callback_data"]))
    await app.settle()

    query = app.environment.world.press(olga.user_id, card.chat_id, card.message_id, card.offered[-1])
    await app.settle()

    answer = app.environment.world.answer_to(query)
    assert answer is not None
    assert answer.show_alert
    assert "This was cancelled" in answer.text
