"""The text of a CSV becomes rows of cells, each with the line it begins on; and rows become such a text again.

It must not know what a column means.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from bot.rules.remark import fold
from bot.rules.verdict import Reason, Refused

SEPARATORS = ",;\t"

_QUOTED = re.compile(r'"[^"]*"')
_GUARDED = frozenset("=+-@'")
"""First characters that a spreadsheet could take for a formula, or an import for the guard itself.

Source: OWASP, CSV Injection.
"""


def read_rows(text: str, limit: int) -> list[tuple[int, list[str]]] | Refused:
    """Read at most `limit` rows that are not blank; a longer text is read no further and comes back one row longer.

    A quoted cell may go over several lines. A text that is no table is refused with the line of the row at fault.
    """
    text = text.removeprefix("\ufeff")
    first = next((line for line in _split_lines(text) if line.strip()), "")
    reader = csv.reader(_split_lines(text), delimiter=_find_separator(first), skipinitialspace=True, strict=True)
    rows: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((begins, row))
            if len(rows) > limit:
                break
            begins = reader.line_num + 1
    except csv.Error:
        return Refused(Reason.SHEET_UNREADABLE, {"line": begins})
    return rows


def name_column(cell: str) -> str:
    """Bring the name of a column to the form in which equal ones are equal: neither case, blanks nor dashes count."""
    return re.sub(r"[\s_-]", "", fold(cell))


def write_rows(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as CSV; a cell that could be taken for a formula gets one `'`, which `unguard` removes.

    Text beyond ASCII begins with a byte order mark: spreadsheets take a file without it for the local code page.
    """
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\r\n").writerows([guard(cell) for cell in row] for row in rows)
    text = lines.getvalue()
    return text if text.isascii() else f"\ufeff{text}"


def guard(cell: str) -> str:
    """Put one `'` before a cell that a spreadsheet could take for a formula."""
    return f"'{cell}" if cell[:1] in _GUARDED else cell


def unguard(cell: str) -> str:
    """Take the blanks around a cell and one leading `'` away."""
    bare = cell.strip()
    return bare[1:].lstrip() if bare.startswith("'") else bare


def _split_lines(text: str) -> Iterator[str]:
    """The lines, whatever ends them."""
    return io.StringIO(text, newline=None)


def _find_separator(line: str) -> str:
    """The separator that parts the first line most often; what is quoted does not count."""
    return max(SEPARATORS, key=_QUOTED.sub("", line).count)
