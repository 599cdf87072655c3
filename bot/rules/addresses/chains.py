"""Which family each public chain of the exchange belongs to: one table.

It must not know how an address is read.

Source: the exchange's chain names, `/assets/all-deposit-withdraw-config`, and each chain's documentation.
"""

from bot.rules.addresses.bitcoin import BTC, TRON
from bot.rules.addresses.evm import EVM, XDC
from bot.rules.addresses.family import Family
from bot.rules.addresses.solana import SOLANA

CHAINS: dict[str, Family] = {
    **dict.fromkeys(
        (
            "ERC20", "BSC", "MATIC", "ARBITRUM", "OPTIMISM", "BASE", "AVA_C", "CSC", "ARBITRUM_NOVA", "BLAST", "CELO",
            "CHILIZ", "CRONOS", "ETC", "ETHPOW", "FLARE", "FTM", "KLAY", "LINEA", "MANTLE", "PLASMA", "THETA",
            "VECHAIN", "ZKSYNC",
        ),
        EVM,
    ),
    "XDC": XDC,
    **dict.fromkeys(("BTC", "BRC20", "RUNES"), BTC),
    "TRC20": TRON,
    "SOL": SOLANA,
}  # fmt: skip
"""Public chain → family. A chain that is not here has no rule: its addresses are unchecked, never valid."""

_SHOWN = 3


def chains_of(family: Family) -> tuple[str, ...]:
    """The chains of a family for a sentence: the first three, and `…` for more."""
    names = [chain for chain, other in CHAINS.items() if other is family]
    return (*names[:_SHOWN], "…") if len(names) > _SHOWN else tuple(names)
