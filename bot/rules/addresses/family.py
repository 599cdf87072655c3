"""The common form of address families: how a parser reads an address, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from storage.records import Message


class Fault(IntEnum):
    """Why a family refuses an address. The higher value is the more specific fault."""

    FORM = 0
    """Wrong form or wrong checksum."""
    UNPAYABLE = 1
    """Right, but of a kind that an exchange does not pay to: operator, stake, contract, shielded pool."""
    TESTNET = 2


class Found(NamedTuple):
    """An address that a family takes."""

    canonical: str
    """Equal for all notations of the same address."""
    memo: str | None = None
    """The tag, memo or payment id inside this notation."""
    notices: tuple[Message, ...] = ()


UNPROTECTED = (Message("address-notice-no-checksum"),)
NAMED = (Message("address-notice-name"),)

Parse = Callable[[str], Found | Fault]
"""Reads an ASCII text and never raises."""


def as_written(canonical: str) -> tuple[str, ...]:
    """Faces of an address that has only one notation."""
    return (canonical,)


def no_form(_address: str) -> str | None:
    """Default `find_form`: the family has no other notation."""
    return None


def as_canonical(_given: str, canonical: str) -> str:
    """Default `write`: the exchange takes the canonical form."""
    return canonical


def always(_canonical: str) -> bool:
    """Default `is_name` of families with names or numbers only."""
    return True


def never(_canonical: str) -> bool:
    """Default `is_name` of families without names and numbers."""
    return False


@dataclass(frozen=True, slots=True)
class Family:
    """Chains that share one way to read addresses."""

    name: str
    parse: Parse
    starts: tuple[str, ...]
    """Beginnings of its addresses for people, and the fixed parts, longest first.

    The fixed parts say nothing of the owner.
    """
    faces: Callable[[str], tuple[str, ...]] = as_written
    """The notations in which people see a canonical address. Look-alikes are searched in each."""
    find_form: Callable[[str], str | None] = no_form
    """Convert a notation that exchanges do not take.

    None: not such a notation. Empty: it must be looked up.
    """
    write: Callable[[str, str], str] = as_canonical
    """Return the form that an exchange takes, from the address as given and its canonical form."""
    in_one_case: Callable[[str], str] = str
    """Return the address in the only case that the chain writes, if it writes one case."""
    looks: str = ""
    """An example address for people, if beginnings say nothing."""
    is_name: Callable[[str], bool] = never
    """Whether a canonical address is an account name, or a number given in turn."""

    def prefix_of(self, face: str) -> str:
        """Return the fixed part of an address in one of its notations. Empty: none."""
        return max((start for start in self.starts if face.startswith(start)), key=len, default="")


def first_of(*parsers: Parse) -> Parse:
    """Read with the first parser that takes the address, else return the most specific fault."""

    least = Fault.FORM

    def parse(address: str) -> Found | Fault:
        worst = least
        for parser in parsers:
            answer = parser(address)
            if isinstance(answer, Found):
                return answer
            worst = max(worst, answer)
        return worst

    return parse
