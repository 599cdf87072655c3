"""Rule 4: renewing extends an unbound key to 90 days from now, after the second factor, and says so."""

from datetime import timedelta

from tests.app import TestApp
from tests.people import Member


async def test_renewing_in_the_group_takes_a_code_in_private_and_edits_one_card(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu trade")
    await app.passes(timedelta(days=60))

    card = await olga.says("/renew trading-eu")
    assert "Renew a key" in card.text
    assert "Waiting for Olga (1001) to confirm this in private" in card.text
    prompt = await olga.opens(card)
    assert "six digits" in prompt.text
    await olga.types(olga.code())

    done = olga.again(card)
    assert "✅ trading-eu is renewed, expires in 90 days · 21\u00a0Apr\u00a009:" in done.text
    assert done.is_edited
    assert not done.buttons
    assert "is renewed" in olga.again(prompt).text
    assert " · 90 days" in (await olga.says("/keys")).text


async def test_an_expired_key_can_still_be_renewed(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey old")
    await app.passes(timedelta(days=90))
    listed = (await olga.says("/keys")).text
    assert "⛔️ 1 old · expired now · " in listed
    assert "1 key, 1 expired" in listed
    assert "State: expired now · 20\u00a0Feb" in (await olga.says("/key old")).text

    assert "in 90 days · " in (await olga.does("/renew old")).text


async def test_without_a_name_the_keys_are_offered_and_the_question_becomes_the_card(
    app: TestApp, olga: Member
) -> None:
    await olga.does("/newkey one")
    await olga.does("/newkey two")

    question = await olga.says("/renew")
    await olga.presses(question, "two")
    await olga.presses(olga.again(question), "Go on")

    card = olga.again(question)
    assert "Renew a key" in card.text
    assert "two" in card.text
    await olga.types(olga.code())
    assert "✅ two is renewed" in olga.again(question).text


async def test_what_changed_between_question_and_code_is_asked_again(app: TestApp, olga: Member, max_: Member) -> None:
    await olga.does("/newkey fragile")
    card = await olga.says("/renew fragile")
    await olga.opens(card)
    await max_.does("/bind fragile 203.0.113.7")

    await olga.types(olga.code())

    assert "Not done" in olga.again(card).text
    assert "needs no renewal" in olga.again(card).text


async def test_the_answer_comes_in_the_topic_where_it_was_asked(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey topical")
    topic = app.environment.world.find_topic(olga.persona.home, "Strategies")
    assert topic is not None

    card = await olga.says("/renew topical", topic_id=topic.topic_id)

    assert card.topic_id == topic.topic_id
    assert "Renew a key" in card.text
