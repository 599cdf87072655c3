"""What the address families have in common: how one reads an address, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from storage.records import Message


class Fault(IntEnum):
    """Why a family does not take an address; the higher one tells more."""

    FORM = 0
    """Not its form, or not its checksum."""
    UNPAYABLE = 1
    """A right one of a kind that an exchange does not pay to: operator, stake, contract, shielded pool."""
    TESTNET = 2


class Found(NamedTuple):
    """An address that a family takes."""

    canonical: str
    """Equal for all notations of the same address."""
    memo: str | None = None
    """The tag, memo or payment id that this notation carries in itself."""
    notices: tuple[Message, ...] = ()


UNPROTECTED = (Message("address-notice-no-checksum"),)
NAMED = (Message("address-notice-name"),)

Parse = Callable[[str], Found | Fault]
"""Reads an ASCII text. Never raises, whatever the text."""


def as_written(canonical: str) -> tuple[str, ...]:
    """The faces of an address that has one notation only."""
    return (canonical,)


def no_form(_address: str) -> str | None:
    """Nothing is another notation of an account of the family."""
    return None


def as_canonical(_given: str, canonical: str) -> str:
    """An exchange takes the canonical form, however the address was given."""
    return canonical


def always(_canonical: str) -> bool:
    """Every address of the family is a name or number."""
    return True


def never(_canonical: str) -> bool:
    """No address of the family is a name or number."""
    return False


@dataclass(frozen=True, slots=True)
class Family:
    """Chains whose addresses are read alike."""

    name: str
    parse: Parse
    starts: tuple[str, ...]
    """How its addresses begin, for people; and, longest match first, the fixed part that tells nothing of the owner."""
    faces: Callable[[str], tuple[str, ...]] = as_written
    """The notations in which people see a canonical address; look-alikes are searched in each."""
    find_form: Callable[[str], str | None] = no_form
    """How the chain writes an account that is given in a notation which exchanges do not take; empty: it must be looked
    up. None: this is no such notation."""
    write: Callable[[str, str], str] = as_canonical
    """The form that an exchange takes of an address, as it was given and as its canonical form."""
    in_one_case: Callable[[str], str] = str
    """The address in the only case in which the chain writes it, where it writes one case only."""
    looks: str = ""
    """An address for people to see, where beginnings say nothing."""
    is_name: Callable[[str], bool] = never
    """Whether a canonical address is an account name or number that somebody chose or was given in turn."""

    def prefix_of(self, face: str) -> str:
        """The fixed part of an address in one of its notations; empty where there is none."""
        return max((start for start in self.starts if face.startswith(start)), key=len, default="")


def first_of(*parsers: Parse) -> Parse:
    """Read by the first parser that takes the address; else answer the fault that tells most."""

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
