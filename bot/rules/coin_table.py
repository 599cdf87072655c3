"""Coins and the chains they live on, and suggestions for a name that is unknown.

Two sources make the same table: the shipped one (`coin_chains`), and an exchange's own answer, which replaces it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from bot.rules.coin_chains import CHAINS, COIN_NAMES
from bot.rules.known_elsewhere import BRIDGED, OTHER_COINS
from bot.rules.near_names import list_slips, list_words
from bot.rules.verdict import Reason, Refused

NEAREST = 3

_SHOWN = 60
_WORDS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


@dataclass(frozen=True, slots=True)
class CoinChain:
    """One chain that a coin lives on."""

    chain: str
    """Exactly as the exchange writes it."""
    memo_label: str = ""
    """Name of the extra field there, for example `Tag`. Empty: no such field."""
    is_memo_required: bool | None = False
    """Whether deposits need a memo. None: unknown."""
    withdraw_enabled: bool = True


@dataclass(frozen=True, slots=True)
class Coin:
    """A coin and its chains."""

    name: str
    """Exactly as the exchange writes it."""
    chains: Mapping[str, CoinChain]
    """By the chain's name in capitals."""
    withdraw_enabled: bool = True


@dataclass(frozen=True, slots=True)
class CoinTable:
    """All coins, by their names in capitals."""

    coins: Mapping[str, Coin]
    chains: Mapping[str, CoinChain]
    """Every chain that any of them lives on, by its name in capitals."""

    def find_coin(self, name: str) -> Coin | Refused:
        """Find a coin, ignoring case and outer blanks. A slip is answered with the nearest names."""
        coin = self.coins.get(fold_name(name))
        if coin is not None:
            return coin
        shown = name.strip()[:_SHOWN]
        original = self._find_original(name)
        if original is not None:
            return Refused(Reason.COIN_BRIDGED, {"coin": shown, "original": original})
        other = self._find_other(name)
        if other is not None:
            return Refused(Reason.COIN_ELSEWHERE, {"coin": shown, "name": other})
        return Refused(Reason.COIN_UNKNOWN, {"coin": shown, "nearest": self.list_nearest(name)})

    def list_nearest(self, name: str) -> tuple[str, ...]:
        """List at most three coins that were perhaps meant, likeliest first.

        Empty for a known coin that is missing here.
        """
        if self._find_original(name) or self._find_other(name):
            return ()
        words = list_words(name)
        named = [COIN_NAMES.get(word, word) for word in words]
        meant = [coin for coin in named if coin in self.coins] or list_slips(words[0], tuple(self.coins))
        return tuple(self.coins[coin].name for coin in dict.fromkeys(meant))[:NEAREST]

    def _find_original(self, name: str) -> str | None:
        """Return the coin that a bridge made this one from: `USDC` for `USDC.e`."""
        bare, _, suffix = fold_name(name).replace("-", ".").replace("_", ".").rpartition(".")
        return self.coins[bare].name if bare in self.coins and suffix in BRIDGED else None

    def _find_other(self, name: str) -> str | None:
        """Return the name of a known coin that is missing in this table."""
        others = (OTHER_COINS.get(word) for word in list_words(name) if word not in self.coins)
        return next((other for other in others if other), None)


@cache
def shipped_table() -> CoinTable:
    """The table to use before any exchange has answered."""
    coins: dict[str, dict[str, CoinChain]] = {}
    for chain, label, required, names in CHAINS:
        for name in names.split():
            coins.setdefault(name, {})[chain] = CoinChain(chain, label, required)
    return table_of(Coin(name, MappingProxyType(chains)) for name, chains in coins.items())


def read_coin_table(answer: object) -> CoinTable | None:
    """Read the data of `GET /assets/all-deposit-withdraw-config`. None if it holds no readable coin.

    Elements without a coin or without chains are skipped, and numbers and truth values may be strings.

    Source: docs.coinex.com, CoinEx API v2, Get All Deposit and Withdrawal Configurations, and answers seen.
    """
    elements = answer if isinstance(answer, list) else []
    coins = [coin for element in elements if (coin := _read_coin(element)) is not None]
    return table_of(coins) if coins else None


def table_of(coins: Iterable[Coin]) -> CoinTable:
    """Make a table of these coins and the chains they live on."""
    named = {fold_name(coin.name): coin for coin in coins}
    chains = {name: chain for coin in named.values() for name, chain in coin.chains.items()}
    return CoinTable(MappingProxyType(named), MappingProxyType(chains))


def _read_coin(element: object) -> Coin | None:
    asset = element.get("asset") if isinstance(element, Mapping) else None
    rows = element.get("chains") if isinstance(element, Mapping) else None
    name = _read_name(asset, "ccy")
    chains = [chain for row in rows if (chain := _read_chain(row)) is not None] if isinstance(rows, list) else []
    if not isinstance(asset, Mapping) or not name or not chains:
        return None
    return Coin(
        name,
        MappingProxyType({fold_name(chain.chain): chain for chain in chains}),
        withdraw_enabled=_read_truth(asset.get("withdraw_enabled")) is not False,
    )


def _read_chain(row: object) -> CoinChain | None:
    name = _read_name(row, "chain")
    if not isinstance(row, Mapping) or not name:
        return None
    label = _read_name(row, "memo")
    required = _read_truth(row.get("is_memo_required_for_deposit"))
    return CoinChain(
        name,
        label or ("Memo" if required else ""),
        required if label or required else False,
        withdraw_enabled=_read_truth(row.get("withdraw_enabled")) is not False,
    )


def _read_name(row: object, field: str) -> str:
    value = row.get(field) if isinstance(row, Mapping) else None
    return value.strip() if isinstance(value, str) else ""


def _read_truth(value: object) -> bool | None:
    return _WORDS.get(str(value).lower())


def fold_name(name: str) -> str:
    """Upper-case plain letters only, because a dotless i must not become a plain I."""
    bare = name.strip()
    return bare.upper() if bare.isascii() else bare
