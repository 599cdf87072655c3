"""Listen to what SQLite is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Pool, event

CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")
"""First words of statements that read and write no rows."""


@contextmanager
def note_statements() -> Iterator[list[str]]:
    """The text of every statement, with its values, on connections that are opened within the block."""
    noted: list[str] = []

    def listen(connection: Any, *_others: object) -> None:
        connection.set_trace_callback(noted.append)

    event.listen(Pool, "connect", listen)
    try:
        yield noted
    finally:
        event.remove(Pool, "connect", listen)
