"""Find the entries of an account's whitelist by where the money would arrive."""

from collections.abc import Iterable, Mapping

from bot.rules.remark import fold
from storage.records import Address, AddressType

_ALL_COINS = ""
_NOTHING: Mapping[str, Address] = {}


class KnownAddresses:
    """An account's entries that have a chain. Inter-user transfers have none and are skipped."""

    def __init__(self, addresses: Iterable[Address]) -> None:
        """Index the entries. A later one of the same coin, chain and remark hides the earlier."""
        self._by_address: dict[tuple[str, str, str], dict[str, Address]] = {}
        self._by_remark: dict[tuple[str, str, str], Address] = {}
        for address in addresses:
            if address.chain is not None:
                coin = _ALL_COINS if address.address_type is AddressType.UNIVERSAL else address.coin
                bare, memo = split_memo(address.canonical, address.memo)
                self._by_address.setdefault((coin, address.chain, bare), {})[memo] = address
                self._by_remark[coin, address.chain, fold(address.remark)] = address

    @property
    def is_empty(self) -> bool:
        """Whether the index is empty."""
        return not self._by_address

    def find(self, coin: str, chain: str, bare: str) -> Mapping[str, Address]:
        """Find the entries with this address by memo: those for the coin and those for all coins of the chain.

        `bare` is the canonical address without a memo. An entry without a memo is under the empty one.
        """
        of_coin = self._by_address.get((coin, chain, bare))
        of_all = self._by_address.get((_ALL_COINS, chain, bare))
        return {**of_all, **of_coin} if of_coin and of_all else of_coin or of_all or _NOTHING

    def find_namesake(self, coin: str, chain: str, remark: str) -> Address | None:
        """Find an entry of this coin and chain with this remark."""
        return self._by_remark.get((coin, chain, fold(remark)))


def split_memo(canonical: str, memo: str | None) -> tuple[str, str]:
    """Split into the canonical address and its memo, given beside it or inside it. Empty: no memo."""
    bare, _, carried = canonical.partition("#")
    return bare, memo or carried
