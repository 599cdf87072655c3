"""No statement reads the whole of a table that grows with the installation.

Every statement is explained on both engines: SQLite without statistics, as it runs everywhere, and PostgreSQL with
those of a filled database. They are built at import, so none is missed.
"""

import ast
import importlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, Delete, Select, String, Update, Uuid

import bot
import storage
from storage.database import Database, Work
from storage.sealing import KeyRing
from storage.statement import Statement
from storage.tables.columns import metadata
from tests.bench.fill import Size, fill

STAYS_SMALL = {
    "installation": "one row",
    "leases": "a row for each thing that one process does for all",
    "signs_of_life": "a row for each sign",
    "coin_tables": "a row for each exchange",
    "examinations": "only those not answered yet",
    "moved_chats": "only groups that Telegram gave another id",
    "noted_ends": "a row for the certificate, the webhook and each person whose e-mail is refused",
    "pinned_cards": "only teams that switched it on, a page at a time",
    "rotations": "only those under way",
    "silences": "only chats that do not take messages now",
}
"""Tables that do not grow with the installation, and why."""

READS_ALL = {
    "audit_lines._LIST_ALL": "an export has every line, read in batches",
    "end_alerts._ALL_DUE": "when the certificate or the webhook of the installation changes",
    "teams._IS_ANY": "the first row answers it",
    "teams._LIST_SOME": "the first rows answer it",
    "menus._ASK_OTHERS": "once at each start, for a new version may have other commands",
    "teams._LIST_ALL": "asked only by the files below",
}
"""Statements that need every row, and why."""

READS_ALL_TEAMS = {
    "console/chains.py": "verifies every team's chain",
    "jobs/detect_outages.py": "tells every team of an absence",
    "operations/members/break_glass.py": "an admin at the console chooses a team, or every team gets an owner",
    "wiring/preflight.py": "an admin at the console checks every team",
}
"""Files that ask for every team, and why."""

CHECKS_OWNERS = {
    "accounts._DROP_WAITING": "SQLite looks whether the ledger names the account; one that was never connected, once",
}
"""The same, if only SQLite says so: PostgreSQL does not show what it does for a foreign key."""

FEW_ROWS = {
    "ix_inbox_waiting": "updates not answered yet",
    "ix_menus_due": "menus to be written, of which the first are asked",
    "ix_notices_letters": "the newest e-mails are asked, and all but a few of them are settled",
}
"""Indices of some rows that a statement may read from an end, and why that is short."""

COMPOSED = {
    "audit.py": "what the console's verification asks, and the beginning of a trail",
    "due_slice.py": "called at import",
    "notice_queues.py": "called at import",
    "database/reseal.py": "called at import: sealing everything with a new master key",
    "moves.py": "a group or a team that moves",
}
"""Files in which functions compose statements, and why those may read everything."""

HOME = Path(storage.__path__[0])
PATHS = sorted(path.relative_to(HOME) for path in HOME.rglob("*.py") if "migrations" not in path.parts)
PARTIAL = {
    str(index.name)
    for table in metadata.sorted_tables
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
}
INDICES = {str(index.name): table.name for table in metadata.sorted_tables for index in table.indexes}
GROWS = (metadata.tables.keys() - STAYS_SMALL.keys() | PARTIAL) - FEW_ROWS.keys()

SIZE = Size(teams=40, keys=20, lines=10, tickets=10, notices=10, updates=10, exchange_in=4)


async def test_sqlite_scans_no_table_that_grows(sqlite_url: str, ring: KeyRing) -> None:
    database = await Database.open(sqlite_url, ring)
    scanned = await database.read(lambda work: find_scans(work, _scans_of_sqlite))
    await database.close()

    assert _list_grown(scanned) == READS_ALL.keys() | CHECKS_OWNERS.keys()
    assert set[str]().union(*scanned.values()) >= FEW_ROWS.keys()


async def test_postgres_scans_no_table_that_grows(postgres_url: str, ring: KeyRing) -> None:
    database = await Database.open(postgres_url, ring)
    await fill(database, ring, SIZE, datetime.now(UTC))
    await database.write(lambda work: work.connection.exec_driver_sql("ANALYZE") and None)
    scanned = await database.read(lambda work: find_scans(work, _scans_of_postgres))
    await database.close()

    assert _list_grown(scanned) == READS_ALL.keys()


