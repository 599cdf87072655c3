"""Warnings come to the forum topic that was chosen for them, and back when it is deleted."""

from datetime import timedelta

from bot.sandbox.telegram.models import Message
from tests.app import TEAM, TestApp
from tests.people import Member

DAY = timedelta(days=1)


def last(app: TestApp, words: str) -> Message:
    said = app.environment.world.messages(TEAM, from_bot=True, with_deleted=False)
    return [one for one in said if words in one.text][-1]


async def test_warnings_come_to_a_chosen_topic_and_back_when_it_is_deleted(app: TestApp, olga: Member) -> None:
    world = app.environment.world
    topic = world.find_topic(TEAM, "Strategies")
    assert topic is not None
    await olga.does("/newkey grid")
    card = await olga.says("/settings topic alerts", topic_id=topic.topic_id)
    assert "come to the topic in which you typed this: alerts" in (await olga.confirms(card)).text

    await app.passes(60 * DAY)
    far = last(app, "A key expires within 30 days")
    assert (far.topic_id, far.is_silent) == (topic.topic_id, True)

    world.delete_topic(TEAM, topic.topic_id)
    await app.passes(30 * DAY - timedelta(hours=5))
    near = last(app, "A key expires within 6 hours")
    assert (near.topic_id, near.is_silent) == (None, False)
    assert last(app, "The topic for alerts is closed or deleted").topic_id is None
