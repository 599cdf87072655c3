"""Insertions that a transaction keeps back, to send those of all its bodies at once.

To a server each statement is a way there and back. Only tables that no foreign key leads to or from have such
insertions, so that their order matters within a table only.
"""

from collections.abc import Sequence, Set
from typing import Any

from sqlalchemy import Connection, Engine, event

from storage.cursors import execute_each

_KEPT_BACK = "kept back"


class Additions:
    """The insertions of one transaction that were not sent yet."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._info = connection.info
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

    def forget(self) -> None:
        """Keep nothing back any more, and drop what was not sent. The connection may be lost."""
        self._rows = {}
        self._info.pop(_KEPT_BACK, None)

    def send(self) -> None:
        """Send everything. Raises what `Connection.execute` raises."""
        rows, self._rows = self._rows, {}
        for sql, values in rows.values():
            execute_each(self._connection, sql, values)


def keep_back(connection: Connection) -> Additions:
    """Begin to keep insertions back on this connection, until they are forgotten."""
    additions = connection.info[_KEPT_BACK] = Additions(connection)
    return additions


def find_additions(connection: Connection) -> Additions | None:
    """Return what this connection keeps back. None: it sends everything at once."""
    found: Additions | None = connection.info.get(_KEPT_BACK)
    return found


def watch_statements(engine: Engine) -> None:
    """Send what was kept back before each statement of SQLAlchemy's own, which may touch any table."""
    event.listen(engine, "before_cursor_execute", _send)


def _send(connection: Connection, *_arguments: Any) -> None:
    additions = find_additions(connection)
    if additions is not None:
        additions.send()
