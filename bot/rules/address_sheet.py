"""Read a whitelist sheet into rows, with all faults of all rows at once.

The rows are compared with the account's list. Columns may be in any order. Without names they are Remark (optional),
Coin, Network, Address, Memo.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from bot.rules.address_row import Book, Fault, RowProblem, SheetRow
from bot.rules.addresses.leaked import is_hash_or_key, is_secret
from bot.rules.coin_table import CoinTable
from bot.rules.csv_rows import read_rows, unguard
from bot.rules.known_addresses import KnownAddresses
from bot.rules.sheet_columns import ADDED, COLUMNS, NAMES, Layout, guess_layout, read_header
from bot.rules.sheet_header import HEADER_LINES
from bot.rules.verdict import Reason, Refused
from storage.records import Address, Message

ROWS_LIMIT = 100


class Entry(Protocol):
    """An entry that can be written into a sheet: an `Address` of the list, or a row that was read."""

    @property
    def remark(self) -> str: ...  # noqa: D102 - named by the columns
    @property
    def coin(self) -> str: ...  # noqa: D102 - named by the columns
    @property
    def chain(self) -> str | None: ...  # noqa: D102 - named by the columns
    @property
    def address(self) -> str: ...  # noqa: D102 - named by the columns
    @property
    def memo(self) -> str | None: ...  # noqa: D102 - named by the columns


_Lines = tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class AddressSheet:
    """A readable sheet. Nothing of it may be applied while it has a problem."""

    layout: Layout
    lines: _Lines
    """Every row with the line it begins on. Cells are without blanks and guards, private keys are emptied."""
    rows: tuple[SheetRow, ...]
    problems: tuple[RowProblem, ...]
    is_right_as_suggested: bool = False
    """The sheet is right once every network has the name that was suggested for it."""

    def name_suggestions(self) -> Mapping[tuple[str, str], tuple[int, ...]]:
        """Network as written and network surely meant → the lines that have it."""
        place, found = self.layout.places["Network"], dict[tuple[str, str], list[int]]()
        cells = dict(self.lines)
        for problem in self.problems:
            if problem.suggestion is not None:
                names = (cells[problem.line][place], problem.suggestion)
                found.setdefault(names, []).append(problem.line)
        return {names: tuple(lines) for names, lines in found.items()}

    def rows_to_add(self) -> tuple[SheetRow, ...]:
        """The rows that are not on the list yet."""
        return tuple(row for row in self.rows if row.is_to_add)


def read_address_sheet(text: str, *, table: CoinTable, known: Iterable[Address]) -> AddressSheet | Refused:
    """Read a whole sheet and compare it with the entries of the account's list."""
    return read_long_sheet(text, table=table, known=known, limit=ROWS_LIMIT)


def read_long_sheet(text: str, *, table: CoinTable, known: Iterable[Address], limit: int) -> AddressSheet | Refused:
    """Read a sheet of at most `limit` rows. A longer one is refused before anything else is checked."""
    rows = read_rows(text, 2 * limit + HEADER_LINES)  # as many lines again may repeat the header
    if isinstance(rows, Refused):
        return rows
    header, rows = NAMES.part(rows)
    if len(rows) > limit:
        return Refused(Reason.SHEET_TOO_LONG, {"limit": limit})
    layout = read_header(header, [row for _, row in rows]) if header is not None else None
    if isinstance(layout, Refused):
        return layout
    lines = tuple((line, tuple(map(unguard, row))) for line, row in rows) if "'" in text else tuple(rows)
    if not lines:
        return Refused(Reason.SHEET_EMPTY)
    layout = layout or guess_layout((cells for _, cells in lines), table)
    listed = KnownAddresses(known)
    sheet = _read_lines(lines, layout, Book(table, listed))
    if not sheet.problems or any(problem.suggestion is None for problem in sheet.problems):
        return sheet
    again = _read_lines(_fill_in(sheet), layout, Book(table, listed))
    return replace(sheet, is_right_as_suggested=not again.problems)


def list_cells(entries: Iterable[Entry]) -> list[tuple[str, ...]]:
    """List the rows of a sheet, its header included.

    Inter-user transfers have no network and are not read back.
    """
    cells = ((entry.remark, entry.coin, entry.chain or "", entry.address, entry.memo or "") for entry in entries)
    return [COLUMNS, *cells]


def annotate(sheet: AddressSheet) -> list[list[str | Message]]:
    """Return the sheet as sent, with the columns `Line` and `Problem` before every row.

    They come first, so that they keep their place in rows with too many cells. A sheet without a header gets one, so
    that it can be read again. Suggested names of networks are filled in.
    """
    problems: dict[int, list[Message]] = {}
    for problem in sheet.problems:
        told = problem.as_saying()
        if problem.suggestion is not None:
            told = Message("sheet-filled-in", {"problem": told, "network": problem.suggestion})
        problems.setdefault(problem.line, []).append(told)
    dropped = {sheet.layout.places[column] for column in ADDED if column in sheet.layout.places}
    names = [name for place, name in enumerate(sheet.layout.names) if place not in dropped]
    annotated: list[list[str | Message]] = [[*ADDED, *names]]
    for line, cells in _fill_in(sheet):
        kept = [cell for place, cell in enumerate(cells) if place not in dropped]
        found = problems.get(line, [])
        annotated.append([str(line), Message("sheet-problems", {"problems": found}) if found else "", *kept])
    return annotated


def _fill_in(sheet: AddressSheet) -> _Lines:
    """Return the lines with the suggested network names filled in."""
    place = sheet.layout.places["Network"]
    names = {problem.line: problem.suggestion for problem in sheet.problems if problem.suggestion is not None}
    return tuple(
        (line, (*cells[:place], names[line], *cells[place + 1 :]) if line in names else cells)
        for line, cells in sheet.lines
    )


def _read_lines(lines: _Lines, layout: Layout, book: Book) -> AddressSheet:
    rows: list[SheetRow] = []
    problems: list[RowProblem] = []
    shown: list[tuple[int, tuple[str, ...]]] = []
    width, read = len(layout.names), layout.reader()
    for given in lines:
        line, cells = shared = given if len(given[1]) <= width else (given[0], layout.trim(given[1]))
        named = read(cells)
        faults = (Fault(named),) if isinstance(named, Refused) else book.read_row(line, named)
        if isinstance(faults, SheetRow):
            rows.append(faults)
            shown.append(shared)
            continue
        # A memo may look like a key, because some are hashes. Our own report of an earlier try has many words.
        harmless = ADDED if isinstance(named, Refused) else (*ADDED, "Memo")
        bare = _without_secrets(cells, {layout.places[column] for column in harmless if column in layout.places})
        is_sure = any(is_secret(cell) for cell, left in zip(cells, bare, strict=True) if cell != left)
        is_asked = any(fault.refused.reason is Reason.ADDRESS_BARE_HEX for fault in faults)
        if is_sure or (bare != cells and not is_asked):
            faults = (Fault(Refused(Reason.ADDRESS_SECRET if is_sure else Reason.ADDRESS_HASH_OR_KEY)),)
        problems += [RowProblem(line, bare, fault.refused, fault.is_mismatch) for fault in faults]
        shown.append((line, bare))
    return AddressSheet(layout, tuple(shown), tuple(rows), tuple(problems))


def _without_secrets(cells: tuple[str, ...], harmless: Collection[int]) -> tuple[str, ...]:
    """Return the cells of a faulty row with keys, seeds and possible keys emptied."""
    return tuple(
        "" if place not in harmless and (is_secret(cell) or is_hash_or_key(cell)) else cell
        for place, cell in enumerate(cells)
    )
