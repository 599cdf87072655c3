"""Extra time of a whitelist sheet of 100 rows over one of a single row, from pushed file to card.

The whole process over loopback HTTP fetches the file, checks it against the rules and opens the ticket.
"""

import tempfile
from hashlib import sha256
from pathlib import Path
from statistics import median

from tests.bench.figures import Figure
from tests.bench.installation import Prepared, prepare
from tests.bench.load import Line, measure
from tests.bench.process import BotProcess, keyminder, load_apart
from tests.bench.telegram_api import serve

ROWS = 100
TIMES = 5
"""Sheets of each size in a round."""
HEADER = "Remark,Coin,Network,Address,Memo\n"


async def measure_sheet(rounds: int) -> list[Figure]:
    """Measure the row `sheet`."""
    single, long = [], []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, load_apart():
        async with serve() as api:
            (team,) = await prepare(Path(folder), teams=1, people=1)
            bot = keyminder(Path(folder), api, team.people[0].user_id)
            await bot.start()
            try:
                for _ in range(rounds + 1):
                    single.append(await _measure(bot, team, 1))
                    long.append(await _measure(bot, team, ROWS))
            finally:
                await bot.stop()
    more = median(after - before for after, before in zip(long[1:], single[1:], strict=True))
    return [
        Figure(f"{ROWS} rows of a sheet over 1 row, end to end", (more,), (15,), (5,), is_less_better=True, unit=" ms"),
        Figure("  sheet of 1 row / of 100 rows", (median(single[1:]), median(long[1:])), unit=" ms"),
    ]


async def _measure(bot: BotProcess, team: Prepared, rows: int) -> float:
    """Return milliseconds, the median of a few."""
    user_id, took = team.people[0].user_id, []
    lines = "".join(f"w{row},USDT,ERC20,{_make_address(row)},\n" for row in range(rows))
    words = "Add one address" if rows == 1 else f"Add {rows} addresses"
    for _ in range(TIMES):
        asked = iter([Line(user_id, team.chat_id, "/whitelist", words, document=(HEADER + lines).encode())])
        measured = await measure(bot, 1, lambda _, asked=asked: next(asked, None))  # type: ignore[misc]  # a bound default
        took.append(measured.latencies[0] * 1000)
        dropped = iter([Line(user_id, team.chat_id, "/cancel", "ancelled")])
        await measure(bot, 1, lambda _, dropped=dropped: next(dropped, None))  # type: ignore[misc]  # a bound default
    return median(took)


def _make_address(row: int) -> str:
    """Make an address as random as people's are: none looks like another."""
    return f"0x{sha256(str(row).encode()).hexdigest()[:40]}"
