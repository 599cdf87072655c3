"""Shared parts of all tables: the naming convention, the UTC time type and short column declarations."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Uuid,
)
from sqlalchemy import text as sql
from sqlalchemy.types import TypeDecorator

from storage.errors import NaiveTime

NO_ONE = UUID(int=0)
"""The id in key columns for "no team": the installation itself."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcTime(TypeDecorator[datetime]):
    """An aware moment in UTC, to the microsecond. Raises NaiveTime for one without a time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Convert to UTC."""
        return None if value is None else _in_utc(value)

    def bind_processor(self, dialect: Dialect) -> Any:
        """SQLite stores text without a zone. SQLAlchemy's own writing of it takes three times as long."""
        return _write_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Read SQLite's text in one step."""
        return _read_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return it aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise NaiveTime("A moment without a time zone cannot be stored.")
    return value if value.tzinfo is UTC else value.astimezone(UTC)


def _write_text(value: datetime | None) -> str | None:
    return None if value is None else _as_text(_in_utc(value))


@lru_cache(256)
def _as_text(moment: datetime) -> str:
    """Return a moment in UTC as text. The present moment is written often, and each time takes a microsecond."""
    return moment.isoformat(" ", "microseconds").removesuffix("+00:00")


def _read_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(f"{value}+00:00")


def text(name: str, *, optional: bool = False) -> Column[str]:
    """Declare text of any length, also for closed lists, so that a new value does not rebuild the table."""
    return Column(name, String(), nullable=optional)


def time(name: str, *, optional: bool = False, key: bool = False) -> Column[datetime]:
    """Declare a moment."""
    return Column(name, UtcTime(), nullable=optional, primary_key=key)


def number(name: str, *, optional: bool = False, key: bool = False) -> Column[int]:
    """Declare a whole number below two billion."""
    return Column(name, Integer(), nullable=optional, primary_key=key, autoincrement=False)


def big(name: str, *, optional: bool = False, key: bool = False) -> Column[int]:
    """Declare a whole number of 64 bits, for example a Telegram id."""
    return Column(name, BigInteger(), nullable=optional, primary_key=key, autoincrement=False)


def flag(name: str) -> Column[bool]:
    """Declare a truth value."""
    return Column(name, Boolean(), nullable=False)


def tree(name: str, *, optional: bool = False) -> Column[object]:
    """Declare JSON. None is NULL."""
    return Column(name, JSON(none_as_null=True), nullable=optional)


def own_id(name: str = "id") -> Column[UUID]:
    """Declare the random UUID that is the row's primary key."""
    return Column(name, Uuid(), primary_key=True)


def other_id(name: str, target: str = "", *, optional: bool = False, key: bool = False) -> Column[UUID]:
    """Declare the id of another row. With a target (`table.column`) it is a foreign key."""
    watched = [ForeignKey(target)] if target else []
    return Column(name, Uuid(), *watched, nullable=optional, primary_key=key)


def sealed(name: str, row_id: str = "id", *, optional: bool = True) -> Column[bytes]:
    """Declare a sealed value, bound to the row that `row_id` names."""
    return Column(name, LargeBinary(), nullable=optional, info={"row_id": row_id})


def position(name: str = "position") -> Column[int]:
    """Declare a counter of insertions."""
    return Column(name, BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True)


def person(name: str = "user_id", *, key: bool = False) -> Column[int]:
    """Declare a Telegram user id in `people`."""
    return Column(name, BigInteger(), ForeignKey("people.user_id"), nullable=False, primary_key=key)


def index_some(name: str, *columns: str, where: str) -> Index:
    """Declare an index of only the searched rows, which stays small while the others grow."""
    return Index(name, *columns, sqlite_where=sql(where))


def word(name: str) -> Column[str]:
    """Declare a word as the primary key, or as part of it."""
    return Column(name, String(), primary_key=True)
