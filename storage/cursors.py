"""Statements as text for the driver, which takes a fraction of SQLAlchemy's `execute`."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


class Driver:
    """The driver's own connection. It raises what `Connection.execute` raises."""

    __slots__ = ("_connection", "_error")

    def __init__(self, connection: Connection) -> None:
        self._connection: Any = connection.connection.dbapi_connection
        self._error: Any = connection.dialect.loaded_dbapi.Error

    def execute(self, sql: str, values: Sequence[Any]) -> Any:
        """Return a cursor with the answer."""
        cursor = self._connection.cursor()
        try:
            cursor.execute(sql, values)
        except self._error as error:
            raise _as_of_sqlalchemy(sql, error) from error
        return cursor

    def execute_each(self, sql: str, rows: Sequence[Any]) -> Any:
        """Run it once for each row of values. The cursor counts the changes of all."""
        cursor = self._connection.cursor()
        try:
            cursor.executemany(sql, rows)
        except self._error as error:
            raise _as_of_sqlalchemy(sql, error) from error
        return cursor


def _as_of_sqlalchemy(sql: str, error: Exception) -> Exception:
    wrapped: Exception = DBAPIError.instance(sql, None, error, Exception, hide_parameters=True)
    return wrapped
