"""The entries of an account's whitelist, to be found by where the money would end.

It must not know why somebody asks.
"""

from collections.abc import Iterable

from bot.rules.remark import fold
from storage.records import Address, AddressType

_Key = tuple[str, str, str]
_ALL_COINS = ""


class KnownAddresses:
    """An account's entries that have a chain; inter-user transfers have none and are passed over."""

    def __init__(self, addresses: Iterable[Address]) -> None:
        """Index the entries; a later one of the same key hides the earlier."""
        self._by_destination: dict[_Key, Address] = {}
        self._by_address: dict[_Key, Address] = {}
        self._by_remark: dict[_Key, Address] = {}
        for address in addresses:
            if address.chain is not None:
                coin = _ALL_COINS if address.address_type is AddressType.UNIVERSAL else address.coin
                self._by_destination[coin, address.chain, destination_of(address.canonical, address.memo)] = address
                self._by_address[coin, address.chain, without_memo(address.canonical)] = address
                self._by_remark[coin, address.chain, fold(address.remark)] = address

    def find(self, coin: str, chain: str, destination: str) -> Address | None:
        """Find the entry with this address and this memo, for the coin or for all coins of the chain."""
        return self._by_destination.get((coin, chain, destination)) or self._by_destination.get(
            (_ALL_COINS, chain, destination)
        )

    def find_address(self, coin: str, chain: str, canonical: str) -> Address | None:
        """Find an entry with this address, whatever its memo."""
        bare = without_memo(canonical)
        return self._by_address.get((coin, chain, bare)) or self._by_address.get((_ALL_COINS, chain, bare))

    def find_namesake(self, coin: str, chain: str, remark: str) -> Address | None:
        """Find an entry of this coin and chain with this remark."""
        return self._by_remark.get((coin, chain, fold(remark)))


def without_memo(canonical: str) -> str:
    """The canonical address alone, without a memo that its notation carried."""
    return canonical.partition("#")[0]


def memo_of(address: Address) -> str | None:
    """The memo of an entry, be it given beside the address or carried in it."""
    return address.memo or address.canonical.partition("#")[2] or None


def destination_of(canonical: str, memo: str | None) -> str:
    """Where the money ends: a canonical address and the memo given beside it, unless it carries one in itself."""
    return f"{canonical}#{memo}" if memo and "#" not in canonical else canonical
