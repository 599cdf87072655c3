"""Tables changed by a transaction, so that only the jobs that live on them are woken.

What the transaction has read is kept until one of those tables is written, because other transactions do not change
what it sees.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Any

from sqlalchemy import Connection, Engine, Executable, event

_NOTED = "changed tables"
_KEPT = "kept answers"


class Kept:
    """The answers of a transaction by question. A write costs the same however many there are."""

    def __init__(self) -> None:
        self.answers: dict[Hashable, Any] = {}
        self._questions: defaultdict[str, list[Hashable]] = defaultdict(list)
        """Table → the questions that were read from it."""

    def keep(self, question: Hashable, tables: Iterable[str], answer: Any) -> None:
        """Keep an answer until one of the tables is written."""
        self.answers[question] = answer
        for table in tables:
            self._questions[table].append(question)

    def forget(self, table: str) -> None:
        """Forget what was read of a table."""
        for question in self._questions.pop(table, ()):
            self.answers.pop(question, None)


def watch_changes(engine: Engine) -> None:
    """Note every INSERT, UPDATE and DELETE through the engine that changes a row."""
    event.listen(engine, "after_execute", _note)


def start_noting(connection: Connection) -> set[str]:
    """Return the set that collects names of changed tables until the next call on this connection."""
    changed: set[str] = set()
    connection.info[_NOTED] = changed
    connection.info[_KEPT] = Kept()
    return changed


def kept_answers(connection: Connection) -> Kept:
    """Return what the transaction has read and not written since."""
    kept: Kept | None = connection.info.get(_KEPT)
    if kept is None:
        kept = connection.info[_KEPT] = Kept()
    return kept


def note_change(connection: Connection, table: str) -> None:
    """Note a table that is written without the engine: its answers are read again, and its jobs wake."""
    connection.info.setdefault(_NOTED, set()).add(table)
    forget_answers(connection, table)


def forget_answers(connection: Connection, table: str) -> None:
    """Forget what the transaction has read of a table that it now writes."""
    kept_answers(connection).forget(table)


def _note(connection: Connection, statement: Executable, *arguments: Any) -> None:
    result = arguments[-1]
    if statement.is_dml and (result.returns_rows or result.rowcount != 0):
        note_change(connection, statement.table.name)  # type: ignore[attr-defined]
