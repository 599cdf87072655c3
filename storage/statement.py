"""Statements that are composed once, at import, and compiled once for each kind of database.

SQLAlchemy's `execute` looks a statement up by its whole tree and describes every result again, which takes several
times as long as SQLite itself. A `Statement` is written in SQLAlchemy's language too, and goes to the driver as text.
If `in_` takes a list, the text depends on its length: lists are filled up to the next power of two with their last
value, so that there are few texts.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Delete, Dialect, FromClause, Insert, Select, Table, Update, Uuid
from sqlalchemy.sql import visitors

from storage.tables.columns import UtcTime
from storage.transaction import Answer, Transaction

_Convert = Callable[[Any], Any] | None
_Make = Callable[[Any], Any]
_Clause = Select[*tuple[Any, ...]] | Insert | Update | Delete


KEPT_AT_MOST = 100
"""Rows of an answer that a transaction keeps. Long lists are read once anyhow."""


REMEMBERED_AT_MOST = 4096
"""Cached ids, and as many moments, as they were read."""


class Statement:
    """A compiled statement. Parameters have the name of a `bindparam` or of the written column.

    Rows are named tuples. Raises what `Connection.execute` raises.
    """

    def __init__(self, clause: _Clause, *, wakes: bool = True) -> None:
        """`wakes` False: the change makes nothing due and does not wake jobs."""
        self._wakes = wakes
        self.clause = clause.inline() if isinstance(clause, Insert) else clause
        self._changes = None if isinstance(clause, Select) else str(clause.table)
        self._touches = _tables_of(clause)
        self._reads = self._touches if isinstance(clause, Select) and not _locks(clause) else frozenset[str]()
        self._optional = _optional_of(clause.table) if isinstance(clause, Insert) else frozenset[str]()
        self._lists = frozenset(one.key for one in _binds_of(clause) if one.expanding and not one.unique)
        self._has_one_form = isinstance(clause, Select) and not self._lists
        self._forms: dict[tuple[str | int, ...], Form] = {}

    def run(self, transaction: Transaction, **parameters: Any) -> int:
        """Return how many rows it changed."""
        form = self.form(transaction.dialect, parameters)
        return int(self._send(transaction, form.sql, form.bind(parameters)).rowcount)

    def run_each(self, transaction: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it once for each of these parameters, which all have the same names."""
        if not rows:
            return
        form = self._form_for_each(transaction.dialect, rows)
        self._send_additions(transaction)
        if transaction.driver.execute_each(form.sql, [form.bind(row) for row in rows]).rowcount != 0:
            self._note(transaction)

    def rows(self, transaction: Transaction, **parameters: Any) -> list[Any]:
        """Return every row. What the transaction has read before is not read again."""
        return list(self._answer(transaction, None, parameters))

    def records(self, transaction: Transaction, make: _Make, **parameters: Any) -> list[Any]:
        """Return what `make` makes of every row.

        What the transaction has read before is not made again either.
        """
        return list(self._answer(transaction, make, parameters))

    def record(self, transaction: Transaction, make: _Make, **parameters: Any) -> Any:
        """Return what `make` makes of the first row, or None."""
        found = self._answer(transaction, make, parameters)
        return found[0] if found else None

    def first(self, transaction: Transaction, **parameters: Any) -> Any:
        """Return the first row, or None."""
        rows = self._answer(transaction, None, parameters)
        return rows[0] if rows else None

    def value(self, transaction: Transaction, **parameters: Any) -> Any:
        """Return the first column of the first row, or None."""
        rows = self._answer(transaction, None, parameters)
        return rows[0][0] if rows else None

    def values(self, transaction: Transaction, **parameters: Any) -> list[Any]:
        """Return the first column of every row."""
        return [row[0] for row in self._answer(transaction, None, parameters)]

    def _answer(self, transaction: Transaction, make: _Make | None, parameters: Mapping[str, Any]) -> Answer:
        form = self.form(transaction.dialect, parameters)
        values = form.bind(parameters)
        if not self._reads:
            return self._ask(transaction, form, values, make)
        question = (form, make is None, values)
        answer = transaction.find(question)
        if answer is None:
            answer = self._ask(transaction, form, values, make)
            if len(answer) <= KEPT_AT_MOST:
                transaction.keep(question, self._reads, answer)
        return answer

    def _ask(self, transaction: Transaction, form: "Form", values: Sequence[Any], make: _Make | None) -> Answer:
        rows = form.read(self._send(transaction, form.sql, values).fetchall())
        if rows:
            self._note(transaction)  # a cursor counts changes only after it has returned its rows
        return tuple(rows if make is None else map(make, rows))

    def _send(self, transaction: Transaction, sql: str, values: Sequence[Any]) -> Any:
        self._send_additions(transaction)
        cursor = transaction.driver.execute(sql, values)
        if cursor.rowcount != 0:
            self._note(transaction)
        return cursor

    def _send_additions(self, transaction: Transaction) -> None:
        if transaction.additions is not None:
            transaction.additions.send_of(self._touches)

    def _note(self, transaction: Transaction) -> None:
        if self._changes is None:
            return
        if self._wakes:
            transaction.note(self._changes)
        else:
            transaction.forget(self._changes)

    def _form_for_each(self, dialect: Dialect, rows: Sequence[Mapping[str, Any]]) -> "Form":
        """Return the form for many rows. Writing a column that stays empty in all of them takes time."""
        if len(rows) == 1 or not self._optional:
            return self.form(dialect, rows[0])
        is_filled = {name: name not in self._optional or any(row[name] is not None for row in rows) for name in rows[0]}
        return self.form(dialect, {name: None for name, filled in is_filled.items() if filled})

    def form(self, dialect: Dialect, parameters: Mapping[str, Any]) -> "Form":
        """Return it in the form of this kind of database, with values for these names."""
        sizes = {name: _size_for(parameters[name]) for name in self._lists} if self._lists else {}
        key: tuple[str | int, ...] = (dialect.name,)
        if not self._has_one_form:
            key = (dialect.name, *parameters, *sizes.values())
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = Form(self.clause, dialect, list(parameters), sizes)
        return form


