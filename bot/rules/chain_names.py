"""Find the chain that a name means: its right name, an alias, or a chain known elsewhere."""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from bot.rules.coin_chains import ALIASES
from bot.rules.coin_table import NEAREST, Coin, CoinChain, fold_name, shipped_table
from bot.rules.known_elsewhere import OTHER_CHAINS
from bot.rules.near_names import index_plain, list_slips, list_words
from bot.rules.verdict import Reason, Refused

_SHOWN = 60
_NETWORKS_SHOWN = 8


def find_chain(coin: Coin, name: str) -> CoinChain | Refused:
    """Find a chain of the coin. An alias is answered with the right name, and never replaced silently."""
    chain = coin.chains.get(fold_name(name))
    if chain is not None:
        return chain
    networks = tuple(chain.chain for chain in coin.chains.values())[:_NETWORKS_SHOWN]
    shown = {"network": name.strip()[:_SHOWN], "coin": coin.name[:_SHOWN], "networks": networks}
    nearest = list_nearest_chains(coin, name)
    other = None if nearest else _find_other(coin, name)
    if other is not None:
        return Refused(Reason.NETWORK_ELSEWHERE, {**shown, "chain": other})
    return Refused(Reason.NETWORK_UNKNOWN, {**shown, "nearest": nearest})


def list_nearest_chains(coin: Coin, name: str) -> tuple[str, ...]:
    """List at most three chains of the coin that were perhaps meant: aliases first, else near matches.

    Empty if a part of the name means a chain that the coin is not on.
    """
    own = index_plain(tuple(coin.chains))
    meanings = [[own[plain] for plain in chains if plain in own] for chains in _list_meanings(coin, name)]
    if not all(meanings):
        return ()
    shared = [chain for chain in meanings[0] if all(chain in others for others in meanings)] if meanings else []
    meant = shared or [chain for chains in meanings for chain in chains]
    found = meant if meanings else list_slips(list_words(name)[0], tuple(coin.chains))
    return tuple(coin.chains[chain].chain for chain in dict.fromkeys(found))[:NEAREST]


def name_chain(*names: str) -> str | None:
    """Return the chain known here that an exchange means by these names. None: unknown.

    The first name that is clear decides, by its right name before an alias. An ambiguous name decides nothing.
    """
    known = shipped_table().chains
    for name in names:
        word = list_words(name)[0]
        chains = [word] if word in known else _chains_by_alias().get(word, ())
        if len(chains) == 1:
            return chains[0]
    return None


def _find_other(coin: Coin, name: str) -> str | None:
    """Return a chain known elsewhere that the exchange does not have."""
    meanings = (chains[0] for chains in _list_meanings(coin, name))
    return next((_index_others()[plain] for plain in meanings if plain in _index_others()), None)


def _list_meanings(coin: Coin, name: str) -> list[Sequence[str]]:
    """List the chains that the words of a name mean, longest runs of words first, by letters and digits.

    The coin's own name among other words says nothing about the chain: `ETH (Arbitrum One)`.
    """
    joined, *words = list_words(name)
    own = index_plain(tuple(coin.chains))
    found: dict[str, Sequence[str]] = {}
    left = [words]
    while left:
        run = left.pop(0)
        part = next((part for part in _list_parts(run) if _chains_of("".join(run[slice(*part)]), own)), None)
        if part is not None:
            word = "".join(run[slice(*part)])
            found[word] = _chains_of(word, own)
            left += [run[: part[0]], run[part[1] :]]
    if not found:
        bare = joined.removeprefix(coin.name).removesuffix(coin.name)
        return [_chains_of(bare, own)] if _chains_of(bare, own) else []
    others = [chains for word, chains in found.items() if word != coin.name.upper()]
    return others or list(found.values())


def _list_parts(words: Sequence[str]) -> list[tuple[int, int]]:
    """List begin and end of every run of words, longest first."""
    count = len(words)
    return [(begin, begin + size) for size in range(count, 0, -1) for begin in range(count - size + 1)]


def _chains_of(word: str, own: Mapping[str, str]) -> Sequence[str]:
    return (word,) if word in own else _index_names().get(word, ())


@cache
def _index_names() -> Mapping[str, Sequence[str]]:
    """Map each name of any chain to its meanings: right names, aliases, and chains of elsewhere."""
    found: dict[str, list[str]] = {plain: [plain] for plain in index_plain(tuple(shipped_table().chains))}
    others = {list_words(chain)[0]: (list_words(chain)[0], *names) for chain, names in OTHER_CHAINS.items()}
    for chain, aliases in {**ALIASES, **others}.items():
        for alias in aliases:
            found.setdefault(alias, []).append(list_words(chain)[0])
    return MappingProxyType(found)


@cache
def _index_others() -> Mapping[str, str]:
    return index_plain(tuple(OTHER_CHAINS))


@cache
def _chains_by_alias() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for chain, aliases in ALIASES.items():
        for alias in aliases:
            found.setdefault(alias, []).append(chain)
    return MappingProxyType(found)