@pytest.mark.parametrize("path", PATHS, ids=str)
def test_statements_are_built_at_import_where_they_can_be_asked(path: Path) -> None:
    tree = ast.parse((HOME / path).read_text())
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    calls = [node.func for one in functions for node in ast.walk(one) if isinstance(node, ast.Call)]
    called = {name.id for name in calls if isinstance(name, ast.Name)}

    assert bool(called & {"select", "update", "delete"}) == (str(path) in COMPOSED)


def test_no_other_file_asks_for_every_team() -> None:
    home = Path(bot.__path__[0])
    asking = {path.relative_to(home).as_posix() for path in home.rglob("*.py") if "teams.list_all(" in path.read_text()}

    assert asking == READS_ALL_TEAMS.keys()


def test_every_exception_is_of_something_that_exists() -> None:
    assert metadata.tables.keys() >= STAYS_SMALL.keys()
    assert set(map(str, PATHS)) >= COMPOSED.keys()


def find_scans(work: Work, scans: Any) -> dict[str, set[str]]:
    """Map each statement's name to the tables that it reads whole, or to the index if that has only some rows."""
    if work.connection.dialect.name == "postgresql":
        # A small table is joined by reading it. The question is whether it could be done without.
        for way in ("seqscan", "hashjoin", "mergejoin"):
            work.connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        work.connection.exec_driver_sql("SET LOCAL plan_cache_mode = force_generic_plan")
    found: dict[str, set[str]] = {}
    for name, clause in list_statements():
        found.setdefault(name, set()).update(scans(work.connection, clause))
    return found


def _list_grown(scanned: Mapping[str, set[str]]) -> set[str]:
    """Return the statements that read the whole of something that grows."""
    return {name for name, found in scanned.items() if found & GROWS}


def list_statements() -> Iterator[tuple[str, Any]]:
    """Yield what is run, by module and name: each `Statement`, and each function that takes a list."""
    for path in PATHS:
        module = ".".join([storage.__name__, *path.with_suffix("").parts])
        for name, value in vars(importlib.import_module(module)).items():
            for one in value if isinstance(value, tuple) else [value]:
                if isinstance(one, Statement) and isinstance(one.clause, Select | Update | Delete):
                    yield f"{path.stem}.{name}", one.clause
                elif isinstance(one, Select | Update | Delete) and "POSTCOMPILE" in str(one):
                    yield f"{path.stem}.{name}", one


def _scans_of_sqlite(connection: Connection, clause: Any) -> Iterator[str]:
    """Yield what is read whole."""
    if "clock_timestamp" in str(clause):
        return  # only PostgreSQL is asked for the time
    sql, values = _render(connection, clause)
    for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values):
        words = row.detail.split()
        if words[0] == "SCAN":
            yield words[-1] if words[-1] in PARTIAL else words[1]


def _scans_of_postgres(connection: Connection, clause: Any) -> Iterator[str]:
    """Yield the same: with scans forbidden, a scan remains only if no index is good."""
    sql, values = _render(connection, clause)
    connection.exec_driver_sql(f"PREPARE asked AS {sql}")
    asked = f"asked({', '.join('NULL' for _ in values)})" if values else "asked"
    (found,) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) EXECUTE {asked}").scalars()
    connection.exec_driver_sql("DEALLOCATE asked")
    for node in _list_nodes((json.loads(found) if isinstance(found, str) else found)[0]["Plan"]):
        is_scan = node["Node Type"] in {"Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Index Scan"}
        if is_scan and "Index Cond" not in node:
            index = node.get("Index Name", "")
            yield index if index in PARTIAL else node.get("Relation Name") or INDICES[index]


def _list_nodes(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for child in node.get("Plans", []):
        yield from _list_nodes(child)


def _render(connection: Connection, clause: Any) -> tuple[str, tuple[None, ...]]:
    """Return the statement as the database takes it, with so many values. A list has one."""
    last = clause.table.columns.keys()[-1:] if isinstance(clause, Update) else None
    compiled = clause.compile(dialect=connection.dialect, column_keys=last)

    def as_list(found: re.Match[str]) -> str:
        kind = compiled.binds[found[1]].type
        return f"('{UUID(int=1)}')" if isinstance(kind, Uuid) else "('')" if isinstance(kind, String) else "(1)"

    sql = re.sub(r"\(__\[POSTCOMPILE_(\w+)\]\)", as_list, str(compiled))
    return sql, (None,) * (len(set(re.findall(r"\$[0-9]+", sql))) or sql.count("?"))
