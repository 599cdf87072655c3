import asyncio
import logging
import os
import secrets
import signal
import sys
import traceback
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import URL, text

from bot.settings import Settings
from bot.wiring.preflight import probe_installation
from storage.database import (
    Database,
    DatabaseError,
    DatabaseLocked,
    DatabaseReadOnly,
    DatabaseTooNew,
    DatabaseUnreachable,
    WrongMasterKey,
    is_new,
)
from storage.sealing import KeyRing
from tests.databases import address
from tests.storage.examples import CHAT, CONTENT, HOUR, LEASE, NOW, found
from tests.storage.postgres_server import execute

OTHER = CHAT - 1
OTHER_HOLDER = UUID(int=0x41)

LEASE_AND_DIE = """
import asyncio, os, signal, sys
from storage.database import Database
from storage.records import Stage
from storage.sealing import KeyRing
from tests.storage.examples import CHAT, CONTENT, HOLDER, HOUR, LEASE, NOW, found, ticket

def lease(work):
    found(work)
    work.outbox.say(CONTENT, CHAT, due_at=NOW)
    work.tickets.add(ticket(1, Stage.RUNNING))
    work.deliveries.lease_due(NOW, NOW, NOW + HOUR, 9)
    (running,) = work.running_tickets.list_free()
    work.running_tickets.lease(running.id, HOLDER, LEASE, None)
    work.inbox.take([{"update_id": 1}], NOW, HOLDER, LEASE)

async def main():
    database = await Database.open(sys.argv[1], KeyRing.from_text(os.environ["RING"]))
    await database.write(lease)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


async def test_what_a_killed_process_had_leased_is_free_at_the_next_start(sqlite_url: str, ring: KeyRing) -> None:
    killed = await asyncio.create_subprocess_exec(
        sys.executable, "-c", LEASE_AND_DIE, sqlite_url, env={**os.environ, "RING": ring.to_text(), "PYTHONPATH": "."}
    )
    assert await killed.wait() == -signal.SIGKILL

    database = await Database.open(sqlite_url, ring)
    assert [one.chat_id for one in await database.write(lambda work: work.deliveries.lease_due(NOW, NOW, NOW, 9))] == [
        CHAT
    ]
    assert len(await database.read(lambda work: work.running_tickets.list_free())) == 1
    assert len(await database.write(lambda work: work.inbox.claim_free(OTHER_HOLDER, LEASE))) == 1
    await database.close()


async def test_beside_another_process_its_leases_stay_its_own(url: str, ring: KeyRing) -> None:
    database = await Database.open(url, ring)
    await database.write(found)
    await database.write(lambda work: work.outbox.say(CONTENT, CHAT, due_at=NOW))
    assert len(await database.write(lambda work: work.deliveries.lease_due(NOW, NOW, NOW + HOUR, 9))) == 1

    beside = await Database.open_shared(url, ring)
    await beside.write(lambda work: work.outbox.say(CONTENT, OTHER, due_at=NOW))
    await beside.close()

    free = await database.write(lambda work: work.deliveries.lease_due(NOW, NOW, NOW + HOUR, 9))
    assert [one.chat_id for one in free] == [OTHER]
    await database.close()


async def test_a_shared_process_is_not_alone_and_blocks_no_other(sqlite_url: str, ring: KeyRing) -> None:
    beside = await Database.open_shared(sqlite_url, ring)
    database = await Database.open(sqlite_url, ring)
    with pytest.raises(DatabaseLocked, match="stop it first"):
        await Database.open(sqlite_url, ring)
    await beside.close()
    with pytest.raises(DatabaseLocked, match="stop it first"):
        await Database.open(sqlite_url, ring)
    await database.close()


async def test_a_new_database_is_made_by_the_first_process_that_opens_it(tmp_path: Path, ring: KeyRing) -> None:
    database = await Database.open_shared(f"sqlite+aiosqlite:///{tmp_path}/new.db", ring)
    assert await database.read(lambda work: work.teams.list_all()) == []
    await database.close()


async def test_beside_too_the_master_key_must_be_right(url: str, ring: KeyRing) -> None:
    with pytest.raises(WrongMasterKey):
        await Database.open_shared(url, KeyRing.new())


async def test_a_database_of_a_newer_program_is_left_alone(url: str, ring: KeyRing) -> None:
    database = await Database.open(url, ring)
    await database.write(lambda work: work.connection.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    await database.close()
    for opening in (Database.open, Database.open_shared):
        with pytest.raises(DatabaseTooNew, match="9999"):
            await opening(url, ring)


async def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, ring: KeyRing) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseReadOnly):
        await Database.open(f"sqlite+aiosqlite:///{tmp_path}/file/below/keyminder.db", ring)


async def test_a_file_that_is_not_a_database_is_reported_and_released(tmp_path: Path, ring: KeyRing) -> None:
    (tmp_path / "keyminder.db").write_bytes(b"not a database " * 100)
    for _ in range(2):
        with pytest.raises(DatabaseUnreachable):
            await Database.open(f"sqlite+aiosqlite:///{tmp_path}/keyminder.db", ring)


async def test_a_server_that_is_not_there_is_said(ring: KeyRing) -> None:
    with pytest.raises(DatabaseError):
        await Database.open("postgresql+asyncpg://nobody@127.0.0.1:1/nowhere", ring)


async def test_a_database_is_new_until_it_was_opened(url: str, tmp_path: Path) -> None:
    assert not await is_new(url)
    assert await is_new(f"sqlite+aiosqlite:///{tmp_path}/other.db")


async def test_sqlite_writes_durably_and_watches_its_references(sqlite_url: str, ring: KeyRing) -> None:
    database = await Database.open(sqlite_url, ring)
    names = "journal_mode", "synchronous", "foreign_keys", "busy_timeout"
    for look in (database.write, database.read):
        values = [
            await look(lambda work, name=name: work.connection.execute(text(f"PRAGMA {name}")).scalar())  # type: ignore[misc]
            for name in names
        ]
        assert values == ["wal", 2, 1, 10_000]
    await database.close()
    assert os.stat(sqlite_url.partition("///")[2]).st_mode & 0o077 == 0


async def test_sqlite_makes_no_file_for_what_a_savepoint_would_undo(sqlite_url: str, ring: KeyRing) -> None:
    database = await Database.open(sqlite_url, ring)
    in_memory = 2
    assert await database.write(lambda work: work.connection.execute(text("PRAGMA temp_store")).scalar()) == in_memory
    await database.close()


async def test_a_look_at_an_empty_postgresql_makes_nothing_there_or_here(postgres_server: URL, tmp_path: Path) -> None:
    name = f"keyminder_test_{secrets.token_hex(6)}"
    await execute(postgres_server, f"CREATE DATABASE {name}")
    url = address(postgres_server.set(database=name))
    told = {"database_url": url, "master_key_file": tmp_path / "master.key"}
    assert await probe_installation(Settings.read(told)) == []
    assert await is_new(url)
    assert os.listdir(tmp_path) == []
    await execute(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize("change", [{"port": 1}, {"username": "nobody-here"}, {"database": "none-here"}])
async def test_the_password_of_a_database_that_cannot_be_opened_is_in_no_error_and_no_log(
    postgres_server: URL, ring: KeyRing, caplog: pytest.LogCaptureFixture, change: dict[str, Any]
) -> None:
    caplog.set_level(logging.DEBUG)
    url = postgres_server.set(password="canary-Db_27", **change)
    with pytest.raises(DatabaseError) as caught:
        await Database.open(address(url), ring)
    told = "".join(traceback.format_exception(caught.value)) + caplog.text
    assert "canary" not in told
