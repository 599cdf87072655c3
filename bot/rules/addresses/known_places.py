"""Right addresses that are not wallets: token contracts, programs of a network, keys without an owner.

Source: the issuers' own lists (Tether: https://tether.to/en/supported-protocols/, Circle:
https://developers.circle.com/stablecoins/usdc-contract-addresses, Starknet: starkware-libs/starknet-addresses). Solana:
https://solana.com/docs/core/programs and the ids in anza-xyz/solders. Filecoin: go-state-types, builtin/singletons.go
(FirstNonSingletonActorId is 100), and ZeroAddress of lotus and venus. Hedera:
https://docs.hedera.com/hedera/core-concepts/accounts/network-accounts (0.0.98, 0.0.800 to 0.0.802) and
hiero-consensus-node, ledger.numReservedSystemEntities 750. zkSync:
https://docs.zksync.io/zksync-era/sdk/go/api/utilities. Polygon: matic.js, 0x…1010. OP Stack:
https://specs.optimism.io/protocol/predeploys.html. Celestia: x/burn. Oasis: go/staking/api, BurnAddress. Stacks:
SIP-005, boot contracts. Tezos: the burn address of hic et nunc. Dogecoin: the burn address of Dogeparty. Additions of
2026-11-27 were found in a second place too.
"""

import re

from bot.rules.addresses import base58
from storage.records import Message

_TOKENS = {
    "USDT": (
        "0xdac17f958d2ee523a2206206994597c13d831ec7",  # Ethereum
        "0x55d398326f99059ff775485246999027b3197955",  # BSC
        "0xfd086bc7cd5c481dcc9c85ebe478a1c0b69fcbb9",  # Arbitrum
        "0x94b008aa00579c1307b0ef2c499ad98a8ce58e58",  # Optimism
        "0xc2132d05d31c914a87c6611c10748aeb04b58e8f",  # Polygon
        "0x9702230a8ea53601f5cd2dc00fdbc13d4df4a8c7",  # Avalanche
        "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
        "Es9vMFrzaCERmJfrF4H2FYD4KCoNky11McCe8BenwNYB",
        "0:b113a994b5024a16719f69139328eb759596c38a25f59028b146fecdc3621dfe",
    ),
    "USDC": (
        "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48",  # Ethereum
        "0x8ac76a51cc950d9822d68b83fe1ad97b32cd580d",  # BSC
        "0xaf88d065e77c8cc2239327c5edb3a432268e5831",  # Arbitrum
        "0x0b2c639c533813f4aa9d7837caf62653d097ff85",  # Optimism
        "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913",  # Base
        "0x3c499c542cef5e3811e1192ce70d8cc03d5c3359",  # Polygon
        "0xb97ef9ef8734c71904d8002f8b6bc66dd9c48a6e",  # Avalanche
        "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v",
    ),
    "DAI": ("0x6b175474e89094c44da98b954eedeac495271d0f",),
    "WETH": ("0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2",),
    "WBTC": ("0x2260fac5e5542a773aa44fbcfedf7c193bc2c599",),
    "WBNB": ("0xbb4cdb9cbd36b01bd1cbaebf2de08d9173bc095c",),
    "STRK": (
        "0xca14007eff0db1f8135f4c25b34de49ab0d42766",  # Ethereum
        "0x04718f5a0fc34cc1af16a1cdee98ffb20c31f5cd61d6ab07201858f4287c938d",
    ),
    "ETH": (
        "0x049d36570d4e46f48e99674bd3fcc84644ddd6b96f7c741b1562b82f9e004dc7",  # Starknet
        "0x000000000000000000000000000000000000800a",  # zkSync
    ),
    "POL": ("0x0000000000000000000000000000000000001010",),
    "WSOL": ("So11111111111111111111111111111111111111112",),
}

_VERSIONS = (
    *("00", "05", "30", "32", "1e", "16", "4c", "10", "3c", "7a", "41", "35"),  # Bitcoin and those like it, Tron, Neo
    *("1cb8", "1cbd", "06a19f", "06a1a1", "06a1a4", "06a1a6", "025a79"),  # Zcash, Tezos
)
"""Hex prefixes before a hash of 20 bytes in base58."""

