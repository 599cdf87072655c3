"""A question of the bot listens until it has its answer or is cancelled."""

from tests.app import TestApp
from tests.people import Member


async def test_in_the_group_a_reply_to_the_question_or_to_a_refusal_counts(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    question = await olga.says("/bind trading-eu")
    first = await olga.says("203.0.113.999", reply_to=question)
    assert "203.0.113.999" in first.text
    assert first.text.endswith("Please answer again: reply to this message.\n/cancel ends this question.")
    second = await olga.says("10.0.0", reply_to=first)
    assert "Please answer again" in second.text
    third = await olga.says("nowhere", reply_to=second)
    assert "Which IPs" in third.text, "the example comes again"
    card = await olga.says("203.0.113.7", reply_to=first)
    assert "203.0.113.7" in card.text
    await olga.confirms(card)
    assert "203.0.113.7" in (await olga.says("/key trading-eu")).text


async def test_in_private_any_text_answers_until_the_question_is_cancelled(app: TestApp, olga: Member) -> None:
    await olga.whispers("/newkey")
    assert "Please answer again" in (await olga.whispers("x" * 60)).text
    assert "Please answer again" in (await olga.whispers("12345")).text
    cancelled = await olga.whispers("/cancel")
    assert cancelled.text == "Cancelled: /newkey"
    lost = await olga.whispers("trading-eu")
    assert "I did not understand that." in lost.text
    await olga.presses(lost, "Home")
    assert olga.again(lost).text.startswith("Desk · ")
    assert "no open request" in (await olga.whispers("/cancel")).text.lower()


async def test_a_question_that_was_interrupted_is_offered_again(app: TestApp, olga: Member) -> None:
    await olga.whispers("/newkey")
    pad = await olga.whispers("/newkey other")
    offer = await olga.whispers("trading-eu trade")
    assert "An earlier question is still open: /newkey" in offer.text
    await olga.presses(offer, "Go on")
    assert "trading-eu" in (await olga.whispers("trading-eu trade")).text
    assert "Cancelled" in (await olga.whispers("/cancel")).text
    assert "other" in olga.again(pad).text


async def test_a_refusal_of_the_person_starts_no_dialogue(app: TestApp, olga: Member) -> None:
    mallory = app.member(1999, "Mallory")
    question = await olga.says("/newkey")
    refused = await mallory.says("stolen", reply_to=question)
    assert "Please answer again" not in refused.text
    assert "Cancelled" not in (await mallory.says("/cancel", reply_to=question)).text
    assert "trading-eu" in (await olga.says("trading-eu", reply_to=question)).text
