"""Pages of a list that fit on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

PAGE_SIZE = 10

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Turns:
    """The pages beside the shown one, as the list names its pages."""

    before: int | None
    """None: it is the first."""
    after: int | None
    """None: it is the last."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list."""

    items: Sequence[Item]
    number: int
    """Counts from 1."""
    of: int

    @property
    def turns(self) -> Turns:
        """The numbers of the pages beside it."""
        return Turns(self.number - 1 if self.number > 1 else None, self.number + 1 if self.number < self.of else None)


def cut_page(items: Sequence[Item], number: int) -> Page[Item]:
    """Return that page, or the nearest one of a list that has fewer by now."""
    pages = max(1, -(-len(items) // PAGE_SIZE))
    here = min(max(number, 1), pages)
    return Page(items[(here - 1) * PAGE_SIZE : here * PAGE_SIZE], here, pages)
