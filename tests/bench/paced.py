"""The whole process at the pace that Telegram allows, once. Here Telegram's limit is the figure."""

import tempfile
from pathlib import Path

from tests.bench.answering import WORDS, Keys, Renewals
from tests.bench.figures import Figure
from tests.bench.installation import prepare
from tests.bench.process import keyminder, load_apart
from tests.bench.telegram_api import serve

AT_ONCE = 16


async def measure_paced(_rounds: int) -> list[Figure]:
    """Measure the row `paced`: 30 messages a second in all, at most 20 a minute into a group."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, load_apart():
        async with serve() as api:
            teams = await prepare(Path(folder), teams=AT_ONCE, people=4)
            bot = keyminder(Path(folder), api, teams[0].people[0].user_id, is_paced=True)
            await bot.start()
            try:
                runs = {
                    "keys": await Keys(bot, teams).run(AT_ONCE),
                    "renewal": await Renewals(bot, teams).run(AT_ONCE),
                }
            finally:
                await bot.stop()
    return [
        Figure(f"  at Telegram's own pace, {AT_ONCE} at once: {WORDS[name]}, answers a second", (run.rate,))
        for name, run in runs.items()
    ]
