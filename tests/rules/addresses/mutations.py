"""Slips that change an address between two people, each as a function of a seeded chance."""

from collections.abc import Callable
from random import Random

_LOOK_ALIKES = str.maketrans(
    "aceopxABCEHKMOPTX1",
    "\u0430\u0441\u0435\u043e\u0440\u0445\u0410\u0412\u0421\u0415\u041d\u041a\u041c\u041e\u0420\u0422\u0425\u0661",
)
_BLANKS = " \n\t\r\0\u200b\u00a0\ufeff\u2060\u202e"

Slip = Callable[[str, Random], str]


def seeded(name: str) -> Random:
    """Return the same random numbers in every run."""
    return Random(name)  # noqa: S311 - nothing here is secret


def cut_off(address: str, chance: Random) -> str:
    """Cut the last characters."""
    return address[: -chance.randint(1, 6)]


def cut_in(address: str, chance: Random) -> str:
    """Cut the first characters."""
    return address[chance.randint(1, 3) :]


def double_up(address: str, chance: Random) -> str:
    """Paste the address twice."""
    return address + address


def put_blank(address: str, chance: Random) -> str:
    """Insert a blank, a line break or an invisible character."""
    place = chance.randint(1, len(address))
    return address[:place] + chance.choice(_BLANKS) + address[place:]


def disguise(address: str, chance: Random) -> str:
    """Replace a letter by one of another script."""
    places = [place for place, character in enumerate(address) if ord(character) in _LOOK_ALIKES]
    place = chance.choice(places) if places else 0
    return address[:place] + (address[place].translate(_LOOK_ALIKES) if places else "\uff10") + address[place + 1 :]


def widen(address: str, chance: Random) -> str:
    """Replace a character by its full-width form."""
    place = chance.randrange(len(address))
    return address[:place] + chr(ord(address[place]) + 0xFEE0) + address[place + 1 :]


def substitute(address: str, chance: Random) -> str:
    """Replace a character by another of those in the address."""
    place = chance.randrange(len(address))
    others = sorted(set(address) - {address[place]})
    return address[:place] + chance.choice(others) + address[place + 1 :]


def transpose(address: str, chance: Random) -> str:
    """Swap two different neighbours."""
    places = [place for place in range(len(address) - 1) if address[place] != address[place + 1]]
    place = chance.choice(places)
    return address[:place] + address[place + 1] + address[place] + address[place + 2 :]


def drop(address: str, chance: Random) -> str:
    """Drop one character."""
    place = chance.randrange(len(address))
    return address[:place] + address[place + 1 :]


def repeat(address: str, chance: Random) -> str:
    """Repeat one character."""
    place = chance.randrange(len(address))
    return address[:place] + address[place] + address[place:]


def append(address: str, chance: Random) -> str:
    """Add a character at the end."""
    return address + chance.choice(address)


ALWAYS_SEEN: tuple[Slip, ...] = (put_blank, disguise, widen)
"""Slips that no alphabet allows."""
SEEN_BY_LENGTH: tuple[Slip, ...] = (double_up, cut_off, drop, repeat, append)
"""Slips that a fixed length shows."""
SEEN_BY_CHECKSUM: tuple[Slip, ...] = (substitute, transpose, drop, repeat, append, cut_off, cut_in)
"""Slips that a checksum shows."""
