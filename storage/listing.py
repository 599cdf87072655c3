"""Lists that may be too long for memory: a query, and the record of each row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from storage.statement import Statement

BATCH = 500
"""Rows that are in memory together."""

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Listing(Generic[T_co]):
    """Every row of an answer, read at one moment."""

    statement: Statement
    make: Callable[[Any], T_co]
    parameters: Mapping[str, Any] = field(default_factory=dict)
