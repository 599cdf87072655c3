"""`python -m tests.bench [ROW …] [--rounds N]`: each figure beside its baseline of the same run, in one table.

Rounds are interleaved, figures are medians. Only ratios mean anything elsewhere; the table fails nothing.
"""

import argparse
import asyncio

from tests.bench.answering import measure_answering
from tests.bench.figures import print_table
from tests.bench.process import pin

ROWS = {
    "keys": "`/keys` of ten keys ÷ a bare python-telegram-bot echo, at 1 / 16 / 64 at once",
    "renewal": "digits → renewed ÷ echo: rate, processor time, p99",
    "peers": "the renewals of python-telegram-bot and aiogram with an ORM ÷ echo",
    "slow": "`/keys` and renewal ÷ echo where every call to the Bot API takes 50 ms",
}


def main() -> None:
    """Measure what is asked for, and print it."""
    words = "\n".join(f"  {row:10} {what}" for row, what in ROWS.items())
    parser = argparse.ArgumentParser(
        prog="tests.bench", description=__doc__, epilog=words, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", nargs="*", choices=[[], *ROWS], metavar="ROW", help="all unless told")
    parser.add_argument("--rounds", type=int, default=9)
    chosen = parser.parse_args()
    rows = set(chosen.rows or ROWS)
    pin(0, 1)
    print_table(asyncio.run(measure_answering(chosen.rounds, rows)))


if __name__ == "__main__":
    main()