class Addition(Statement):
    """An insertion that a transaction may keep back until something touches its table, or until its end.

    No foreign key leads to or from the table. A row that is refused is then refused at the end.
    """

    def run(self, transaction: Transaction, **parameters: Any) -> int:
        """Add one row."""
        if transaction.additions is None:
            return super().run(transaction, **parameters)
        self.run_each(transaction, [parameters])
        return 1

    def run_each(self, transaction: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows, which all have the same names."""
        additions = transaction.additions
        if additions is None or not rows:
            super().run_each(transaction, rows)
            return
        form = self._form_for_each(transaction.dialect, rows)
        additions.add(str(self._changes), form.sql, [form.bind(row) for row in rows])
        self._note(transaction)


def _locks(clause: Select[Any]) -> bool:
    return clause._for_update_arg is not None


def _optional_of(table: FromClause) -> frozenset[str]:
    """Return the columns that an insertion may leave out."""
    return frozenset(one.name for one in table.c if one.nullable)


def _tables_of(clause: _Clause) -> frozenset[str]:
    """Return the tables that it reads or changes."""
    return frozenset(one.name for one in visitors.iterate(clause) if isinstance(one, Table))


_REMEMBERED: dict[tuple[str, str], _Convert] = {}


def _find_reading(kind: Any, dialect: Dialect) -> _Convert:
    """Return how a value of this kind is read. The same ids and moments recur, and each is read once."""
    convert: _Convert = kind.dialect_impl(dialect).result_processor(dialect, None)
    if convert is None or not isinstance(kind, Uuid | UtcTime):
        return convert
    return _REMEMBERED.setdefault((type(kind).__name__, dialect.name), lru_cache(REMEMBERED_AT_MOST)(convert))


def _binds_of(clause: _Clause) -> Iterator[BindParameter[Any]]:
    return (one for one in visitors.iterate(clause) if isinstance(one, BindParameter))


def _size_for(values: Sequence[Any]) -> int:
    return 1 << (len(values) - 1).bit_length() if values else 0


def _resize(clause: _Clause, sizes: Mapping[str, int]) -> _Clause:
    """Return it with lists of these sizes. SQLAlchemy needs values for all that is bound, and takes any."""

    def give_value(bind: BindParameter[Any]) -> None:
        bind.value = [None] * sizes[bind.key] if bind.key in sizes else bind.value
        bind.required = False

    resized: _Clause = visitors.cloned_traverse(clause, {}, {"bindparam": give_value})
    return resized


class Form:
    """A statement in the form of one kind of database, with these names and sizes of lists."""

    def __init__(self, clause: _Clause, dialect: Dialect, names: list[str], sizes: Mapping[str, int]) -> None:
        compiled: Any = (
            _resize(clause, sizes).compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
            if sizes
            else clause.compile(dialect=dialect, column_keys=names)
        )
        self.sql = str(compiled)
        self._sizes = sizes
        listed = {f"{name}_{place}": name for name, size in sizes.items() for place in range(1, size + 1)}
        self._binds: list[tuple[str | None, Any, _Convert]] = []
        for name in compiled.positiontup or ():
            bind = compiled.binds[listed.get(name, name)]
            convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
            if name in listed:
                self._binds.append((name, None, convert))
            elif bind.required or (sizes and bind.key in names):
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
        if self._sizes:
            parameters = {**parameters, **self._spread(parameters)}
        return tuple(
            [
                fixed if name is None else parameters[name] if convert is None else convert(parameters[name])
                for name, fixed, convert in self._binds
            ]
        )

    def _spread(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Return each value of the lists under a name of its own."""
        return {
            f"{name}_{place}": parameters[name][min(place, len(parameters[name])) - 1]
            for name, size in self._sizes.items()
            for place in range(1, size + 1)
        }

    def read(self, rows: Sequence[Sequence[Any]]) -> list[Any]:
        """Return the driver's rows as named tuples."""
        converts, make, found = self._converts, self._make, []
        for row in rows:
            values = list(row)
            for place, convert in converts:
                values[place] = convert(values[place])
            found.append(make(values))
        return found
