"""Records and rows: which column holds which field.

It must not know any noun.
"""

from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Table


def to_row(record: object, table: Table) -> dict[str, Any]:
    """The fields of a record that are columns of the table; tuples become lists."""
    if not is_dataclass(record):
        raise TypeError("only records go into rows")
    values = {field.name: getattr(record, field.name) for field in fields(record) if field.name in table.c}
    return {name: _plain(value) for name, value in values.items()}


def of_row(row: Row[Any]) -> dict[str, Any]:
    """The row's columns by name; lists become tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row._mapping.items()}


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value
