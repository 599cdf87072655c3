"""Addresses as facts: `published.tsv` from specifications, `generated.tsv` from other programs.

Each row names its source. The generated ones come from fixed seeds (SHA-256 of `<chain> <number>`) put through the
program named, so their keys are known only here, and they hold no coins.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.rules.addresses import CHAINS

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Published:
    """An address and the verdict of its source: `valid`, `valid <canonical>`, or a reason."""

    chain: str
    address: str
    expected: str
    source: str


@dataclass(frozen=True, slots=True)
class Generated:
    """A right address and its canonical form."""

    chain: str
    address: str
    canonical: str
    source: str


def _rows(name: str) -> list[list[str]]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@cache
def list_published() -> tuple[Published, ...]:
    """Return all rows of `published.tsv`."""
    return tuple(Published(*row) for row in _rows("published.tsv"))


@cache
def list_generated() -> tuple[Generated, ...]:
    """Return all rows of `generated.tsv`."""
    return tuple(
        Generated(chain, address, address if canonical == "=" else canonical, source)
        for chain, address, canonical, source in _rows("generated.tsv")
    )


@cache
def list_valid(chain: str) -> tuple[str, ...]:
    """Return the right addresses of a chain's family, from both files."""
    family = CHAINS[chain]
    published = [row for row in list_published() if row.expected.startswith("valid")]
    rows: list[Generated | Published] = [*list_generated(), *published]
    return tuple(row.address for row in rows if CHAINS[row.chain] is family)


CHAIN_OF_FAMILY = {family.name: chain for chain, family in reversed(CHAINS.items())}
"""The best known chain of each family."""
