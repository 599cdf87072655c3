"""Updates may be pushed instead of fetched: the same house, by `KEYMINDER_TELEGRAM_MODE=webhook`."""

import shutil
from pathlib import Path

from tests.house import OLGA, open_house


async def test_a_pushed_command_is_answered_like_a_fetched_one(empty_installation: Path, tmp_path: Path) -> None:
    for name in ("keyminder.db", "master.key"):
        shutil.copy(empty_installation / name, tmp_path / name)
    more = {"telegram_mode": "webhook", "webhook_secret": "a-secret-of-sixteen-or-more"}
    async with open_house(tmp_path, f"sqlite+aiosqlite:///{tmp_path}/keyminder.db", **more) as house:
        await house.town.world.wait_until(lambda: house.town.world.state.webhook is not None, timeout_seconds=20)
        olga = house.member(OLGA, "Olga").persona

        olga.says("/start")
        await olga.sees("is now a Keyminder team")
        await olga.enrols()
        card = await olga.sees("Create key pushed", after=olga.says("/newkey pushed"))
        await olga.confirms(card)

        await olga.sees("pushed", "is made")
