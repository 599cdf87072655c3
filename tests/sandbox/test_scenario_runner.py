"""The scenario runner: one scenario at a time, and a sentence for everything that prevents one."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.sandbox.environment import Environment, seed
from bot.sandbox.scenarios.cast import GROUP, MAX, OLGA
from bot.sandbox.telegram.refusals import Impossible


@pytest.fixture
async def environment() -> AsyncIterator[Environment]:
    """The three in their group, and a bot that says nothing."""
    async with Environment(reading_seconds=0) as environment:
        seed.populate(environment)
        yield environment


async def test_while_one_scenario_is_played_another_is_refused_politely(environment: Environment) -> None:
    environment.stage.start("wrong-sheet")
    await environment.world.wait_until(lambda: environment.world.state.files)

    with pytest.raises(Impossible, match="“A wrong sheet” is still being played"):
        environment.stage.start("four-eyes")
    assert environment.stage.show()["outcome"] == "playing"


async def test_a_caption_says_what_happens_and_on_which_phone(environment: Environment) -> None:
    environment.stage.start("wrong-sheet")
    await environment.world.wait_until(lambda: environment.world.state.files)

    shown = environment.stage.show()
    assert shown["name"] == "wrong-sheet"
    assert shown["caption"] == {
        "text": "Max sends eight addresses from a spreadsheet. Five rows have a mistake, each a different one.",
        "actor": MAX,
        "look": "group",
    }
    sent = environment.world.messages(GROUP)[-1]
    assert (sent.user_id, sent.text) == (MAX, "/whitelist main")
    assert sent.document_file_id is not None


async def test_a_bot_that_does_not_answer_stops_the_scenario_with_a_sentence(
    environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sandbox.scenarios.kit.PATIENCE_SECONDS", 0.01)
    environment.stage.start("wrong-sheet")
    await environment.stage.finish()

    shown = environment.stage.show()
    assert shown["outcome"] == "stopped"
    assert "It stopped here" in str(shown["caption"])


async def test_a_scenario_needs_its_cast(environment: Environment) -> None:
    environment.world.leave(OLGA, GROUP)

    with pytest.raises(Impossible, match="must all be in the group"):
        environment.stage.start("key-ends")


async def test_an_unknown_scenario_is_refused(environment: Environment) -> None:
    with pytest.raises(Impossible, match="no such scenario"):
        environment.stage.start("a-miracle")


async def test_an_environment_that_closes_stops_the_running_scenario() -> None:
    async with Environment(reading_seconds=3600) as environment:
        seed.populate(environment)
        environment.stage.start("wrong-sheet")
        await asyncio.sleep(0)

    assert environment.stage.show()["outcome"] == "stopped"
