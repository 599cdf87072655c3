"""Traces of a test in its PostgreSQL database never reach the next test."""

import asyncpg  # type: ignore[import-untyped]  # it brings no types
import pytest
from sqlalchemy import make_url, text

from storage.database import Database
from storage.sealing import KeyRing
from storage.work import Work
from tests.storage.examples import HOLDER, LEASE, NOW
from tests.storage.postgres_restore import RESTORE
from tests.storage.postgres_server import execute


def rows(work: Work) -> list[tuple[str, int]]:
    """Count the rows of every table, and return the value of every counter."""
    found = work.connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"))
    tables = [str(name) for name in found.scalars()]
    counts = [work.connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in tables]  # noqa: S608 - names of our own tables
    counters = work.connection.execute(
        text("SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences ORDER BY 1")
    )
    return [*zip(tables, counts, strict=True), *((str(name), int(value)) for name, value in counters)]


async def test_rows_and_counters_go_back(postgres_url: str, ring: KeyRing) -> None:
    there = make_url(postgres_url)
    database = await Database.open(postgres_url, ring)
    before = await database.read(rows)
    await database.write(lambda work: work.inbox.take([{"update_id": 7}], NOW, HOLDER, LEASE))
    assert await database.read(rows) != before
    await database.close()

    await execute(there, RESTORE)

    database = await Database.open(postgres_url, ring)
    assert await database.read(rows) == before
    await database.close()


@pytest.mark.parametrize(
    "change",
    [
        "DROP TRIGGER audit_entries_append_only ON audit_entries",
        "DROP TABLE book_keys",
        "ALTER TABLE accounts ADD COLUMN more TEXT",
        "DROP INDEX ix_notices_about",
    ],
)
async def test_a_database_with_changed_tables_is_not_used_again(postgres_url: str, change: str) -> None:
    there = make_url(postgres_url)
    await execute(there, change)
    with pytest.raises(asyncpg.PostgresError, match="more than rows"):
        await execute(there, RESTORE)
