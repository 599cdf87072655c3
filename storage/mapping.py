"""Records and rows: which column holds which field.

It must not know any noun.
"""

from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Table


def to_row(record: object, table: Table) -> dict[str, Any]:
    """The fields of a record that are columns of the table; tuples become lists."""
    kind: Any = type(record)
    return {name: _plain(getattr(record, name)) for name in _list_shared(kind, table)}


def of_row(row: Any) -> dict[str, Any]:
    """The row's columns by name; lists become tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row._asdict().items()}


@cache
def _list_shared(kind: Any, table: Table) -> tuple[str, ...]:
    if not is_dataclass(kind):
        raise TypeError("only records go into rows")
    return tuple(field.name for field in fields(kind) if field.name in table.c)


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value
