"""Old rows are deleted in slices, so that other writers do not wait long."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.jobs.purge_old_rows import SLICE, PurgeOldRows
from bot.sandbox.clock import SandboxClock
from storage.database import Database
from storage.sealing import KeyRing
from storage.tables import inbox, links, notices
from tests.bench.fill import Size, fill

NOW = datetime.now(UTC)
OLD = Size(teams=1, notices=400, updates=400)
YOUNG = Size(teams=1, notices=3, updates=2)


@pytest.fixture
async def database(database: Database, ring: KeyRing) -> Database:
    await fill(database, ring, OLD, NOW - timedelta(days=60))
    return database


async def test_old_rows_go_in_slices_until_none_is_left(database: Database) -> None:
    purge = PurgeOldRows(database, SandboxClock(read_real_time=lambda: NOW))

    rounds = [await purge.run() for _ in range(3)]

    assert [one.did for one in rounds] == [SLICE, 801 - SLICE, 0]
    for table in (notices, inbox, links):
        count = select(func.count()).select_from(table)
        assert await database.read(lambda work, count=count: work.connection.scalar(count)) == 0  # type: ignore[misc]


async def test_young_rows_stay(sqlite_database: Database, ring: KeyRing) -> None:
    await fill(sqlite_database, ring, YOUNG, NOW)

    assert (await PurgeOldRows(sqlite_database, SandboxClock(read_real_time=lambda: NOW)).run()).did == 0
