"""What one transaction has read, changed and kept back.

The changed tables wake only the jobs that live on them. What the transaction has read is kept until one of those tables
is written, because other transactions do not change what it sees.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Any

from sqlalchemy import Connection, Executable

from storage.additions import Additions
from storage.cursors import Driver

Answer = tuple[Any, ...]


class Transaction:
    """The work of one body on a connection."""

    def __init__(self, connection: Connection, additions: Additions | None = None) -> None:
        """`additions` None: every insertion is sent at once."""
        self.connection = connection
        self.dialect = connection.dialect
        self.driver = Driver(connection)
        self.additions = additions
        self.changed = set[str]()
        """Tables with changes that may make something due."""
        self._answers = dict[Hashable, Answer]()
        self._questions = defaultdict[str, list[Hashable]](list)
        """Table → the questions that were read from it. A write costs the same however many there are."""

    def execute(self, statement: Executable) -> Any:
        """Run a statement of SQLAlchemy that is composed for this call."""
        if self.additions is not None:
            self.additions.send()
        result = self.connection.execute(statement)
        if statement.is_dml and (result.returns_rows or result.rowcount != 0):
            self.note(statement.table.name)  # type: ignore[attr-defined]  # that of a change
        return result

    def find(self, question: Hashable) -> Answer | None:
        """Return the answer that is kept."""
        return self._answers.get(question)

    def keep(self, question: Hashable, tables: Iterable[str], answer: Answer) -> None:
        """Keep an answer until one of the tables is written."""
        self._answers[question] = answer
        for table in tables:
            self._questions[table].append(question)

    def note(self, table: str) -> None:
        """Note that a table was written: its answers are read again, and its jobs wake."""
        self.changed.add(table)
        self.forget(table)

    def forget(self, table: str) -> None:
        """Forget what was read of a table."""
        for question in self._questions.pop(table, ()):
            self._answers.pop(question, None)
