"""Read a CSV of existing keys into rows, or return its first fault with the line.

Columns, in any order: Remark, Access ID, Expires (may be empty), IPs (may be empty, separated by blanks).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from bot.rules.column_names import INDEX, INDEX_NAMES
from bot.rules.csv_rows import read_rows, unguard
from bot.rules.expiry_date import UNKNOWN, KeyEnd, read_expiry
from bot.rules.ip_binding import read_ips_to_bind
from bot.rules.ip_text import IpList
from bot.rules.key_terms import Ending
from bot.rules.remark import clean
from bot.rules.sheet_header import HEADER_LINES, ColumnNames
from bot.rules.verdict import Reason, Refused

COLUMNS = ("Remark", "Access ID", "Expires", "IPs")
ROWS_LIMIT = 50

_NO_DATE = frozenset({"", "-", "\u2013", "\u2014", "?", "n/a", "na"})
"""Cells for an unknown date. `none` is not among them, because it can mean that the key never expires."""
_NO_IPS = _NO_DATE | {"none", "no", "any"}
_NAMES = ColumnNames({**dict.fromkeys(COLUMNS, ()), INDEX: INDEX_NAMES}, fewest=2)


@dataclass(frozen=True, slots=True)
class TrackedKey:
    """A key to put on watch."""

    remark: str
    access_id: str
    expires_at: datetime | None
    """None with IPs, or with a stated `never`: never. None otherwise: unknown."""
    ips: tuple[str, ...]
    never_expires: bool = False


def tracked_key(remark: str, access_id: str, end: KeyEnd, ips: tuple[str, ...]) -> TrackedKey | Refused:
    """Make a key with a stated expiry. With IPs it does not expire, so a date beside them is refused."""
    if ips and end.ending is Ending.AT:
        return Refused(Reason.DATE_WITH_IPS, {"key": remark})
    if ips:
        return TrackedKey(remark, access_id, None, ips)
    return TrackedKey(remark, access_id, end.expires_at, ips, never_expires=end.ending is Ending.NEVER)


def read_key_sheet(text: str, now: datetime, zone: tzinfo = UTC) -> list[TrackedKey] | Refused:
    """Read a whole sheet. The first line names the columns. A date without a zone is read in `zone`."""
    rows = read_rows(text, 2 * ROWS_LIMIT + HEADER_LINES)  # as many lines again may repeat the header
    if isinstance(rows, Refused):
        return rows
    header, below = _NAMES.part(rows)
    places = _read_header(header) if header is not None else None
    if rows and places is None:
        return Refused(Reason.SHEET_HEADER, {"columns": list(COLUMNS)})
    if places is None or not below:
        return Refused(Reason.SHEET_EMPTY)
    if len(below) > ROWS_LIMIT:
        return Refused(Reason.SHEET_TOO_LONG, {"limit": ROWS_LIMIT})
    keys: list[TrackedKey] = []
    for number, row in below:
        key = _read_row(row, places, now, zone)
        if isinstance(key, Refused):
            return Refused(Reason.SHEET_ROW, {"line": number, "why": key.as_saying()})
        keys.append(key)
    return keys


def names_keys(text: str) -> bool:
    """Whether the sheet names the columns of keys."""
    rows = read_rows(text, limit=HEADER_LINES)
    header = None if isinstance(rows, Refused) else _NAMES.part(rows)[0]
    return header is not None and _read_header(header) is not None


def _read_header(row: Sequence[str]) -> dict[str, int] | None:
    """Return the place of each column. None if a required column is missing or a name is unknown."""
    names = [_NAMES.find(cell) for cell in row]
    places = {name: place for place, name in enumerate(names) if name is not None}
    return places if len(places) == len(names) and {"Remark", "Access ID"} <= places.keys() else None


def _read_row(row: Sequence[str], places: dict[str, int], now: datetime, zone: tzinfo) -> TrackedKey | Refused:
    if len(row) != len(places):
        return Refused(Reason.SHEET_FIELDS, {"found": len(row), "expected": len(places)})
    cells = {column: clean(unguard(row[place])) for column, place in places.items()}
    if not cells["Remark"]:
        return Refused(Reason.REMARK_EMPTY)
    told = cells.get("Expires", "")
    end = UNKNOWN if told.casefold() in _NO_DATE else read_expiry(told, now, zone)
    if isinstance(end, Refused):
        return end
    are_none = cells.get("IPs", "").casefold() in _NO_IPS
    read = IpList(()) if are_none else read_ips_to_bind([row[places["IPs"]]])
    if isinstance(read, Refused):
        return read
    return tracked_key(cells["Remark"], cells["Access ID"], end, read.ips)
