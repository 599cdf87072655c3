"""Rows of a whitelist sheet read per second, beside `csv.reader` alone in the same run.

Run by hand: `python -m tests.bench.bench_sheet`. Goals: 60,000 rows/s for 100,000 mixed rows, a sheet of 100 rows in
1.5 ms, and no run of 100 rows above 20 ms, also with all rows wrong. Times are processor time, so that neighbours do
not count.
"""

import csv
import io
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median

from bot.rules.address_sheet import AddressSheet, read_long_sheet
from bot.rules.coin_table import shipped_table
from tests.bench.sheets import write

SIZES = {100: 51, 10_000: 7, 100_000: 3}
"""Rows of a sheet → how often it is read."""


def main() -> None:
    """Print one line for each size, and one for a sheet in which everything is wrong."""
    sys.stdout.write(
        f"{'sheet':>16} {'ours, rows/s':>13} {'csv.reader':>11} {'ratio':>6} {'median ms':>10} {'worst ms':>9}\n"
    )
    for rows, times in SIZES.items():
        _measure(f"{rows} rows", write(rows), rows, times)
    _measure("100 wrong rows", _write_wrong(100), 100, 51)


def _measure(name: str, text: str, rows: int, times: int) -> None:
    ours, alone = [], []
    for _ in range(times):
        ours.append(_clock(partial(_read, text, rows)))
        alone.append(_clock(partial(_read_alone, text)))
    speed, bare = rows / median(ours), rows / median(alone)
    milliseconds = f"{median(ours) * 1000:>10.2f} {max(ours) * 1000:>9.2f}"
    sys.stdout.write(f"{name:>16} {speed:>13,.0f} {bare:>11,.0f} {speed / bare:>6.3f} {milliseconds}\n")


def _clock(run: Callable[[], object]) -> float:
    begin = time.process_time()
    run()
    return time.process_time() - begin


def _read(text: str, rows: int) -> None:
    sheet = read_long_sheet(text, table=shipped_table(), known=(), limit=rows)
    if not isinstance(sheet, AddressSheet):
        raise TypeError(f"the sheet was not read: {sheet}")


def _read_alone(text: str) -> None:
    for _ in csv.reader(io.StringIO(text, newline=None)):
        pass


def _write_wrong(rows: int) -> str:
    """Write a sheet with a different fault in every cell, so that everything near is searched."""
    lines = (f"=a\u200b,USDT{n}X,NETWORK{n},{n}{'x' * 60},{n}E+09" for n in range(rows))
    return "\n".join(["Remark,Coin,Network,Address,Memo", *lines])


if __name__ == "__main__":
    main()
