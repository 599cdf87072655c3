"""Statements as text for the driver, which takes a fraction of SQLAlchemy's `execute`."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


def execute(connection: Connection, sql: str, values: Sequence[Any]) -> Any:
    """Return a cursor with the answer. Raises what `Connection.execute` raises."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(sql, values)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_of_sqlalchemy(sql, error) from error
    return cursor


def execute_each(connection: Connection, sql: str, rows: Sequence[Any]) -> Any:
    """Run it once for each row of values, as `execute`. The cursor counts the changes of all."""
    cursor = connection.connection.cursor()
    try:
        cursor.executemany(sql, rows)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_of_sqlalchemy(sql, error) from error
    return cursor


def _as_of_sqlalchemy(sql: str, error: Exception) -> Exception:
    wrapped: Exception = DBAPIError.instance(sql, None, error, Exception, hide_parameters=True)
    return wrapped
