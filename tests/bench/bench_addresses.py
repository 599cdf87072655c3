"""Checks per second of each address family, beside bip_utils in the same run.

`python -m tests.bench.bench_addresses` takes about a minute. Absolute figures show only the order of size: compare
ratios. Time is that of the processor, so neighbours on the machine disturb little. The line *mixed* goes through all
chains in turn with one row in a hundred broken, *mixed, common* through the thirteen that most sheets are made of.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence, Set
from statistics import median
from typing import TypeVar

import bip_utils  # type: ignore[import-untyped]  # the library has no types

from bot.rules.addresses import CHAINS, check_address
from tests.rules.addresses.corpus import CHAIN_OF_FAMILY, list_generated

Row = TypeVar("Row")

ROUNDS = 5
SECONDS = 0.1

PEERS: dict[str, Callable[[str], object]] = {
    "ATOM": lambda text: bip_utils.AtomAddrDecoder.DecodeAddr(text, hrp="cosmos"),
    "DOGE": lambda text: bip_utils.P2PKHAddrDecoder.DecodeAddr(text, net_ver=b"\x1e"),
    "XRP": bip_utils.XrpAddrDecoder.DecodeAddr,
    "XLM": lambda text: bip_utils.XlmAddrDecoder.DecodeAddr(text, addr_type=bip_utils.XlmAddrTypes.PUB_KEY),
    "BTC": lambda text: (
        bip_utils.P2TRAddrDecoder.DecodeAddr(text, hrp="bc")
        if text.startswith("bc1p")
        else bip_utils.P2WPKHAddrDecoder.DecodeAddr(text, hrp="bc")
        if text.startswith("bc1q")
        else bip_utils.P2SHAddrDecoder.DecodeAddr(text, net_ver=b"\x05")
        if text.startswith("3")
        else bip_utils.P2PKHAddrDecoder.DecodeAddr(text, net_ver=b"\x00")
    ),
    "ERC20": bip_utils.EthAddrDecoder.DecodeAddr,
    "TRC20": bip_utils.TrxAddrDecoder.DecodeAddr,
    "SOL": bip_utils.SolAddrDecoder.DecodeAddr,
    "ALGO": bip_utils.AlgoAddrDecoder.DecodeAddr,
    "EGLD": bip_utils.EgldAddrDecoder.DecodeAddr,
    "AVA": bip_utils.AvaxXChainAddrDecoder.DecodeAddr,
    "XTZ": lambda text: bip_utils.XtzAddrDecoder.DecodeAddr(text, prefix=bip_utils.XtzAddrPrefixes[text[:3].upper()]),
    "NEO3": lambda text: bip_utils.NeoN3AddrDecoder.DecodeAddr(text, ver=b"\x35"),
    "DOT": lambda text: bip_utils.SubstrateEd25519AddrDecoder.DecodeAddr(text, ss58_format=0),
    "KSM": lambda text: bip_utils.SubstrateEd25519AddrDecoder.DecodeAddr(text, ss58_format=2),
    "APTOS": bip_utils.AptosAddrDecoder.DecodeAddr,
    "SUI": bip_utils.SuiAddrDecoder.DecodeAddr,
}
"""Chain → how bip_utils checks an address of it."""

COMMON = {"BTC", "LTC", "DOGE", "BCH", "ERC20", "TRC20", "SOL", "XRP", "XLM", "ADA", "DOT", "ATOM", "TON"}


def main() -> None:
    """Measure and print."""
    _say(f"{'family':14}{'checks/s':>12}{'to bip_utils':>14}")
    for family, chain in CHAIN_OF_FAMILY.items():
        addresses = [row.address for row in list_generated() if CHAINS[row.chain].name == family]
        ours, ratio = _compare(chain, addresses)
        _say(f"{family:14}{ours:12,.0f}{ratio:>14}")
    for name, chains in {"mixed": set(CHAINS), "mixed, common": COMMON}.items():
        rows = _list_mixed(chains)
        _say(f"{name:14}{median(_rate(_check_row, rows) for _ in range(ROUNDS)):12,.0f}")


def _compare(chain: str, addresses: Sequence[str]) -> tuple[float, str]:
    """Return the median of ours, and of the ratios of neighbouring rounds."""
    peer = PEERS.get(chain)
    ours, ratios = [], []
    for _ in range(ROUNDS):
        ours.append(_rate(lambda address: check_address(chain, address), addresses))
        if peer is not None:
            ratios.append(ours[-1] / _rate(_quietly(peer), addresses))
    return median(ours), f"{median(ratios):.1f}" if ratios else "-"


def _quietly(peer: Callable[[str], object]) -> Callable[[str], object]:
    """Ignore errors, because some right addresses are wrong to the peer."""

    def check(address: str) -> object:
        try:
            return peer(address)
        except ValueError:
            return None

    return check


def _rate(check: Callable[[Row], object], rows: Sequence[Row]) -> float:
    """Return checks per second, measured for at least a tenth of a second."""
    count, begun = 0, time.process_time()
    while (spent := time.process_time() - begun) < SECONDS:
        for row in rows:
            check(row)
        count += len(rows)
    return count / spent


def _list_mixed(chains: Set[str]) -> list[tuple[str, str]]:
    """List the corpus of some chains, in turn, with one row in a hundred cut short."""
    places: Counter[str] = Counter()
    turns = []
    for row in (row for row in list_generated() if row.chain in chains):
        turns.append((places[row.chain], row.chain, row.address))
        places[row.chain] += 1
    rows = [(chain, address) for _, chain, address in sorted(turns)]
    return [(chain, address[: -1 if number % 100 == 0 else None]) for number, (chain, address) in enumerate(rows)]


def _check_row(row: tuple[str, str]) -> object:
    return check_address(*row)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
