"""Random addresses with the looks of a family, without its checksum, for look-alikes."""

from bot.rules.addresses import CHAINS
from tests.rules.addresses.corpus import list_generated
from tests.rules.addresses.mutations import seeded

_FEW = 5
"""A place with fewer characters in the corpus keeps to them, as prefixes and second characters do."""


def draw_addresses(chain: str, count: int) -> list[str]:
    """Draw canonical addresses, the same in every run."""
    chance = seeded(f"draw {chain}")
    if CHAINS[chain].name == "ton":
        return [f"0:{chance.getrandbits(256):064x}" for _ in range(count)]
    family = CHAINS[chain]
    shown = [row.canonical.partition("#")[0] for row in list_generated() if CHAINS[row.chain] is family]
    lengths = [len(address) for address in shown]
    length = max(lengths, key=lengths.count)
    places = [{address[place] for address in shown if len(address) == length} for place in range(length)]
    every = sorted(set().union(*(seen for seen in places if len(seen) >= _FEW)))
    columns = [chance.choices(sorted(seen) if len(seen) < _FEW else every, k=count) for seen in places]
    return list(map("".join, zip(*columns, strict=True)))
