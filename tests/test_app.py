"""A stopped app closes everything, in an order that loses nothing that was accepted."""

import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.app import open_app


async def test_everything_is_closed_in_order_though_each_step_raises(empty_installation: Path, tmp_path: Path) -> None:
    shutil.copytree(empty_installation, tmp_path, dirs_exist_ok=True)
    done: list[str] = []

    def failing(step: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        async def act() -> None:
            await step()
            done.append(getattr(step, "__qualname__", ""))
            raise ConnectionError(done[-1])

        return act

    async with open_app(tmp_path, f"sqlite+aiosqlite:///{tmp_path}/keyminder.db") as app:
        await app.settle()
        app.app.last_steps[:] = map(failing, app.app.last_steps)
        app.running.cancel()
        with pytest.raises(ConnectionError):
            await app.running
    assert done == [
        "WebServer.close",
        "UpdateQueue.stop",
        "Lead.let_go",
        "ChatBot.shutdown",
        "ChannelPool.close",
        "Database.close",
    ]