_LOST = (
    *(base58.encode_check(bytes.fromhex(version) + bytes(20)) for version in _VERSIONS),
    "0x000000000000000000000000000000000000dead",
    "0xdead000000000000000042069420694206942069",
    "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",  # the chain's own coin in many programs
    "1BitcoinEaterAddressDontSendf59kuE",
    "1CounterpartyXXXXXXXXXXXXXXXUWLpVr",
    "DDogepartyxxxxxxxxxxxxxxxxxxw1dfzr",
    "tz1burnburnburnburnburnburnburjAYjjX",
    "oasis1qzq8u7xs328puu2jy524w3fygzs63rv3u5967970",
    "SP000000000000000000002Q6VF78",
    "f3yaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaby2smx7a",
    "1nc1nerator11111111111111111111111111111111",
    "rrrrrrrrrrrrrrrrrrrrrhoLvTp",
    "rrrrrrrrrrrrrrrrrrrrBZbvji",
    "rrrrrrrrrrrrrrrrrNAMEtxvNvQ",
    "rrrrrrrrrrrrrrrrrrrn5RM1rHd",
    "GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAY5HFKQ",
    "111111111111111111111111111111111HC1",  # Polkadot, 32 zero bytes
    "CaKWz5omakTK7ovp4m3koXrHyHb7NG3Nt7GENHbviByZpKp",  # Kusama, the same
    "5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM",  # Bittensor, the same
    f"0:{0:064x}",
    f"-1:{0:064x}",
)

_PROGRAMS = (
    "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA",
    "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb",
    "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL",
    "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr",
    "metaqbxxUerdq28cj1RbAWkYQm3ybzjb6a8bt518x1s",
    "eosio",
    "eosio.null",
    "eosio.token",
)

_LOST_PLACE = Message("address-notice-lost")
_SYSTEM = Message("address-notice-system")
_PADDED = Message("address-notice-padded")

KNOWN_PLACES: dict[str, Message] = {
    **{place: Message("address-notice-token", {"coin": coin}) for coin, places in _TOKENS.items() for place in places},
    **dict.fromkeys(_LOST, _LOST_PLACE),
    **dict.fromkeys(_PROGRAMS, _SYSTEM),
}
"""Canonical address → the notice about it."""

_HEX = re.compile(r"0x(?:[0-9a-f]{40}|[0-9a-f]{64})")
_SMALL = 2**64
"""No key with a smaller number as address can be found: networks reserve those."""
_ETHEREUM = 2**160
_PREDEPLOYED = f"0x42{0:038x}"
_OF_NETWORKS = (f"0x{0:024x}", _PREDEPLOYED[:-4])
"""Beginnings of hex addresses that networks reserve: small numbers, and one run of others."""
_ZEROS = re.compile(r"[a-z]+1q{32,}[02-9ac-hj-np-z]{6}|q{34}[02-9ac-hj-np-z]{8}")
"""Zero bytes in bech32 and in cashaddr."""
_ZEROS_INSIDE, _ONES_INSIDE = "q" * 32, "1" * 8
_PROGRAM = re.compile(r"[1-9A-HJ-NP-Za-km-z]{0,36}1{8,}[1-9A-HJ-NP-Za-km-z]?")
"""Solana's own programs and system variables, filled up with ones: `Sysvar…`, `Stake…`, `Vote…`."""
_PROGRAM_LENGTHS = range(32, 45)
_FILECOIN = re.compile(r"f0[0-9]{1,2}")
_HEDERA = frozenset(f"0.0.{number}" for number in (*range(751), 800, 801, 802))


def find_place(canonical: str) -> Message | None:
    """Return the notice about an address at which no person takes coins. None: it may be a wallet."""
    place = KNOWN_PLACES.get(canonical)
    if place is not None:
        return place
    if canonical.startswith("0x"):
        is_of_network = canonical.startswith(_OF_NETWORKS) and _HEX.fullmatch(canonical) is not None
        return _find_number(canonical) if is_of_network else None
    # Few addresses have such a run, and looking for it is faster than the patterns.
    if _ZEROS_INSIDE in canonical and _ZEROS.fullmatch(canonical):
        return _LOST_PLACE
    is_program = (
        _ONES_INSIDE in canonical and len(canonical) in _PROGRAM_LENGTHS and _PROGRAM.fullmatch(canonical) is not None
    )
    is_reserved = canonical[:2] in {"0.", "f0"} and (canonical in _HEDERA or _FILECOIN.fullmatch(canonical) is not None)
    return _SYSTEM if is_program or is_reserved else None


def _find_number(canonical: str) -> Message | None:
    number = int(canonical, 16)
    is_long = len(canonical) > len(_PREDEPLOYED)
    if number == 0:
        return _LOST_PLACE
    if number < _SMALL or canonical.startswith(_PREDEPLOYED[:-4]):
        return _SYSTEM
    return _PADDED if is_long and number < _ETHEREUM else None
