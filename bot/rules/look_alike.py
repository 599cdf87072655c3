"""Find look-alike addresses, and the six characters to type as proof of having compared them.

Known addresses are handed in. Both notations of one address are the same address and never look alike.

Ends are counted after the fixed prefix of the family, without regard to case. How many must be equal grows with the
list, so that at most one in a thousand addresses that came by chance is flagged: with ends over 16 characters (hex, the
worst case) n equal ones meet by chance once in 16^n pairs. That is 2 + 2 up to 32 known addresses, 3 + 3 up to 8388,
and beyond that 3 + 4 or 4 + 3. Those seven block in a list of any length: poisoned addresses of 3 + 4 have cost coins.
Measured by `tests/bench/bench_look_alikes.py`, in any family. Account names and numbers are compared by edit distance
only, by the same measure: in a list of ten thousand account numbers, neighbours are normal.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

from bot.rules.addresses.chains import CHAINS
from bot.rules.addresses.family import Family

BLOCKING_END, BLOCKING_SUM = 3, 7
"""Equal characters at each end, and at both together, from which the requester must type the middle."""
MIDDLE = 6

_CHANCE = 0.0005
"""Share of the known addresses that may look like a random one."""
_NEEDED = (((2, 2),), ((3, 3),), ((3, 4), (4, 3)))
"""Equal characters at the start and at the end from which addresses look alike, for ever longer lists."""
_EVERY_NEEDED = tuple(same for needed in _NEEDED for same in needed)
_MOST_EDITS = 3
_NAME_EDITS = 2
_END_CHARACTERS = 16
_NAME_CHARACTERS = 32
_DIGITS = 10
_SHORTEST_PIECE = 2


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Two different addresses that people could confuse, in the notation in which they look alike."""

    address: str
    known: str
    canonical: str
    """Canonical form of the known address, by which the caller finds it."""
    same_start: int
    """Equal characters after the fixed prefix."""
    same_end: int
    differing: tuple[int, ...]
    """Places in `address`, from 0, at which `known` differs."""
    is_name: bool

    @property
    def blocks(self) -> bool:
        """Whether the ends are so alike that only typing the middle proves a comparison."""
        return _blocks(self.same_start, self.same_end, is_name=self.is_name)

    @property
    def middle(self) -> range:
        """The places of the six characters to type: around the middle, always with one that differs."""
        return find_middle(self.address, self.differing)


