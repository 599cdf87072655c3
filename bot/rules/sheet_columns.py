"""Find the columns of a whitelist sheet by the names in its first line, or by its rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from bot.rules.chain_names import find_chain
from bot.rules.coin_table import Coin, CoinTable
from bot.rules.column_names import ADDRESS_SHEET, INDEX, INDEX_NAMES
from bot.rules.csv_rows import unguard
from bot.rules.sheet_header import ColumnNames
from bot.rules.verdict import Reason, Refused

COLUMNS = ("Remark", "Coin", "Network", "Address", "Memo")
ADDED = ("Line", "Problem")
"""Columns that an annotated sheet has in addition. They are skipped when it comes back corrected."""

_NEEDED = frozenset({"Coin", "Network", "Address"})
NAMES = ColumnNames({**ADDRESS_SHEET, INDEX: INDEX_NAMES, **dict.fromkeys(ADDED, ())}, fewest=len(_NEEDED))


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of the columns."""

    names: tuple[str, ...]
    """As written in the first line, else the usual ones."""
    places: Mapping[str, int]
    """Column → its place, without missing columns."""
    needed: int
    """How many cells a row has at least. Columns added by an annotated sheet may be cut off."""

    def trim(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        """Forgive cells beyond the last column that are empty."""
        if len(cells) <= len(self.names):
            return cells
        used = 1 + max((place for place, cell in enumerate(cells) if cell), default=0)
        return cells[: max(used, len(self.names))]

    def reader(self) -> Callable[[Sequence[str]], Sequence[str] | Refused]:
        """Return a function from a trimmed row to its cells in the order of `COLUMNS`.

        A missing cell is empty.
        """
        width = len(self.names)
        pick: Callable[[Sequence[str]], Sequence[str]] = itemgetter(
            *(self.places.get(column, width) for column in COLUMNS)
        )
        is_whole = self.places.keys() >= set(COLUMNS)
        is_usual = is_whole and [self.places[column] for column in COLUMNS] == list(range(width))

        def read(cells: Sequence[str]) -> Sequence[str] | Refused:
            if is_whole and len(cells) == width:
                return cells if is_usual else pick(cells)
            if self.needed <= len(cells) <= width:
                return pick((*cells, *[""] * (width + 1 - len(cells))))
            return Refused(Reason.SHEET_FIELDS, {"found": len(cells), "expected": self.needed})

        return read


def read_header(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Layout | Refused:
    """Find the columns by their names, in any order. A first one without a name may count the `rows`."""
    names = [unguard(cell) for cell in header]
    while not names[-1]:
        names.pop()
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        column = INDEX if not (name or place) and _counts(rows) else NAMES.find(name)
        if column is None or column in places:
            return Refused(Reason.SHEET_COLUMNS, {"wrong": name or str(place + 1), "columns": COLUMNS})
        places[column] = place
    if not places.keys() >= _NEEDED:
        return Refused(Reason.SHEET_HEADER, {"columns": COLUMNS})
    needed = 1 + max(place for column, place in places.items() if column in COLUMNS)
    return Layout(tuple(names), places, needed)


def _counts(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first cells of the rows count them, from 0 or from 1."""
    cells = [row[0].strip() for row in rows]
    return any(cells == [str(number) for number in range(first, first + len(cells))] for first in (0, 1))


def guess_layout(rows: Iterable[Sequence[str]], table: CoinTable) -> Layout:
    """Find the columns of a sheet without names: the usual ones, with Remark or without.

    In most rows the second cell is a coin and the third a chain of it, or the first and the second are. If that does
    not decide, the number of cells in the first row does.
    """
    widths, votes = [], 0
    for row in rows:
        cells = [unguard(cell) for cell in row]
        widths.append(len(cells))
        votes += _is_pair(cells[1:3], table) - _is_pair(cells[:2], table)
    has_remark = votes > 0 or (votes == 0 and widths[0] != len(COLUMNS) - 1)
    names = COLUMNS if has_remark else COLUMNS[1:]
    return Layout(names, {name: place for place, name in enumerate(names)}, len(names))


def _is_pair(cells: Sequence[str], table: CoinTable) -> bool:
    """Whether these are a coin and a chain of it."""
    coin = table.find_coin(cells[0]) if len(cells) == 2 else None
    return isinstance(coin, Coin) and not isinstance(find_chain(coin, cells[1]), Refused)
