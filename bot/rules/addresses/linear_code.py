"""Checksums over 5-bit characters that are linear over GF(2), as in bech32 and cashaddr.

Being linear, the checksum of a text is the XOR of each character's share at its place. Tables filled once turn the
check into one `reduce` that runs in C.

Source: BIP-173 (checksum design), Bitcoin Cash specification, CashAddr.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import getitem, xor

_LONGEST = 512


class LinearCode:
    """One such code: its alphabet of 32 characters, its five generators, and its width in bits."""

    def __init__(self, alphabet: str, generators: Sequence[int], bits: int) -> None:
        self.alphabet = alphabet
        self._generators = generators
        self._shift = bits - 5
        self._rows = [{character: value for value, character in enumerate(alphabet)}]
        self._tables: dict[int, tuple[dict[str, int], ...]] = {}
        self._starts: dict[tuple[bytes, int], int] = {}
        self._digits = str.maketrans(alphabet, "0123456789abcdefghijklmnopqrstuv")

    def remainder(self, prefix: bytes, text: str) -> int | None:
        """Return the remainder of prefix (5-bit values) and text. None for a character outside the alphabet.

        A text that ends with its own checksum leaves the constant of its format.
        """
        length = len(text)
        if length > _LONGEST:
            return None
        table = self._tables.get(length) or self._fill_table(length)
        start = self._starts.get((prefix, length))
        if start is None:
            start = self._start(prefix, length)
        try:
            return reduce(xor, map(getitem, table, text), start)
        except KeyError:
            return None

    def to_bytes(self, text: str) -> bytes | None:
        """Return characters as bytes. None if more bits than needed are left over, or one of them is set."""
        size = self.size(text)
        return None if size is None else (self.to_number(text) >> len(text) * 5 % 8).to_bytes(size, "big")

    def size(self, text: str) -> int | None:
        """Return how many bytes the characters are, None as in `to_bytes`."""
        bits = len(text) * 5
        left = bits % 8
        if left >= 5 or (left and self._rows[0][text[-1]] & ((1 << left) - 1)):
            return None
        return bits // 8

    def to_number(self, text: str) -> int:
        """Return characters as one number, most significant first. The caller has checked the alphabet."""
        return int(text.translate(self._digits), 32) if text else 0

    def from_bytes(self, raw: bytes) -> str:
        """Write bytes as characters, filled up with zero bits."""
        count = -(-len(raw) * 8 // 5)
        return self.from_number(int.from_bytes(raw, "big") << (count * 5 - len(raw) * 8), count)

    def from_number(self, number: int, count: int) -> str:
        """Write a number as that many characters, most significant first."""
        return "".join(self.alphabet[number >> shift & 31] for shift in range(5 * (count - 1), -1, -5))

    def _step(self, state: int, value: int) -> int:
        top = state >> self._shift
        state = (state & ((1 << self._shift) - 1)) << 5 ^ value
        for bit, generator in enumerate(self._generators):
            if top >> bit & 1:
                state ^= generator
        return state

    def _start(self, prefix: bytes, length: int) -> int:
        # Prefixes are constants of this package and never typed text, so this cache stays small.
        state = reduce(self._step, prefix, 1)
        state = self._starts[prefix, length] = reduce(self._step, bytes(length), state)
        return state

    def _fill_table(self, length: int) -> tuple[dict[str, int], ...]:
        while len(self._rows) < length:
            self._rows.append({character: self._step(given, 0) for character, given in self._rows[-1].items()})
        table = self._tables[length] = tuple(self._rows[length - 1 :: -1]) if length else ()
        return table


def low_bits(prefix: Iterable[int]) -> bytes:
    """Return the lower five bits of each character of a prefix."""
    return bytes(character & 31 for character in prefix)
