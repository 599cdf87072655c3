"""A whitelist sheet pasted into CoinEx's own page: chains and addresses, or its errors.

CoinEx publishes no form for such sheets. This is the one of the project's specification.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.telegram.refusals import Impossible

COLUMNS = ("Remark", "Coin", "Network", "Address", "Memo")
ROWS_LIMIT = 100
_SEPARATORS = ",;\t"


def read_entries(text: str, coins: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Read all rows or none. Raises Impossible with the faulty line."""
    rows = _split(text)
    header, rows = [cell.lower() for cell in rows[0][1]] if rows else [], rows[1:]
    if sorted(header) != sorted(column.lower() for column in COLUMNS):
        raise Impossible(f"The first line must be {','.join(COLUMNS)}.")
    if not rows:
        raise Impossible("There is no row below the first line.")
    if len(rows) > ROWS_LIMIT:
        raise Impossible(f"{ROWS_LIMIT} rows at most go in at once.")
    named_coins = [row for row in coins if row.get("asset", {}).get("ccy")]
    chains = {row["asset"]["ccy"]: [one["chain"] for one in row["chains"]] for row in named_coins}
    entries = []
    for line, cells in rows:
        if len(cells) != len(header):
            raise Impossible(f"Line {line}: Number of Fields Does not Match.")
        named = dict(zip(header, cells, strict=True))
        chain, address = named["network"].upper(), named["address"]
        if chain not in chains.get(named["coin"].upper(), []):
            raise Impossible(f"Line {line}: there is no {named['coin']} on {named['network']} here.")
        if not address:
            raise Impossible(f"Line {line}: the address is missing.")
        entries.append((chain, address))
    return entries


def _split(text: str) -> list[tuple[int, list[str]]]:
    """Rows that are not blank, each with its line."""
    text = text.removeprefix("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(
        io.StringIO(text), delimiter=max(_SEPARATORS, key=first.count), skipinitialspace=True, strict=True
    )
    try:
        rows = [(reader.line_num, [_bare(cell) for cell in row]) for row in reader]
    except csv.Error:
        raise Impossible(f"Line {reader.line_num} is no row of a CSV.") from None
    return [(line, cells) for line, cells in rows if any(cells)]


def _bare(cell: str) -> str:
    """Remove the `'` that a sheet puts before what a spreadsheet could take for a formula."""
    return cell.strip().removeprefix("'").strip()
