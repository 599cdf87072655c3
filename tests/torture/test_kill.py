"""`python -m bot run` in its own process, killed with -9 between code and outcome."""

from pathlib import Path

import pytest

from bot.sandbox.clock import SandboxClock
from bot.sandbox.environment import Environment
from bot.sandbox.scenarios.persona import Persona
from tests.app import OLGA, TEAM
from tests.torture.process import Process


@pytest.mark.parametrize("method", ["editMessageText", "deleteMessage"])
async def test_a_ticket_of_a_bot_killed_between_code_and_outcome_ends_right_after_the_restart(
    tmp_path: Path, method: str
) -> None:
    """The Bot API server hangs at the first call that follows the code. There the process dies."""
    async with Environment(clock=SandboxClock()) as environment:
        world = environment.world
        world.add_person(OLGA, "Olga")
        world.add_group(TEAM, "Desk", members=(OLGA,))
        world.add_bot(TEAM, OLGA)
        olga = Persona(environment, OLGA, TEAM)
        variables = {
            "KEYMINDER_TELEGRAM_TOKEN": environment.bot_token,
            "KEYMINDER_TELEGRAM_API_URL": environment.api_root,
            "KEYMINDER_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/keyminder.db",
            "KEYMINDER_MASTER_KEY_FILE": str(tmp_path / "master.key"),
            "KEYMINDER_OWNERS": str(OLGA),
            "KEYMINDER_LISTEN": "127.0.0.1:0",
        }
        bot = Process(tmp_path, variables, "bot", "run")
        await bot.start()
        try:
            olga.says("/start")
            await olga.sees("is set up, and")
            await olga.enrols()
            card = await olga.sees("Create key survivor", after=olga.says("/newkey survivor"))
            olga.presses(card, "Confirm in private")
            await olga.sees("six digits", privately=True)
            calls = len(world.calls)
            world.faults.hang(method)
            olga.says(olga.code(), privately=True)
            await world.wait_until(lambda: any(name == method for name, _ in world.calls[calls:]), timeout_seconds=20)

            await bot.kill()
            world.faults.clear()
            await bot.start()

            await olga.sees("survivor", "is made")
            await olga.sees("survivor", "Secret:", privately=True)
            secrets = [one for one in world.messages(OLGA, from_bot=True) if "Secret:" in one.text]
            assert len(secrets) == 1
            olga.says("/keys")
            listed = await olga.sees("Keys of Desk")
            assert listed.text.count("survivor") == 1
        finally:
            await bot.kill()
