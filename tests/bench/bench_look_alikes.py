"""Share of 10 000 random addresses of each family that are flagged, and the cost of a search.

`python -m tests.bench.bench_look_alikes` takes about two minutes on an idle core. The bar is 0.1 % flagged.
"""

import sys
import time

from bot.rules.look_alike import KnownAddresses
from tests.rules.addresses.corpus import CHAIN_OF_FAMILY
from tests.rules.addresses.draws import draw_addresses

COUNT = 10_000


def main() -> None:
    """Measure and print."""
    _say(f"{'family':14}{'flagged of 10 000':>20}{'known/s':>12}{'finds/s':>12}")
    for family, chain in CHAIN_OF_FAMILY.items():
        drawn = draw_addresses(chain, COUNT)
        begun = time.perf_counter()
        known = KnownAddresses((chain, address) for address in drawn)
        built = time.perf_counter()
        flagged = sum(bool(known.find(chain, address)) for address in drawn)
        found = time.perf_counter()
        _say(f"{family:14}{flagged:20}{COUNT / (built - begun):12,.0f}{COUNT / (found - built):12,.0f}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