def find_middle(address: str, differing: tuple[int, ...]) -> range:
    """Six places around the middle of an address, moved as little as needed to hold one that differs."""
    centre = max(0, (len(address) - MIDDLE) // 2)
    starts = [
        min(max(centre, place - MIDDLE + 1), place, max(0, len(address) - MIDDLE))
        for place in differing
        if place < len(address)
    ]
    start = min(starts, key=lambda start: abs(start - centre), default=centre)
    return range(start, min(start + MIDDLE, len(address)))


@dataclass(frozen=True, slots=True, eq=False)
class _Face:
    """An address in one notation."""

    canonical: str
    text: str
    body: str
    """The text after the family's fixed prefix, in one case."""
    forwards: int
    backwards: int
    """The characters of the body as one number, so that two bodies are compared at once."""


_Candidate = tuple[_Face, int | None]
"""A known face, and the edit distance it must be within. None: its ends are alike already."""


class KnownAddresses:
    """A team's addresses and those of the current sheet, found by their looks."""

    def __init__(self, addresses: Iterable[tuple[str, str]] = ()) -> None:
        """Take pairs of chain and canonical address. Pairs on chains without a rule are left out."""
        self._seen: dict[str, set[str]] = defaultdict(set)
        self._ends: dict[tuple[str, tuple[int, int], str], list[_Face]] = defaultdict(list)
        self._pieces: dict[tuple[str, int, int, int, str], list[_Face]] = defaultdict(list)
        self._lengths: dict[str, set[int]] = defaultdict(set)
        for chain, canonical in addresses:
            self.add(chain, canonical)

    def add(self, chain: str, canonical: str) -> None:
        """Add one address. A memo inside it (`…#7`) does not belong to its looks."""
        family, bare = CHAINS.get(chain.upper()), _without_memo(canonical)
        if family is None or bare in self._seen[family.name]:
            return
        self._seen[family.name].add(bare)
        for face in _list_faces(family, bare):
            if family.is_name(bare):
                for edits in range(1, _NAME_EDITS + 1):
                    self._add_pieces(family, face, edits)
                continue
            for same in _EVERY_NEEDED:
                self._ends[family.name, same, _ends(face.body, same)].append(face)
            self._add_pieces(family, face, _MOST_EDITS)

    def find(self, chain: str, canonical: str, most: int | None = None) -> tuple[LookAlike, ...]:
        """Find known addresses that look like this one, at most one notation of each, most alike first.

        The search ends after `most`. None: all.
        """
        family, bare = CHAINS.get(chain.upper()), _without_memo(canonical)
        if family is None:
            return ()
        is_name = family.is_name(bare)
        list_alike = self._list_names if is_name else self._list_faces
        pairs = [
            (_likeness(face, known, is_name=is_name), face, known, edits)
            for face in _list_faces(family, bare)
            for known, edits in list_alike(family, face)
        ]
        found: dict[str, LookAlike] = {}
        for _, face, known, edits in sorted(pairs, key=itemgetter(0), reverse=True):
            if len(found) == most:
                break
            if known.canonical == bare or known.canonical in found:
                continue
            if edits is None or _is_within(face.body, known.body, edits):
                found[known.canonical] = _compare(face, known, is_name=is_name)
        return tuple(found.values())

    def _add_pieces(self, family: Family, face: _Face, edits: int) -> None:
        self._lengths[family.name].add(len(face.body))
        for number, (begin, end) in enumerate(_cut(len(face.body), edits)):
            self._pieces[family.name, edits, len(face.body), number, face.body[begin:end]].append(face)

    def _list_faces(self, family: Family, face: _Face) -> Iterator[_Candidate]:
        for same in _needed_ends(len(self._seen[family.name])):
            for known in self._ends.get((family.name, same, _ends(face.body, same)), ()):
                yield known, None
        for known in self._list_near(family, face, _MOST_EDITS):
            yield known, _MOST_EDITS

    def _list_names(self, family: Family, face: _Face) -> Iterator[_Candidate]:
        characters = _DIGITS if face.body.isdigit() else _NAME_CHARACTERS
        # The text behind the last dot (`.near`) is shared by many addresses.
        length = len(face.body.rpartition(".")[0] or face.body)
        for edits in range(_NAME_EDITS, 0, -1):
            if len(self._seen[family.name]) * _chance_of_edits(length, characters, edits) <= _CHANCE:
                for known in self._list_near(family, face, edits):
                    yield known, edits
                return

    def _list_near(self, family: Family, face: _Face, edits: int) -> Iterable[_Face]:
        """Return faces that may be within so many edits.

        One of `edits` + 1 pieces then stays as it was, only moved.
        """
        near: dict[_Face, None] = {}
        for length in self._lengths[family.name]:
            difference = abs(length - len(face.body))
            if difference > edits:
                continue
            for key in _list_pieces(face.body, length, edits, (edits + difference) // 2):
                if faces := self._pieces.get((family.name, edits, length, *key)):
                    near.update(dict.fromkeys(faces))
        return near


def _needed_ends(count: int) -> tuple[tuple[int, int], ...]:
    """Return the shortest equal ends that are significant in a list of `count` addresses."""
    said = (needed for needed in _NEEDED if count <= _CHANCE * _END_CHARACTERS ** sum(needed[0]))
    return next(said, _NEEDED[-1])


def _without_memo(canonical: str) -> str:
    return canonical.partition("#")[0]


@lru_cache(maxsize=256)
def _list_faces(family: Family, canonical: str) -> tuple[_Face, ...]:
    """Cached, because a new address is looked up before it is added."""
    faces = []
    for text in family.faces(canonical):
        body = text[len(family.prefix_of(text)) :].casefold()
        forwards = int.from_bytes(body.encode("utf-32-be"), "big")
        backwards = int.from_bytes(body.encode("utf-32-le"), "little")
        faces.append(_Face(canonical, text, body, forwards, backwards))
    return tuple(faces)


def _ends(body: str, same: tuple[int, int]) -> str:
    start, end = same
    return f"{body[:start]}…{body[-end:]}"


def _cut(length: int, edits: int) -> list[tuple[int, int]]:
    """Cut a text into one piece more than edits are allowed. Empty if the pieces would be too short."""
    count = edits + 1
    if length < count * _SHORTEST_PIECE:
        return []
    places = [length * number // count for number in range(count + 1)]
    return list(pairwise(places))


def _list_pieces(body: str, length: int, edits: int, moved: int) -> Iterator[tuple[int, str]]:
    """Yield what the pieces of a text of that length would be in `body`, moved by at most `moved` places."""
    for number, (begin, end) in enumerate(_cut(length, edits)):
        for shift in range(max(-moved, -begin), moved + 1):
            piece = body[begin + shift : end + shift]
            if len(piece) == end - begin:
                yield number, piece


def _chance_of_edits(length: int, characters: int, edits: int) -> float:
    """Return how likely a random text is within so many edits of another: the share of all such texts."""
    near: int = ((2 * length + 1) * characters) ** edits
    return near / float(characters**length)


def _is_within(one: str, other: str, edits: int) -> bool:
    """Whether so many insertions, deletions and substitutions lead from one text to the other."""
    same = _count_same(one, other)
    one, other = one[same:], other[same:]
    if not one or not other:
        return len(one) + len(other) <= edits
    if edits == 0:
        return False
    return (
        _is_within(one[1:], other[1:], edits - 1)
        or _is_within(one[1:], other, edits - 1)
        or _is_within(one, other[1:], edits - 1)
    )


def _count_same(one: str, other: str) -> int:
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))


def _count_ends(face: _Face, known: _Face) -> tuple[int, int]:
    """Equal characters at the start and at the end."""
    length = len(face.body)
    if length == len(known.body):
        start, end = face.forwards ^ known.forwards, face.backwards ^ known.backwards
        return length - (start.bit_length() + 31) // 32, length - (end.bit_length() + 31) // 32
    return _count_same(face.body, known.body), _count_same(face.body[::-1], known.body[::-1])


def _list_differing(text: str, other: str) -> tuple[int, ...]:
    """List the differing places. Texts of other lengths differ in all between equal beginnings and ends."""
    if len(text) == len(other):
        return tuple(place for place, (one, two) in enumerate(zip(text, other, strict=True)) if one != two)
    start = _count_same(text, other)
    end = min(_count_same(text[::-1], other[::-1]), min(len(text), len(other)) - start)
    return tuple(range(start, len(text) - end))


def _blocks(same_start: int, same_end: int, *, is_name: bool) -> bool:
    is_alike = same_start >= BLOCKING_END and same_end >= BLOCKING_END and same_start + same_end >= BLOCKING_SUM
    return is_alike and not is_name


def _likeness(face: _Face, known: _Face, *, is_name: bool) -> tuple[bool, int]:
    start, end = _count_ends(face, known)
    return _blocks(start, end, is_name=is_name), start + end


def _compare(face: _Face, known: _Face, *, is_name: bool) -> LookAlike:
    start, end = _count_ends(face, known)
    differing = _list_differing(face.text, known.text)
    return LookAlike(face.text, known.text, known.canonical, start, end, differing, is_name)
