"""Mixed rows of a long sheet read per second, beside bip_utils.

The peer is an ordinary program around bip_utils: rows, blanks, the network's decoder, memo and duplicates. It knows no
coins and explains no fault, and TON, which it cannot decode, passes unchecked. Both read the same sheet. Measured in
this process as processor time, so that neighbours on the machine disturb little.
"""

import csv
import gc
import io
import time
from collections.abc import Callable
from functools import partial
from statistics import median

import bip_utils  # type: ignore[import-untyped]  # the library has no types

from bot.rules.address_sheet import AddressSheet, read_long_sheet
from bot.rules.coin_table import shipped_table
from tests.bench.bench_addresses import PEERS
from tests.bench.figures import Figure, median_ratio
from tests.bench.sheets import KINDS, write

ROWS = 100_000
DECODERS: dict[str, Callable[[str], object]] = {
    **PEERS,
    "BSC": PEERS["ERC20"],
    "LTC": lambda text: bip_utils.P2WPKHAddrDecoder.DecodeAddr(text, hrp="ltc"),
}
MEMOS = {chain: has_memo for _, chain, _, has_memo in KINDS}


async def measure_rows(rounds: int) -> list[Figure]:
    """Measure the row `rows`."""
    text = write(ROWS)
    ours, theirs = [], []
    gc.freeze()  # as the started bot does: collections look at rows, not at the modules of this process
    for _ in range(rounds):
        ours.append(ROWS / _clock(partial(_read, text)))
        theirs.append(ROWS / _clock(partial(_read_with_peer, text)))
    gc.unfreeze()
    return [
        Figure("100 000 rows of a sheet, thousands a second", (median(ours) / 1000,), (60,), (100,), of="rules"),
        Figure("… ÷ bip_utils", (median_ratio(ours, theirs),), (4,), (6,), of="rules"),
    ]


def _clock(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


def _read(text: str) -> None:
    sheet = read_long_sheet(text, table=shipped_table(), known=(), limit=ROWS)
    if not isinstance(sheet, AddressSheet) or len(sheet.problems) < ROWS // 100 * 9 // 10:
        raise AssertionError("the sheet was read wrongly")


def _read_with_peer(text: str) -> None:
    rows = csv.reader(io.StringIO(text, newline=None))
    next(rows)
    seen, problems = set[tuple[str, str]](), []
    for number, row in enumerate(rows):
        _, _, network, address, memo = map(str.strip, row)
        decode = DECODERS.get(network)
        try:
            if decode is not None:
                decode(address)
        except ValueError as error:
            problems.append((number, str(error)))
        if (network, address) in seen or (memo and not MEMOS[network]):
            problems.append((number, "twice, or with a memo"))
        seen.add((network, address))
    if len(problems) < ROWS // 100 * 9 // 10:
        raise AssertionError("the peer has seen no fault")
