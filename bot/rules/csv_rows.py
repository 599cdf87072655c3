"""Read the text of a CSV into rows of cells with line numbers, and write rows as such a text."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from itertools import islice

from bot.rules.remark import fold
from bot.rules.verdict import Reason, Refused

SEPARATORS = ",;\t|"
HEAD_LINES = 5
"""Lines that are not blank by which the separator is chosen: a title may precede the table."""

Rows = list[tuple[int, tuple[str, ...]]]
"""Each row with the line it begins on, its cells without blanks around them."""

_QUOTED = re.compile(r'"[^"]*(?:"|$)')
_NAMED_SEPARATOR = re.compile(r'"?sep=([,;\t|])"?[ \t]*', re.IGNORECASE)
"""A first line by which spreadsheets name the separator. It is not a row."""
_GUARDED = frozenset("=+-@'")
"""First characters that a spreadsheet could take for a formula, or an import for the guard itself.

Source: OWASP, CSV Injection.
"""


def read_rows(text: str, limit: int) -> Rows | Refused:
    """Read at most `limit` rows that are not blank. A longer text is cut and has one row more.

    A quoted cell may go over several lines, and a whole line may be quoted. A first line `sep=;` names the separator. A
    text that is not a table is refused with the line of the row at fault.
    """
    lines = _split_lines(text.removeprefix("\ufeff"))
    skipped, first = next(((place, line) for place, line in enumerate(lines, start=1) if line.strip()), (0, ""))
    named = _NAMED_SEPARATOR.fullmatch(first.rstrip("\n"))
    if named is None:
        lines.seek(0)
        skipped, separator = 0, _find_separator(lines)
        lines.seek(0)
    else:
        separator = named[1]
    rows = _part_lines(lines, separator, limit, skipped)
    return rows if isinstance(rows, Refused) else _part_quoted_lines(*rows)


def name_column(cell: str) -> str:
    """Normalise the name of a column: case, blanks and signs do not count."""
    return re.sub(r"[\s_*.:\uff0a\uff1a-]", "", fold(cell))


def write_rows(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as CSV. A cell that looks like a formula gets one `'`, which `unguard` removes.

    Text beyond ASCII begins with a byte order mark, because spreadsheets read a file without it in the local code page.
    """
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\r\n").writerows([guard(cell) for cell in row] for row in rows)
    text = lines.getvalue()
    return text if text.isascii() else f"\ufeff{text}"


def guard(cell: str) -> str:
    """Put one `'` before a cell that a spreadsheet could take for a formula."""
    return f"'{cell}" if cell[:1] in _GUARDED else cell


def unguard(cell: str) -> str:
    """Remove the blanks around a cell and one leading `'`."""
    bare = cell.strip()
    return bare[1:].lstrip() if bare.startswith("'") else bare


def _part_lines(lines: Iterable[str], separator: str, limit: int, skipped: int) -> tuple[Rows, Sequence[str]] | Refused:
    """Read rows behind `skipped` lines.

    Also return, as written, the first cells of rows with only one cell.
    """
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)
    rows: Rows = []
    alone: list[str] = []
    begins = skipped + 1
    try:
        for row in reader:
            cells = tuple(map(str.strip, row))
            if any(cells[1:]):
                rows.append((begins, cells))
            elif any(cells):
                rows.append((begins, cells))
                alone.append(row[0])
            if len(rows) > limit:
                break
            begins = skipped + reader.line_num + 1
    except csv.Error:
        return Refused(Reason.SHEET_UNREADABLE, {"line": begins})
    return rows, alone


def _part_quoted_lines(rows: Rows, alone: Sequence[str]) -> Rows:
    """Split rows again if every line was quoted whole, so that each row is a single cell."""
    if len(alone) < len(rows):
        return rows
    separator = _find_separator(_split_lines("\n".join(alone[:HEAD_LINES])))
    parted: Rows = []
    for (line, row), text in zip(rows, alone, strict=True):
        inner = _part_lines([text], separator, 1, line - 1)
        parted += [(line, row)] if isinstance(inner, Refused) else inner[0]
    return parted


def _split_lines(text: str) -> io.StringIO:
    """Split text into lines, with any line ending."""
    return io.StringIO(text, newline=None)


def _find_separator(lines: Iterable[str]) -> str:
    """Find the separator that most of the first lines have, then the most frequent one.

    Quoted cells do not count.
    """
    head = "".join(islice((line for line in lines if line.strip()), HEAD_LINES))
    bare = _QUOTED.sub("", head)
    return max(SEPARATORS, key=lambda sign: (sum(sign in line for line in bare.split("\n")), bare.count(sign)))
