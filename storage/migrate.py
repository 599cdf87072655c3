"""Bring a database to the present tables, forward only."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect

from storage.errors import DatabaseTooNew

MIGRATIONS = Path(__file__).parent / "migrations"

_WAS_MIGRATED: Mapping[str, str] = {
    "postgresql": "SELECT to_regclass('alembic_version') IS NOT NULL",
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'",
}
"""Kind of database → whether it has Alembic's table. SQLAlchemy's own question is composed and compiled every time."""


def upgrade(connection: Connection) -> None:
    """Run the missing migrations in the connection's transaction. The caller commits.

    Raises DatabaseTooNew for an unknown revision.
    """
    if not is_current(connection):
        _run_missing(connection)


def is_current(connection: Connection) -> bool:
    """Whether no migration is missing. Raises DatabaseTooNew for an unknown revision."""
    known = list_revisions()
    present = _find_present(connection)
    if present is not None and present not in known:
        raise DatabaseTooNew(
            f"The database was migrated to {present} by a newer Keyminder: run that one, or restore a backup."
        )
    return present == known[-1]


@cache
def list_revisions() -> Sequence[str]:
    """List every known revision, oldest first, in the order in which each file names the one before it."""
    files = (MIGRATIONS / "versions").glob("[0-9]*_*.py")
    after = dict(_read_revision(path.read_text(encoding="utf-8")) for path in files)
    found: list[str] = []
    while (following := after.get(found[-1] if found else None)) is not None:
        found.append(following)
    return tuple(found)


def _read_revision(source: str) -> tuple[str | None, str]:
    """Return the revision before this one, None for the first, and this one."""
    named = dict(re.findall(r"^(revision|down_revision) = (?:\"(\w+)\"|None)$", source, re.MULTILINE))
    return named["down_revision"] or None, named["revision"]


def is_empty(connection: Connection) -> bool:
    """Whether the database holds no installation yet."""
    return not inspect(connection).has_table("installation")


def _find_present(connection: Connection) -> str | None:
    if not connection.exec_driver_sql(_WAS_MIGRATED[connection.dialect.name]).scalar():
        return None
    present: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return present


def _run_missing(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - slow to load
    from alembic.config import Config  # noqa: PLC0415 - slow to load

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
