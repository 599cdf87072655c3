"""Addresses that are right and still no wallet: contracts of tokens, and places nobody has the key of. Data only.

It must not know who asks.

Source: the issuers' own lists (Tether: https://tether.to/en/supported-protocols/, Circle:
https://developers.circle.com/stablecoins/usdc-contract-addresses), the chains' documentation for the rest.
"""

from storage.records import Saying

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
    "WSOL": ("So11111111111111111111111111111111111111112",),
}

_LOST = (
    "0x0000000000000000000000000000000000000000",
    "0x000000000000000000000000000000000000dead",
    "0xdead000000000000000042069420694206942069",
    *(f"0x{number:040x}" for number in range(1, 10)),  # precompiled contracts
    "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",  # stands for the chain's own coin in many programs
    "1111111111111111111114oLvT2",
    "1BitcoinEaterAddressDontSendf59kuE",
    "1CounterpartyXXXXXXXXXXXXXXXUWLpVr",
    "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb",
    "11111111111111111111111111111111",
    "1nc1nerator11111111111111111111111111111111",
    "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA",
    "rrrrrrrrrrrrrrrrrrrrrhoLvTp",
    "rrrrrrrrrrrrrrrrrrrrBZbvji",
    "rrrrrrrrrrrrrrrrrNAMEtxvNvQ",
    "rrrrrrrrrrrrrrrrrrrn5RM1rHd",
    "GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAY5HFKQ",
    f"0:{0:064x}",
    f"-1:{0:064x}",
    *(f"0x{number:064x}" for number in range(16)),  # Aptos, Sui and Starknet keep the lowest numbers for the system
)

KNOWN_PLACES: dict[str, Saying] = {
    **{place: Saying("address-notice-token", {"coin": coin}) for coin, places in _TOKENS.items() for place in places},
    **dict.fromkeys(_LOST, Saying("address-notice-lost")),
}
"""Canonical address → what to say of it."""
