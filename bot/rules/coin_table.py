"""Which coins there are, on which chains they live, and what was meant by a name that is none of them.

Two sources make the same table: what is shipped (`coin_chains`), and an exchange's own answer, which replaces it.
It must not know how that answer is fetched, nor for how long it is good.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from bot.rules.coin_chains import ALIASES, CHAINS, COIN_NAMES
from bot.rules.verdict import Reason, Refused

NEAREST = 3

_SHOWN = 60
_NETWORKS_SHOWN = 8
_REMEMBERED = 64
"""Indexes kept, of coins or of the chains of a coin that names were not found among."""
_WORD = re.compile(r"[A-Z0-9]+")
_WORDS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


@dataclass(frozen=True, slots=True)
class CoinChain:
    """One chain that a coin lives on."""

    chain: str
    """Exactly as the exchange writes it."""
    memo_label: str = ""
    """What the extra field is called there, for example `Tag`; empty where there is none."""
    is_memo_required: bool | None = False
    """Whether deposits need a memo; None: unknown."""
    deposit_enabled: bool = True
    withdraw_enabled: bool = True


@dataclass(frozen=True, slots=True)
class Coin:
    """A coin and its chains."""

    name: str
    """Exactly as the exchange writes it."""
    chains: Mapping[str, CoinChain]
    """By the chain's name in capitals."""
    deposit_enabled: bool = True
    withdraw_enabled: bool = True


@dataclass(frozen=True, slots=True)
class CoinTable:
    """All coins, by their names in capitals."""

    coins: Mapping[str, Coin]
    chains: Mapping[str, CoinChain]
    """Every chain that any of them lives on, by its name in capitals."""

    def find_coin(self, name: str) -> Coin | Refused:
        """Find a coin; neither case nor outer blanks count, and a slip is told the nearest names."""
        coin = self.coins.get(_fold(name))
        if coin is not None:
            return coin
        return Refused(Reason.COIN_UNKNOWN, {"coin": name.strip()[:_SHOWN], "nearest": self.list_nearest(name)})

    def list_nearest(self, name: str) -> tuple[str, ...]:
        """List at most three coins that were perhaps meant, likeliest first."""
        words = _list_words(name)
        named = [COIN_NAMES.get(word, word) for word in words]
        meant = [coin for coin in named if coin in self.coins] or _list_nearest(words[0], tuple(self.coins))
        return tuple(self.coins[coin].name for coin in dict.fromkeys(meant))[:NEAREST]


def find_chain(coin: Coin, name: str) -> CoinChain | Refused:
    """Find a chain of the coin; a name that others use for it is told the right one, and never replaced silently."""
    chain = coin.chains.get(_fold(name))
    if chain is not None:
        return chain
    networks = tuple(chain.chain for chain in coin.chains.values())[:_NETWORKS_SHOWN]
    nearest = list_nearest_chains(coin, name)
    shown = {"network": name.strip()[:_SHOWN], "coin": coin.name[:_SHOWN]}
    return Refused(Reason.NETWORK_UNKNOWN, {**shown, "nearest": nearest, "networks": networks})


def list_nearest_chains(coin: Coin, name: str) -> tuple[str, ...]:
    """List at most three chains of the coin that were perhaps meant: the right names of an alias, else near matches."""
    words = _list_words(name)
    words += [words[0].removeprefix(coin.name).removesuffix(coin.name)]
    names = tuple(coin.chains)
    plain = _index_plain(names)
    same = [plain[word] for word in words if word in plain]
    named = [chain for word in words for chain in _chains_by_alias().get(word, ()) if chain in coin.chains]
    meant = same or named or ([] if _is_chain(words[0]) else _list_nearest(words[0], names))
    return tuple(coin.chains[chain].chain for chain in dict.fromkeys(meant))[:NEAREST]


def name_chain(*names: str) -> str | None:
    """The chain known here that an exchange means by its own name or its other names for it; None: we know of none.

    The first name that says it decides, as a right name before as an alias; one that could be several says nothing.
    """
    known = shipped_table().chains
    for name in names:
        word = _list_words(name)[0]
        chains = [word] if word in known else _chains_by_alias().get(word, ())
        if len(chains) == 1:
            return chains[0]
    return None


