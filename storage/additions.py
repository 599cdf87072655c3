"""Insertions that a transaction keeps back, to send those of all its bodies at once.

To a server each statement is a way there and back. Only tables that no foreign key leads to or from have such
insertions, so that their order matters within a table only.
"""

from collections.abc import Sequence, Set
from typing import Any

from storage.cursors import Driver


class Additions:
    """The insertions of one transaction that were not sent yet."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._rows: dict[str, tuple[str, list[Any]]] = {}
        """Table → the text of the statement, and the values of each row as the driver takes them."""

    def add(self, table: str, sql: str, rows: Sequence[Any]) -> None:
        """Keep rows back, in the order of their table."""
        kept = self._rows.get(table)
        if kept is not None and kept[0] != sql:
            self.send()
        self._rows.setdefault(table, (sql, []))[1].extend(rows)

    def send_of(self, tables: Set[str]) -> None:
        """Send everything before a statement that touches one of these tables."""
        if not tables.isdisjoint(self._rows):
            self.send()

    def send(self) -> None:
        """Send everything. Raises what `Connection.execute` raises."""
        rows, self._rows = self._rows, {}
        for sql, values in rows.values():
            self._driver.execute_each(sql, values)
