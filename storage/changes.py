"""Which tables a transaction changed, so that only the jobs that live on them are woken.

What it has read is kept with it until one of those tables is written: nobody else changes what it sees.
"""

from collections.abc import Hashable
from typing import Any

from sqlalchemy import Connection, Engine, Executable, event

_NOTED = "changed tables"
_KEPT = "kept answers"

Kept = dict[Hashable, tuple[frozenset[str], Any]]
"""Answers by their question, with the tables that they were read from."""


def watch_changes(engine: Engine) -> None:
    """Note every INSERT, UPDATE and DELETE that goes through the engine and changes a row."""
    event.listen(engine, "after_execute", _note)


def start_noting(connection: Connection) -> set[str]:
    """Return the set that fills with names of changed tables until the next call on this connection."""
    changed: set[str] = set()
    connection.info[_NOTED] = changed
    connection.info[_KEPT] = {}
    return changed


def kept_answers(connection: Connection) -> Kept:
    """What the transaction has read so far and nobody has written since."""
    kept: Kept = connection.info.setdefault(_KEPT, {})
    return kept


def note_change(connection: Connection, table: str, *, wakes: bool = True) -> None:
    """Note the name of a table that is written without the engine's knowing."""
    if wakes:
        connection.info.setdefault(_NOTED, set()).add(table)
    kept = kept_answers(connection)
    for question in [question for question, (tables, _) in kept.items() if table in tables]:
        del kept[question]


def _note(connection: Connection, statement: Executable, *arguments: Any) -> None:
    result = arguments[-1]
    if statement.is_dml and (result.returns_rows or result.rowcount != 0):
        note_change(connection, statement.table.name)  # type: ignore[attr-defined]
