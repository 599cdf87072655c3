"""Which tables a transaction changed, so that only the jobs that live on them are woken."""

from typing import Any

from sqlalchemy import Connection, Engine, Executable, event

_NOTED = "changed tables"


def watch_changes(engine: Engine) -> None:
    """Note every INSERT, UPDATE and DELETE that goes through the engine and changes a row."""
    event.listen(engine, "after_execute", _note)


def start_noting(connection: Connection) -> set[str]:
    """Return the set that fills with names of changed tables until the next call on this connection."""
    changed: set[str] = set()
    connection.info[_NOTED] = changed
    return changed


def note_change(connection: Connection, table: str) -> None:
    """Note the name of a table that is written without the engine's knowing."""
    connection.info.setdefault(_NOTED, set()).add(table)


def _note(connection: Connection, statement: Executable, *arguments: Any) -> None:
    if statement.is_dml and arguments[-1].rowcount != 0:
        note_change(connection, statement.table.name)  # type: ignore[attr-defined]