@cache
def shipped_table() -> CoinTable:
    """The table to work with while no exchange has been asked."""
    coins: dict[str, dict[str, CoinChain]] = {}
    for chain, label, required, names in CHAINS:
        for name in names.split():
            coins.setdefault(name, {})[chain] = CoinChain(chain, label, required)
    return table_of(Coin(name, MappingProxyType(chains)) for name, chains in coins.items())


def read_coin_table(answer: object) -> CoinTable | None:
    """Read the data of `GET /assets/all-deposit-withdraw-config`; None when no coin can be read from it.

    Elements without a coin or without chains are skipped, and numbers and truth values may be strings.

    Source: docs.coinex.com, CoinEx API v2, Get All Deposit and Withdrawal Configurations, and answers seen.
    """
    elements = answer if isinstance(answer, list) else []
    coins = [coin for element in elements if (coin := _read_coin(element)) is not None]
    return table_of(coins) if coins else None


def table_of(coins: Iterable[Coin]) -> CoinTable:
    """A table of these coins and the chains they live on."""
    named = {_fold(coin.name): coin for coin in coins}
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
        MappingProxyType({_fold(chain.chain): chain for chain in chains}),
        deposit_enabled=_read_truth(asset.get("deposit_enabled")) is not False,
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
        deposit_enabled=_read_truth(row.get("deposit_enabled")) is not False,
        withdraw_enabled=_read_truth(row.get("withdraw_enabled")) is not False,
    )


def _read_name(row: object, field: str) -> str:
    value = row.get(field) if isinstance(row, Mapping) else None
    return value.strip() if isinstance(value, str) else ""


def _read_truth(value: object) -> bool | None:
    return _WORDS.get(str(value).lower())


def _is_chain(word: str) -> bool:
    """Whether it is the right name, or an alias, of some chain, so that it was hardly meant for another."""
    return word in ALIASES or word in _chains_by_alias()


@cache
def _chains_by_alias() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for chain, aliases in ALIASES.items():
        for alias in aliases:
            found.setdefault(alias, []).append(chain)
    return MappingProxyType(found)


def _fold(name: str) -> str:
    """Capitals; but only of plain letters, because a dotless i must not become a plain I."""
    bare = name.strip()
    return bare.upper() if bare.isascii() else bare


def _list_words(name: str) -> list[str]:
    """A name without its signs, then its single words: `Tron (TRC20)` has TRONTRC20, TRON and TRC20."""
    words = _WORD.findall(name[:_SHOWN].upper())
    return ["".join(words), *words]


@lru_cache(_REMEMBERED)
def _index_plain(names: tuple[str, ...]) -> Mapping[str, str]:
    """Every name under its letters and digits."""
    return MappingProxyType({_list_words(name)[0]: name for name in names})


@lru_cache(_REMEMBERED)
def _index_slips(names: tuple[str, ...]) -> Mapping[str, Sequence[tuple[int, str]]]:
    """Every name, with its rank, under itself and under itself less one letter.

    So two words meet that differ by one slip: two letters swapped, one wrong, one too many or one missing.
    """
    index: dict[str, list[tuple[int, str]]] = {}
    for rank, name in enumerate(names):
        for slip in _list_slips(name):
            index.setdefault(slip, []).append((rank, name))
    return MappingProxyType(index)


def _list_slips(word: str) -> list[str]:
    return [word, *(word[:place] + word[place + 1 :] for place in range(len(word)) if len(word) > 1)]


def _list_nearest(word: str, names: tuple[str, ...]) -> list[str]:
    """The names one slip away: first those of the very same letters, then by rank."""
    slips = _index_slips(names)
    near = {ranked for slip in _list_slips(word) for ranked in slips.get(slip, ())}
    letters = sorted(word)
    return [name for _, name in sorted(near, key=lambda ranked: (sorted(ranked[1]) != letters, ranked[0]))]
