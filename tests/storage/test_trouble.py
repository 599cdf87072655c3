"""Errors and data of the engines when the machine, the disk or the other side fails."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from storage.audit import ChainReport
from storage.database import (
    Database,
    DatabaseError,
    DatabaseFull,
    DatabaseReadOnly,
    DatabaseUnreachable,
)
from storage.migrate import list_revisions
from storage.records import Event, Outcome, Person
from storage.sealing import KeyRing
from storage.work import Work

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ROOM = 4_000


def _add_line(work: Work) -> None:
    work.audit.add(None, 1, Event.OWNER_ADD, Outcome.DONE, NOW)


async def test_a_full_disk_is_named_to_all_who_shared_the_commit_and_nothing_of_theirs_stays(
    sqlite_url: str, ring: KeyRing
) -> None:
    database = await Database.open(sqlite_url, ring)

    def fill(work: Work) -> None:
        work.connection.exec_driver_sql("PRAGMA max_page_count=1")
        for number in range(100):
            work.people.save(Person(100 + number, "x" * ROOM))

    loop, is_held, everybody_waits = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

    def hold_the_writer(_: Work) -> None:
        loop.call_soon_threadsafe(is_held.set)
        assert everybody_waits.wait(10)

    held = asyncio.create_task(database.write(hold_the_writer))
    await is_held.wait()
    together = asyncio.gather(
        database.write(lambda work: work.people.upsert(1, "before")),
        database.write(fill),
        database.write(lambda work: work.people.upsert(2, "after")),
        return_exceptions=True,
    )
    await asyncio.sleep(0)
    everybody_waits.set()
    outcomes = await together

    await held
    assert [type(one) for one in outcomes] == [DatabaseFull] * 3
    assert await database.read(lambda work: [work.people.find(number) for number in (1, 2, 100)]) == [None] * 3
    await database.close()


async def test_a_caller_that_leaves_disturbs_no_other(database: Database) -> None:
    writes = [asyncio.create_task(database.write(_add_line)) for _ in range(10)]
    await asyncio.wait(writes, return_when=asyncio.FIRST_COMPLETED)
    for task in writes[::2]:
        task.cancel()
    await asyncio.gather(*writes, return_exceptions=True)

    await database.write(_add_line)

    report = await database.read(lambda work: work.audit.verify(None))
    assert report.faults == []
    assert report.lines >= 6


async def test_a_closed_database_says_so_and_closing_twice_is_not_an_error(sqlite_url: str, ring: KeyRing) -> None:
    database = await Database.open(sqlite_url, ring)
    await database.close()
    await database.close()
    with pytest.raises(DatabaseUnreachable, match="closed"):
        await database.write(_add_line)


@pytest.mark.parametrize(
    ("place", "kind"),
    [("text.txt", DatabaseUnreachable), ("text.txt/keyminder.db", DatabaseReadOnly), ("", DatabaseReadOnly)],
    ids=["no database", "under a file", "a folder"],
)
async def test_a_place_where_no_database_can_be_is_one_sentence(
    tmp_path: Path, ring: KeyRing, place: str, kind: type[DatabaseError]
) -> None:
    (tmp_path / "text.txt").write_text("not a database\n" * 1000)
    with pytest.raises(kind, match=str(tmp_path)):
        await Database.open(f"sqlite+aiosqlite:///{tmp_path / place}", ring)


async def test_a_new_file_is_for_its_user_only(tmp_path: Path, ring: KeyRing) -> None:
    folder = tmp_path / "data"
    database = await Database.open(f"sqlite+aiosqlite:///{folder}/keyminder.db", ring)
    await database.write(_add_line)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    await database.close()


async def test_every_migration_is_known_by_the_number_its_file_begins_with(database: Database) -> None:
    present = text("SELECT version_num FROM alembic_version")
    assert await database.read(lambda work: work.connection.scalar(present)) == list_revisions()[-1]


@pytest.mark.parametrize("change", [lambda work: work.people.upsert(1, "Olga"), _add_line], ids=["person", "chain"])
async def test_the_first_of_its_kind_may_be_written_by_many_at_once(
    postgres_url: str, ring: KeyRing, change: Callable[[Work], object]
) -> None:
    replicas = await asyncio.gather(*(Database.open(postgres_url, ring) for _ in range(2)))

    await asyncio.gather(*(replica.write(change) for replica in replicas for _ in range(6)))

    report = await replicas[0].read(lambda work: work.audit.verify(None))
    assert report.faults == []
    assert report.lines in {1, 13}
    for replica in replicas:
        await replica.close()


async def test_a_lost_connection_undoes_and_the_next_body_has_a_new_one(postgres_url: str, ring: KeyRing) -> None:
    database = await Database.open(postgres_url, ring)

    def be_cut_off(work: Work) -> None:
        work.people.upsert(1, "Olga")
        work.connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(DatabaseUnreachable):
        await database.write(be_cut_off)
    assert await database.read(lambda work: work.people.find(1)) is None
    await database.close()


async def test_a_server_that_is_not_there_or_lacks_the_database_is_one_sentence(
    postgres_url: str, ring: KeyRing
) -> None:
    there = make_url(postgres_url)
    for url, says in ((there.set(port=1), "ConnectionRefused"), (there.set(database="keyminder_nowhere"), "create it")):
        with pytest.raises(DatabaseUnreachable, match=says):
            await Database.open(url.render_as_string(hide_password=False), ring)


async def test_a_line_made_unreadable_is_found_and_not_stumbled_over(sqlite_url: str, ring: KeyRing) -> None:
    database = await Database.open(sqlite_url, ring)
    await database.write(_add_line)
    await database.close()
    with sqlite3.connect(sqlite_url.partition("///")[2]) as vandal:
        vandal.executescript("DROP TRIGGER audit_entries_no_update; UPDATE audit_entries SET details = 'x', at = 'y'")
    vandal.close()

    database = await Database.open(sqlite_url, ring)
    report = await database.read(lambda work: work.audit.verify(None, (1, "the head")))
    assert report == ChainReport(None, 0, report.faults, is_head_proven=False)
    assert "cannot be read" in report.faults[0]
    await database.close()
