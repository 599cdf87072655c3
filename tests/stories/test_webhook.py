"""Pushed updates instead of fetched ones: the same app with `KEYMINDER_TELEGRAM_MODE=webhook`."""

import shutil
from pathlib import Path

from bot.sandbox.telegram.models import Message
from tests.app import OLGA, open_app


async def test_a_pushed_command_is_answered_like_a_fetched_one(empty_installation: Path, tmp_path: Path) -> None:
    for name in ("keyminder.db", "master.key"):
        shutil.copy(empty_installation / name, tmp_path / name)
    more = {"telegram_mode": "webhook", "webhook_secret": "a-secret-of-sixteen-or-more"}
    async with open_app(tmp_path, f"sqlite+aiosqlite:///{tmp_path}/keyminder.db", **more) as app:
        await app.environment.world.wait_until(
            lambda: app.environment.world.state.webhook is not None, timeout_seconds=20
        )
        olga = app.member(OLGA, "Olga").persona

        olga.says("/start")
        await olga.sees("is set up, and")
        await olga.enrols()
        card = await olga.sees("Create key pushed", after=olga.says("/newkey pushed"))
        await olga.confirms(card)

        await olga.sees("pushed", "is made")


async def test_what_is_pushed_in_the_last_moment_of_a_shutdown_is_answered_after_the_next_start(
    empty_installation: Path, tmp_path: Path
) -> None:
    """Push before the web server stops, after that, and after the queue has stopped.

    Each update is taken, or refused and pushed again.
    """
    for name in ("keyminder.db", "master.key"):
        shutil.copy(empty_installation / name, tmp_path / name)
    more = {"telegram_mode": "webhook", "webhook_secret": "a-secret-of-sixteen-or-more"}
    async with open_app(tmp_path, f"sqlite+aiosqlite:///{tmp_path}/keyminder.db", **more) as app:
        world = app.environment.world
        await world.wait_until(lambda: world.state.webhook is not None, timeout_seconds=20)
        olga = app.member(OLGA, "Olga").persona
        asked: list[Message] = []
        for place in range(3):

            async def write() -> None:
                assert world.state.webhook is not None
                world.state.webhook.last_error_date = 0
                asked.append(olga.says("/whoami", privately=True))
                await world.wait_until(_is_pushed_or_refused, timeout_seconds=20)

            def _is_pushed_or_refused() -> bool:
                webhook = world.state.webhook
                return not world.updates.list_waiting() or (webhook is not None and webhook.last_error_date != 0)

            app.app.last_steps.insert(place, write)
            await app.restart()
            await olga.sees("You are Olga", privately=True, after=asked[-1])
