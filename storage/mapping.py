"""Conversion between records and rows."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Table

_AS_IS = frozenset({type(None), UUID, bool, datetime, int, str})


def to_row(record: object, table: Table) -> dict[str, Any]:
    """Return the fields of a record that are columns of the table. Tuples become lists."""
    kind: Any = type(record)
    names, read = _list_shared(kind, table)
    values = [value if type(value) in _AS_IS else _plain(value) for value in read(record)]
    return dict(zip(names, values, strict=True))


def changed_columns(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of `after` that differ."""
    return {name: value for name, value in after.items() if before[name] != value}


def of_row(row: Any) -> dict[str, Any]:
    """Return the row's columns by name. Lists become tuples."""
    values: dict[str, Any] = row._asdict()
    for name, value in values.items():
        if type(value) is list:
            values[name] = tuple(value)
    return values


@cache
def _list_shared(kind: Any, table: Table) -> tuple[tuple[str, ...], Callable[[object], Any]]:
    if not is_dataclass(kind):
        raise TypeError("only records go into rows")
    names = tuple(field.name for field in fields(kind) if field.name in table.c)
    return names, attrgetter(*names)


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value
