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


async def test_while_one_scenario_is_played_another_waits_for_its_turn(
    environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("kit", "persona"):
        monkeypatch.setattr(f"bot.sandbox.scenarios.{module}.PATIENCE_SECONDS", 0.01)
    environment.stage.start("wrong-sheet")
    environment.stage.start("four-eyes")

    assert environment.stage.show()["waiting"] == ["wrong-sheet", "four-eyes"]
    for name, title in (("wrong-sheet", "A wrong sheet"), ("four-eyes", "Four eyes")):
        with pytest.raises(Impossible, match=f"“{title}” is being played, or comes next"):
            environment.stage.start(name)
    await environment.stage.finish()
    shown = environment.stage.show()
    assert (shown["name"], shown["waiting"], shown["outcome"]) == ("four-eyes", [], "stopped")


async def test_a_caption_says_what_happens_and_on_which_phone(environment: Environment) -> None:
    environment.stage.start("wrong-sheet")
    await environment.world.wait_until(lambda: environment.world.state.files)

    shown = environment.stage.show()
    assert shown["name"] == "wrong-sheet"
    assert shown["caption"] == {
        "text": "Max sends eight addresses for the account main. Five rows have a mistake, each a different one.",
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


async def test_a_scenario_undoes_what_the_visitor_did(environment: Environment) -> None:
    world, mailbox = environment.world, environment.mailbox
    world.leave(OLGA, GROUP)
    world.kick_bot(GROUP, MAX)
    world.block_bot(MAX)
    await mailbox.stop()

    environment.stage.start("wrong-sheet")
    await world.wait_until(lambda: world.state.files)

    assert {OLGA, MAX, world.bot_id} <= {member.user_id for member in world.chats[GROUP].list_present()}
    assert not world.people[MAX].has_blocked
    assert not mailbox.is_down


async def test_a_scenario_needs_its_group() -> None:
    async with Environment(reading_seconds=0) as environment:
        environment.stage.start("key-ends")
        await environment.stage.finish()

    assert "is not there any more" in str(environment.stage.show()["caption"])


async def test_an_unknown_scenario_is_refused(environment: Environment) -> None:
    with pytest.raises(Impossible, match="no such scenario"):
        environment.stage.start("a-miracle")


async def test_an_environment_that_closes_stops_the_running_scenario() -> None:
    async with Environment(reading_seconds=3600) as environment:
        seed.populate(environment)
        environment.stage.start("wrong-sheet")
        await asyncio.sleep(0)

    assert environment.stage.show()["outcome"] == "stopped"
