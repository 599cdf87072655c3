"""Statements that are composed once, at import, and compiled once for each kind of database.

SQLAlchemy's `execute` looks a statement up by its whole tree and describes every result again, which takes several
times as long as SQLite itself. A `Statement` is written in SQLAlchemy's language too, and goes to the driver as text.
Where `in_` takes a list, the text depends on its length: such a statement goes through `Connection.execute`.
It must not know any table.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Table, Update, Uuid
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import visitors

from storage.changes import kept_answers, note_change
from storage.columns import UtcTime

_Convert = Callable[[Any], Any] | None
_Clause = Select[*tuple[Any, ...]] | Insert | Update | Delete


KEPT_AT_MOST = 100
"""Rows of an answer that a transaction keeps; long lists are read once anyhow."""


REMEMBERED_AT_MOST = 4096
"""Ids, and as many moments, as they were read."""


class Statement:
    """Parameters have names, as in SQLAlchemy: of a `bindparam`, or of the column that is written.

    Rows are named tuples. Raises what `Connection.execute` raises.
    """

    def __init__(self, clause: _Clause, *, wakes: bool = True) -> None:
        """A change that does not wake the jobs that live on its table makes nothing due."""
        self._wakes = wakes
        self.clause = clause.inline() if isinstance(clause, Insert) else clause
        self._changes = None if isinstance(clause, Select) else str(clause.table)
        self._reads = _tables_of(clause) if isinstance(clause, Select) else frozenset[str]()
        self._forms: dict[tuple[str, ...], Form] = {}

    def run(self, connection: Connection, **parameters: Any) -> int:
        """Return how many rows it changed."""
        form = self.form(connection.dialect, parameters)
        return int(self._hand_over(connection, form, form.bind(parameters)).rowcount)

    def run_each(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it once for each of these parameters, which all have the same names."""
        if rows:
            form = self.form(connection.dialect, rows[0])
            self._hand_over(connection, form, [form.bind(row) for row in rows], is_many=True)

    def rows(self, connection: Connection, **parameters: Any) -> list[Any]:
        """Return every row; what the transaction has read before is not read again."""
        form = self.form(connection.dialect, parameters)
        bound = form.bind(parameters)
        kept, question = kept_answers(connection), (form, bound)
        if question in kept:
            return list(kept[question][1])
        rows = form.read(self._hand_over(connection, form, bound).fetchall())
        if rows and self._changes is not None:
            # A cursor counts what was changed only when it has handed over what came of it.
            note_change(connection, self._changes, wakes=self._wakes)
        if self._reads and len(rows) <= KEPT_AT_MOST:
            kept[question] = self._reads, tuple(rows)
        return rows

    def first(self, connection: Connection, **parameters: Any) -> Any:
        """Return the first row, or None."""
        rows = self.rows(connection, **parameters)
        return rows[0] if rows else None

    def value(self, connection: Connection, **parameters: Any) -> Any:
        """Return the first column of the first row, or None."""
        rows = self.rows(connection, **parameters)
        return rows[0][0] if rows else None

    def values(self, connection: Connection, **parameters: Any) -> list[Any]:
        """Return the first column of every row."""
        return [row[0] for row in self.rows(connection, **parameters)]

    def _hand_over(self, connection: Connection, form: "Form", bound: Any, *, is_many: bool = False) -> Any:
        cursor = connection.connection.cursor()
        try:
            (cursor.executemany if is_many else cursor.execute)(form.sql, bound)
        except connection.dialect.loaded_dbapi.Error as error:
            raise DBAPIError.instance(form.sql, None, error, Exception, hide_parameters=True) from error
        if self._changes is not None and cursor.rowcount != 0:
            note_change(connection, self._changes, wakes=self._wakes)
        return cursor

    def form(self, dialect: Dialect, parameters: Mapping[str, Any]) -> "Form":
        """Return it as this kind of database takes it, with values for these names."""
        key = dialect.name, *parameters
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = Form(self.clause, dialect, list(parameters))
        return form


def _tables_of(clause: Select[Any]) -> frozenset[str]:
    """The tables that it reads; none where it locks what it reads."""
    if clause._for_update_arg is not None:
        return frozenset()
    return frozenset(one.name for one in visitors.iterate(clause) if isinstance(one, Table))


_REMEMBERED: dict[tuple[str, str], _Convert] = {}


def _find_reading(kind: Any, dialect: Dialect) -> _Convert:
    """How a value of this kind is read; the same ids and moments come again and again, and each is read once."""
    convert: _Convert = kind.dialect_impl(dialect).result_processor(dialect, None)
    if convert is None or not isinstance(kind, Uuid | UtcTime):
        return convert
    return _REMEMBERED.setdefault((type(kind).__name__, dialect.name), lru_cache(REMEMBERED_AT_MOST)(convert))


class Form:
    """A statement as one kind of database takes it, with values for these names."""

    def __init__(self, clause: _Clause, dialect: Dialect, names: list[str]) -> None:
        compiled = clause.compile(dialect=dialect, column_keys=names)
        self.sql = str(compiled)
        self._binds: list[tuple[str | None, Any, _Convert]] = []
        for bind in (compiled.binds[name] for name in compiled.positiontup or ()):
            convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
            if bind.required:
                self._binds.append((bind.key, None, convert))
            else:
                self._binds.append((None, bind.value if convert is None else convert(bind.value), None))
        columns = clause.exported_columns
        converts = enumerate(_find_reading(one.type, dialect) for one in columns)
        self._converts = [(place, convert) for place, convert in converts if convert is not None]
        row: Any = namedtuple("Row", columns.keys(), rename=True)  # type: ignore[misc,arg-type]  # it wants literals
        self._make = row._make

    def bind(self, parameters: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return the values in the order of the text, as the driver takes them."""
        return tuple(
            [
                fixed if name is None else parameters[name] if convert is None else convert(parameters[name])
                for name, fixed, convert in self._binds
            ]
        )

    def read(self, rows: Sequence[Sequence[Any]]) -> list[Any]:
        """Return the driver's rows as named tuples."""
        converts, make, found = self._converts, self._make, []
        for row in rows:
            values = list(row)
            for place, convert in converts:
                values[place] = convert(values[place])
            found.append(make(values))
        return found
