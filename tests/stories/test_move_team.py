"""A team with a lost topic moves where its owner says, and teams of one group have different names."""

import pytest

from bot.sandbox.telegram.models import Topic
from storage.records import Event
from tests.app import OLGA, OLGAS_EMAIL, TEAM, TestApp
from tests.people import Member
from tests.stories.test_delivery import heard_of, tell


def topic(app: TestApp, name: str) -> Topic:
    found = app.environment.world.find_topic(TEAM, name)
    return found or app.environment.world.add_topic(TEAM, name, OLGA)


@pytest.fixture
async def lost(app: TestApp, olga: Member) -> Member:
    """Olga, with a key and an open request in the topic Strategies, which is deleted."""
    await olga.has_email(OLGAS_EMAIL)
    place = topic(app, "Strategies").topic_id
    await olga.says("/start", topic_id=place)
    await olga.confirms(await olga.says("/newkey grid", topic_id=place))
    await olga.says("/renew grid", topic_id=place)
    app.environment.world.delete_topic(TEAM, place)
    await tell(app, "while it was lost")
    await app.settle()
    return olga


async def test_a_lost_team_is_moved_to_another_topic_with_all_that_is_its(app: TestApp, lost: Member) -> None:
    new = topic(app, "Night desk").topic_id
    asked = await lost.says("/start", topic_id=new)
    assert "I cannot write to Desk · Strategies any more" in asked.text
    await lost.presses(asked, "Move Desk · Strategies here")

    assert "grid" in (await lost.says("/keys", topic_id=new)).text
    here = [
        one for one in app.environment.world.messages(TEAM, from_bot=True, with_deleted=False) if one.topic_id == new
    ]
    told = "\n".join(one.text for one in here)
    for words in ("Olga (1001) moved Desk · Strategies to Desk · Night desk", "while it was lost"):
        assert words in told
    assert any("grid" in one.text and one.keyboard for one in here), "the open request"
    assert f"{Event.TEAM_MOVE.value} done" in (await lost.says("/audit", topic_id=new)).text
    assert len(heard_of(app, OLGA, "Desk · Strategies to Desk · Night desk")) == 1


async def test_a_new_team_can_be_made_although_another_is_lost(app: TestApp, lost: Member) -> None:
    new = topic(app, "Night desk").topic_id
    asked = await lost.says("/start", topic_id=new)
    await lost.presses(asked, "New team")
    assert "has no keys yet" in (await lost.says("/keys", topic_id=new)).text
    assert "Desk · Night desk" in (await lost.says("/team", topic_id=new)).text


async def test_only_an_owner_moves_a_team(app: TestApp, olga: Member, max_: Member) -> None:
    place = topic(app, "Strategies").topic_id
    await olga.says("/start", topic_id=place)
    app.environment.world.delete_topic(TEAM, place)
    await tell(app, "x")
    await app.settle()
    new = topic(app, "Night desk").topic_id
    asked = await olga.says("/start", topic_id=new)
    assert "Only members" in await max_.presses(asked, "Move Desk · Strategies here")
    assert heard_of(app, TEAM, "Desk · Strategies to Desk · Night desk") == []


async def test_a_team_that_is_reachable_again_stays_where_it_is(app: TestApp, olga: Member) -> None:
    place = topic(app, "Strategies")
    await olga.says("/start", topic_id=place.topic_id)
    app.environment.world.close_topic(TEAM, place.topic_id, OLGA)
    await tell(app, "x")
    await app.settle()
    new = topic(app, "Night desk").topic_id
    asked = await olga.says("/start", topic_id=new)
    place.is_closed = False
    await tell(app, "y")
    await app.settle()
    assert "stays there" in await olga.presses(asked, "Move Desk · Strategies here")


async def test_teams_of_one_group_are_distinguished_by_their_topics(app: TestApp, olga: Member) -> None:
    await olga.says("/start", topic_id=topic(app, "Strategies").topic_id)
    asked = await olga.whispers("/keys")
    labels = [button["text"] for row in asked.keyboard for button in row]
    assert labels == ["Desk", "Desk · Strategies"]


async def test_teams_have_the_current_names_of_their_group_and_topics(app: TestApp, olga: Member) -> None:
    place = topic(app, "Strategies").topic_id
    await olga.says("/start", topic_id=place)

    app.environment.world.rename_topic(TEAM, place, "Grid", OLGA)
    app.environment.world.rename_group(TEAM, "Floor", OLGA)
    # Telegram sends the topic's first name with each command in it.
    assert "Floor · Grid" in (await olga.says("/start", topic_id=place)).text

    asked = await olga.whispers("/keys")
    assert [button["text"] for button in asked.buttons] == ["Floor", "Floor · Grid"]
