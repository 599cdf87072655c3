"""How long a whitelist sheet of 100 rows takes from the file to its card: `python -m tests.bench.bench_dry_run`.

Baseline: the same question with one row, in the same process, so that what is left is the sheet's own time. Everything
runs as in the stories: sandbox, SQLite, the Bot API over loopback.
"""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from tests.house import OLGA, TestHouse, open_house
from tests.people import Member

ROUNDS = 15
HEADER = "Remark,Coin,Network,Address,Memo\n"


async def measure(house: TestHouse, olga: Member, rows: int, first: int) -> float:
    """Seconds until the bot has come to rest after a sheet of so many rows."""
    lines = "".join(f"w{number},USDT,ERC20,0x5afe{number:036x},\n" for number in range(first, first + rows))
    began = time.perf_counter()
    await olga.sends("sheet.csv", (HEADER + lines).encode(), "/whitelist")
    took = time.perf_counter() - began
    await olga.says("/cancel")
    return took


async def main() -> None:
    """Prints both medians, in milliseconds, and what a sheet costs more."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_house(Path(folder), f"sqlite+aiosqlite:///{folder}/keyminder.db") as house:
            olga = house.member(OLGA, "Olga")
            await olga.says("/start")
            await olga.enrols()
            await olga.has_email("olga@example.org")
            one, hundred = [], []
            for number in range(ROUNDS):
                one.append(await measure(house, olga, 1, 10_000 * (number + 1)))
                hundred.append(await measure(house, olga, 100, 10_000 * (number + 1) + 1000))
    baseline, sheet = statistics.median(one) * 1000, statistics.median(hundred) * 1000
    more = f"{sheet / baseline:.2f} times, the sheet itself {sheet - baseline:.0f} ms"
    print(f"1 row {baseline:.0f} ms, 100 rows {sheet:.0f} ms: {more}")


if __name__ == "__main__":
    asyncio.run(main())
