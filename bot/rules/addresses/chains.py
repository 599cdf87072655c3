"""The family of each public chain of the exchange, in one table.

Source: the exchange's chain names, `/assets/all-deposit-withdraw-config`, and each chain's documentation.
"""

from bot.rules.addresses.accounts import EOSIO, HEDERA, NEAR
from bot.rules.addresses.base32_chains import ALGORAND, FILECOIN, STACKS
from bot.rules.addresses.base58_chains import BITTENSOR, KUSAMA, MINA, POLKADOT, TEZOS, WAVES
from bot.rules.addresses.bitcoin import BSV, BTC, DASH, DOGE, LTC, NEO3, RVN, TRON
from bot.rules.addresses.cardano import CARDANO
from bot.rules.addresses.cash import BCH, CONFLUX, KASPA, XEC
from bot.rules.addresses.cosmos import (
    AVALANCHE_X,
    CELESTIA,
    COSMOS,
    ELROND,
    INJECTIVE,
    KAVA,
    NERVOS,
    OASIS,
    OSMOSIS,
    SEI,
)
from bot.rules.addresses.decred import DECRED
from bot.rules.addresses.evm import EVM, XDC
from bot.rules.addresses.family import Family
from bot.rules.addresses.hex_chains import APTOS, FLOW, ICP, KADENA, STARKNET, SUI
from bot.rules.addresses.monero import MONERO
from bot.rules.addresses.ripple import RIPPLE
from bot.rules.addresses.solana import SOLANA
from bot.rules.addresses.stellar import STELLAR
from bot.rules.addresses.ton import TON
from bot.rules.addresses.zcash import ZCASH

_EVM_CHAINS = (
    "ERC20 BSC MATIC ARBITRUM OPTIMISM BASE AVA_C CSC ARBITRUM_NOVA BLAST CELO CHILIZ CRONOS ETC ETHPOW FLARE FTM KLAY "
    "LINEA MANTLE PLASMA THETA VECHAIN ZKSYNC"
)

CHAINS: dict[str, Family] = {
    **dict.fromkeys(_EVM_CHAINS.split(), EVM),
    "BTC": BTC,
    "BRC20": BTC,
    "RUNES": BTC,
    "TRC20": TRON,
    "SOL": SOLANA,
    "TON": TON,
    "XRP": RIPPLE,
    "XLM": STELLAR,
    "LTC": LTC,
    "DOGE": DOGE,
    "BCH": BCH,
    "ADA": CARDANO,
    "DOT": POLKADOT,
    "POLKADOTASSETHUB": POLKADOT,
    "KSM": KUSAMA,
    "TAO": BITTENSOR,
    "ATOM": COSMOS,
    "OSMO": OSMOSIS,
    "CELESTIA": CELESTIA,
    "SEI": SEI,
    "INJ": INJECTIVE,
    "KAVA": KAVA,
    "ALGO": ALGORAND,
    "APTOS": APTOS,
    "AVA": AVALANCHE_X,
    "BSV": BSV,
    "CFX": CONFLUX,
    "CKB": NERVOS,
    "DASH": DASH,
    "DCR": DECRED,
    "EGLD": ELROND,
    "EOSIO": EOSIO,
    "FIL": FILECOIN,
    "FLOW": FLOW,
    "HBAR": HEDERA,
    "ICP": ICP,
    "KAS": KASPA,
    "KRC20": KASPA,
    "KDA": KADENA,
    "MINA": MINA,
    "NEAR": NEAR,
    "NEO3": NEO3,
    "ROSE": OASIS,
    "RVN": RVN,
    "STARKNET": STARKNET,
    "STX": STACKS,
    "SUI": SUI,
    "WAVES": WAVES,
    "XDC": XDC,
    "XEC": XEC,
    "XMR": MONERO,
    "XTZ": TEZOS,
    "ZEC": ZCASH,
}
"""Public chain → family. A chain that is missing here has no rule: its addresses stay unchecked."""

FAMILIES = tuple(dict.fromkeys(CHAINS.values()))

_SHOWN = 3


def chains_of(family: Family) -> tuple[str, ...]:
    """Chains of a family for a sentence: the first three, best known first."""
    return tuple(chain for chain, other in CHAINS.items() if other is family)[:_SHOWN]
