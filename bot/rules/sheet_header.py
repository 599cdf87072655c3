"""The line of a sheet that names its columns: what the names mean, and which lines around it are not rows."""

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.rules.addresses.leaked import is_hash_or_key, is_secret
from bot.rules.csv_rows import Rows, name_column, unguard

HEADER_LINES = 5
"""Lines, not blank, among which the header is looked for."""

_NAMED = 2
"""Cells of a header that name a column, at least."""
_WITH_ASIDE = re.compile(r"([^(\[\uff08\u3010]+)[(\[\uff08\u3010]([^)\]\uff09\u3011]*)[)\]\uff09\u3011]")
"""A name and what stands behind it in brackets, the full-width ones of Chinese too: `coin(required)`."""


class ColumnNames:
    """All names of the columns of one kind of sheet; `fewest` cells are filled in each of its rows."""

    def __init__(self, names: Mapping[str, Iterable[str]], *, fewest: int) -> None:
        self._columns = {name_column(name): column for column, others in names.items() for name in (column, *others)}
        self._fewest = fewest

    def find(self, cell: str) -> str | None:
        """The column that a cell names; a mark or an aside in brackets does not count, unless it names another."""
        name = name_column(unguard(cell))
        found = _WITH_ASIDE.fullmatch(name) if name not in self._columns else None
        if found is None:
            return self._columns.get(name)
        column, aside = self._columns.get(found[1]), self._columns.get(found[2])
        return column if aside in {None, column} else None

    def part(self, rows: Rows) -> tuple[Sequence[str] | None, Rows]:
        """The header, None where there is none, and the rows without it, titles above it and repetitions of it."""
        place = next((place for place, (_, row) in enumerate(rows[:HEADER_LINES]) if self._is_header(row)), None)
        if place is None:
            return None, rows
        header = rows[place][1]
        above = [row for row in rows[:place] if not self._is_title(row[1])]
        return header, above + [row for row in rows[place + 1 :] if row[1] != header]

    def _is_header(self, row: Sequence[str]) -> bool:
        return sum(self.find(cell) is not None for cell in row) >= _NAMED

    def _is_title(self, row: Sequence[str]) -> bool:
        """Whether a line above the header is a title or a comment; one with a secret is kept, so that it is told."""
        filled = [cell.strip() for cell in row if cell.strip()]
        is_short = len(filled) < self._fewest or filled[0].startswith("#")
        told = [cell for cell in filled if not _is_sentence(cell)]
        return is_short and not any(is_secret(cell) or is_hash_or_key(cell) for cell in told)


def _is_sentence(cell: str) -> bool:
    """Whether it is several words, some with a capital: a seed phrase has none, and a key has no blanks."""
    return " " in cell and not cell.islower()
