"""The header line of a sheet: the columns that its names mean, and nearby lines that are not rows."""

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.rules.addresses.leaked import is_hash_or_key, is_secret
from bot.rules.csv_rows import Rows, name_column, unguard

HEADER_LINES = 5
"""Lines that are not blank among which the header is searched."""

_NAMED = 2
"""Least number of cells in a header that name a column."""
_WITH_ASIDE = re.compile(r"([^(\[\uff08\u3010]+)[(\[\uff08\u3010]([^)\]\uff09\u3011]*)[)\]\uff09\u3011]")
"""A name and text in brackets behind it, also in the full-width ones of Chinese: `coin(required)`."""


class ColumnNames:
    """All column names of one kind of sheet. In each of its rows at least `fewest` cells are filled."""

    def __init__(self, names: Mapping[str, Iterable[str]], *, fewest: int) -> None:
        self._columns = {name_column(name): column for column, others in names.items() for name in (column, *others)}
        self._fewest = fewest

    def find(self, cell: str) -> str | None:
        """Return the column that a cell names.

        A mark or text in brackets does not count, unless it names another.
        """
        name = name_column(unguard(cell))
        found = _WITH_ASIDE.fullmatch(name) if name not in self._columns else None
        if found is None:
            return self._columns.get(name)
        column, aside = self._columns.get(found[1]), self._columns.get(found[2])
        return column if aside in {None, column} else None

    def part(self, rows: Rows) -> tuple[Sequence[str] | None, Rows]:
        """Split off the header (None: no header) from the rows, without titles above it and repetitions of it."""
        place = next((place for place, (_, row) in enumerate(rows[:HEADER_LINES]) if self._is_header(row)), None)
        if place is None:
            return None, rows
        header = rows[place][1]
        above = [row for row in rows[:place] if not self._is_title(row[1])]
        return header, above + [row for row in rows[place + 1 :] if row[1] != header]

    def _is_header(self, row: Sequence[str]) -> bool:
        return sum(self.find(cell) is not None for cell in row) >= _NAMED

    def _is_title(self, row: Sequence[str]) -> bool:
        """Whether a line above the header is a title or a comment.

        A line with a secret stays, so that it is reported.
        """
        filled = [cell.strip() for cell in row if cell.strip()]
        is_short = len(filled) < self._fewest or filled[0].startswith("#")
        told = [cell for cell in filled if not _is_sentence(cell)]
        return is_short and not any(is_secret(cell) or is_hash_or_key(cell) for cell in told)


def _is_sentence(cell: str) -> bool:
    """Whether it is several words, some with a capital.

    A seed phrase has no capitals, and a key has no blanks.
    """
    return " " in cell and not cell.islower()
