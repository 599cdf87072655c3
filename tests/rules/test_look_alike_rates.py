"""Issue 4, point 5: chance is hardly ever flagged, and no imitation is missed.

Measured here for a list of each family's own, and for 10 000 addresses of the forms that differ most. `tests/bench/`
measures 10 000 of every family.
"""

import pytest

from bot.rules.addresses import CHAINS
from bot.rules.look_alike import KnownAddresses, LookAlike
from tests.rules.addresses.corpus import CHAIN_OF_FAMILY
from tests.rules.addresses.draws import draw_addresses

FAMILIES = sorted(CHAIN_OF_FAMILY)
SHORT, LONG = 300, 10_000


@pytest.mark.parametrize("family", FAMILIES)
def test_chance_in_a_short_list_is_hardly_ever_flagged(family: str) -> None:
    assert sum(map(bool, _find_each(CHAIN_OF_FAMILY[family], SHORT))) <= 1


@pytest.mark.parametrize("chain", ["ERC20", "XRP", "HBAR", "EOSIO", "SOL", "APTOS", "KDA"])
def test_of_ten_thousand_at_most_ten_are_flagged_and_at_most_ten_block(chain: str) -> None:
    found = _find_each(chain, LONG)
    assert sum(map(bool, found)) <= LONG // 1_000
    assert sum(any(alike.blocks for alike in one) for one in found) <= LONG // 1_000


@pytest.mark.parametrize(("start", "end"), [(3, 4), (4, 3), (4, 4)])
@pytest.mark.parametrize("family", FAMILIES)
def test_every_imitation_of_both_ends_blocks(family: str, start: int, end: int) -> None:
    chain = CHAIN_OF_FAMILY[family]
    drawn = [one for one in draw_addresses(chain, 100) if not CHAINS[chain].is_name(one)]
    known = KnownAddresses((chain, address) for address in drawn[:50])
    for ours, other in zip(drawn, drawn[50:], strict=False):
        kept = len(CHAINS[chain].prefix_of(ours)) + start
        poisoned = ours[:kept] + other[kept:-end] + ours[-end:]
        assert any(alike.blocks and alike.canonical == ours for alike in known.find(chain, poisoned))


def _find_each(chain: str, count: int) -> list[tuple[LookAlike, ...]]:
    """For each of so many drawn addresses, return those of the others that look like it."""
    drawn = draw_addresses(chain, count)
    known = KnownAddresses((chain, address) for address in drawn)
    return [known.find(chain, address) for address in drawn]
