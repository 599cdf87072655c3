"""The scenario runner: one scenario at a time, and a sentence for everything that prevents one."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.sandbox import seed
from bot.sandbox.environment import Environment
from bot.sandbox.scenarios.cast import GROUP, MAX, OLGA
from bot.sandbox.telegram.refusals import Impossible


@pytest.fixture
async def town() -> AsyncIterator[Environment]:
    """The three in their group, and a bot that says nothing."""
    async with Environment(reading_seconds=0) as town:
        seed.populate(town)
        yield town


async def test_while_one_scenario_is_played_another_is_refused_politely(town: Environment) -> None:
    town.stage.start("wrong-sheet")
    await town.world.wait_until(lambda: town.world.state.files)

    with pytest.raises(Impossible, match="“A wrong sheet” is still being played"):
        town.stage.start("four-eyes")
    assert town.stage.show()["outcome"] == "playing"


async def test_a_caption_says_what_happens_and_whose_phone_shows_it(town: Environment) -> None:
    town.stage.start("wrong-sheet")
    await town.world.wait_until(lambda: town.world.state.files)

    shown = town.stage.show()
    assert shown["name"] == "wrong-sheet"
    assert shown["caption"] == {
        "text": "Max sends eight addresses from a spreadsheet. Five rows have a mistake, each a different one.",
        "actor": MAX,
        "look": "group",
    }
    sent = town.world.messages(GROUP)[-1]
    assert (sent.user_id, sent.text) == (MAX, "/whitelist main")
    assert sent.document_file_id is not None


async def test_a_bot_that_does_not_answer_stops_the_scenario_with_a_sentence(
    town: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sandbox.scenarios.kit.PATIENCE_SECONDS", 0.01)
    town.stage.start("wrong-sheet")
    await town.stage.finish()

    shown = town.stage.show()
    assert shown["outcome"] == "stopped"
    assert "It stopped here" in str(shown["caption"])


async def test_a_scenario_needs_its_cast(town: Environment) -> None:
    town.world.leave(OLGA, GROUP)

    with pytest.raises(Impossible, match="must all be in the group"):
        town.stage.start("key-ends")


async def test_an_unknown_scenario_is_refused(town: Environment) -> None:
    with pytest.raises(Impossible, match="no such scenario"):
        town.stage.start("a-miracle")


async def test_a_town_that_closes_breaks_off_what_is_played() -> None:
    async with Environment(reading_seconds=3600) as town:
        seed.populate(town)
        town.stage.start("wrong-sheet")
        await asyncio.sleep(0)

    assert town.stage.show()["outcome"] == "stopped"
