"""A house that is stopped puts everything away, in an order in which nothing that was accepted is lost."""

import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.house import open_house


async def test_everything_is_put_away_in_order_though_each_step_raises(
    empty_installation: Path, tmp_path: Path
) -> None:
    shutil.copytree(empty_installation, tmp_path, dirs_exist_ok=True)
    done: list[str] = []

    def failing(step: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        async def act() -> None:
            await step()
            done.append(getattr(step, "__qualname__", ""))
            raise ConnectionError(done[-1])

        return act

    async with open_house(tmp_path, f"sqlite+aiosqlite:///{tmp_path}/keyminder.db") as house:
        await house.settle()
        house.house.last_steps[:] = map(failing, house.house.last_steps)
        house.running.cancel()
        with pytest.raises(ConnectionError):
            await house.running
    assert done == [
        "Doors.close",
        "UpdateQueue.stop",
        "Lead.let_go",
        "ChatBot.shutdown",
        "Outside.close",
        "Database.close",
    ]
