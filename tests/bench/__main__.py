"""`python -m tests.bench [ROW …] [--rounds N]`: print each figure beside its baseline of the same run.

Rounds are interleaved, figures are medians. Only ratios mean anything elsewhere. The table fails nothing.
"""

import argparse
import asyncio
import os
import sys
import time
import traceback
from collections.abc import Awaitable
from pathlib import Path

from tests.bench.answering import measure_answering
from tests.bench.chart_row import measure_chart
from tests.bench.durable_writes import measure_postgres, measure_sqlite
from tests.bench.figures import Figure, print_table
from tests.bench.growth_row import measure_growth
from tests.bench.paced import measure_paced
from tests.bench.rows_a_second import measure_rows
from tests.bench.scan_row import measure_scan
from tests.bench.sheet_row import measure_sheet
from tests.bench.starting import measure_start

ANSWERING = {
    "keys": "`/keys` of ten keys ÷ a bare python-telegram-bot echo, at 1 / 16 / 64 at once",
    "renewal": "digits → renewed ÷ echo: rate, processor time, p99",
    "peers": "the renewals of python-telegram-bot and aiogram with an ORM ÷ echo",
    "slow": "`/keys` and renewal ÷ echo where every call to the Bot API takes 50 ms",
}
"""Measured in the same rounds, of the same processes."""
ROWS = {
    "paced": ("`/keys` and renewal at the pace that Telegram allows, once", measure_paced),
    "writes": ("durable writes of the database ÷ sqlite3", measure_sqlite),
    "postgres": ("the same on PostgreSQL ÷ asyncpg", measure_postgres),
    "sheet": ("100 rows of a whitelist sheet over 1 row, end to end", measure_sheet),
    "rows": ("rows of a long sheet a second, and ÷ bip_utils", measure_rows),
    "scan": ("the due accounts among a million keys, found and said ÷ sqlite3; more memory", measure_scan),
    "chart": ("the picture of `/report` ÷ matplotlib", measure_chart),
    "growth": ("any command at 10 000 teams ÷ 10 teams; makes 2 GB, which takes minutes", measure_growth),
    "start": ("cold start and memory ÷ bare", measure_start),
}


async def measure(rows: set[str], rounds: int, filled: Path | None) -> list[Figure]:
    """Measure every requested figure, in the order of the lists."""
    figures = []
    if answering := rows & set(ANSWERING):
        figures += await _try(", ".join(sorted(answering)), measure_answering(rounds, answering))
    for row, (_, measure_row) in ROWS.items():
        if row in rows:
            measuring = measure_growth(rounds, filled) if row == "growth" else measure_row(rounds)
            figures += await _try(row, measuring)
    return figures


async def _try(row: str, measuring: Awaitable[list[Figure]]) -> list[Figure]:
    """Measure a row. One that fails does not stop the others."""
    sys.stderr.write(f"measuring {row}\n")
    try:
        return await measuring
    except Exception as error:
        traceback.print_exc()
        return [Figure(row, (), missing=f"not measured: {error}")]


def main() -> None:
    """Measure the requested rows, and print them."""
    known = {**ANSWERING, **{row: words for row, (words, _) in ROWS.items()}}
    listed = "\n".join(f"  {row:10} {words}" for row, words in known.items())
    parser = argparse.ArgumentParser(
        prog="tests.bench", description=__doc__, epilog=listed, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", nargs="*", choices=[[], *known], metavar="ROW", help="all unless told")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--filled", type=Path, metavar="FOLDER", help="what `python -m tests.bench.fill` made there")
    chosen = parser.parse_args()
    began, load, cores = time.monotonic(), os.getloadavg()[0], os.cpu_count() or 1
    print_table(asyncio.run(measure(set(chosen.rows or known), chosen.rounds, chosen.filled)))
    sys.stdout.write(f"medians of {chosen.rounds} interleaved rounds, {time.monotonic() - began:.0f} s\n")
    if load > cores / 2:
        # The system shares a busy core by threads, and bots have different numbers of them.
        sys.stdout.write(
            f"The machine was busy (load {load:.1f} on {cores} cores): only processor time can be trusted.\n"
        )


if __name__ == "__main__":
    main()
