"""A newer master key seals everything, and no sealed value is left out."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import LargeBinary

from storage.database import Database, SealBroken, WrongMasterKey
from storage.database.reseal import reseal
from storage.records import LedgerEntry, Link, LinkPurpose
from storage.sealing import KeyRing
from storage.tables.columns import metadata
from storage.work import Work
from tests.storage.examples import ACCOUNT_ID, CONTENT, HOLDER, LEASE, NOW, OLGA, PERSON, SEED, found

CODE = "CODE-0001"


def _fill(work: Work) -> str:
    """Fill every sealed column, and return the token of a link."""
    found(work)
    work.people.save(replace(PERSON, totp_seed_secret=SEED, pending_seed_secret=SEED))
    work.books.enter(ACCOUNT_ID, uuid4(), 1, lambda _keys: LedgerEntry(removed_id="none", key_secret="secret"))
    work.outbox.say(CONTENT, OLGA, due_at=NOW)
    work.inbox.take([{"update_id": 1, "message": {"text": "hello"}}], NOW, HOLDER, LEASE)
    work.people.replace_recovery_codes(OLGA, [CODE])
    return work.links.create(Link(LinkPurpose.PAGE, uuid4(), OLGA, NOW))


def _read(work: Work) -> Sequence[object]:
    return work.people.get(OLGA), work.accounts.get(ACCOUNT_ID), work.inbox.list_waiting()


def _sealed_columns() -> set[str]:
    columns = [column for table in metadata.sorted_tables for column in table.columns]
    return {f"{column.table.name}.{column.name}" for column in columns if isinstance(column.type, LargeBinary)}


def test_every_column_of_bytes_names_the_row_it_is_sealed_to() -> None:
    columns = [column for table in metadata.sorted_tables for column in table.columns if "row_id" in column.info]
    assert _sealed_columns() == {f"{column.table.name}.{column.name}" for column in columns}
    assert all(column.info["row_id"] in column.table.columns for column in columns)


async def test_a_newer_master_key_seals_everything_again_and_keeps_links_and_codes_valid(
    url: str, ring: KeyRing
) -> None:
    database = await Database.open(url, ring)
    token = await database.write(_fill)
    before = await database.read(_read)
    await database.close()

    newer = ring.with_new_key()
    database = await Database.open(url, newer)
    assert await reseal(database, newer) == len(_sealed_columns())
    assert await reseal(database, newer) == 0
    await database.close()

    with pytest.raises(WrongMasterKey):
        await Database.open(url, ring)
    database = await Database.open(url, newer)
    assert await database.read(_read) == before
    (notice,) = await database.write(lambda work: work.deliveries.lease_due(NOW, NOW, NOW, 1))
    assert notice.content == CONTENT
    assert await database.read(lambda work: work.links.find(LinkPurpose.PAGE, token)) is not None
    assert await database.write(lambda work: work.people.spend_recovery_code(OLGA, CODE, NOW))
    await database.close()


class Killed(Exception):
    """The rotation ended in the middle."""


def _kill_after(database: Database, commits: int) -> None:
    def count(_changed: frozenset[str]) -> None:
        nonlocal commits
        commits -= 1
        if commits < 0:
            raise Killed

    database.on_write = count


@pytest.mark.parametrize("commits", [0, 1, 3])
async def test_a_rotation_that_was_killed_leaves_everything_open_and_the_next_one_takes_the_rest(
    url: str, ring: KeyRing, commits: int
) -> None:
    database = await Database.open(url, ring)
    await database.write(_fill)
    before = await database.read(_read)
    newer = ring.with_new_key()
    _kill_after(database, commits)
    with pytest.raises(Killed):
        await reseal(database, newer)
    await database.close()

    database = await Database.open(url, newer)
    assert await database.read(_read) == before
    newest = newer.with_new_key()
    assert await reseal(database, newest) == len(_sealed_columns())
    await database.close()
    database = await Database.open(url, KeyRing.from_text(newest.to_text().splitlines()[0]))
    assert await database.read(_read) == before
    await database.close()


async def test_a_running_process_takes_up_a_key_that_was_made_beside_it(url: str, ring: KeyRing) -> None:
    newer, present = ring.with_new_key(), ring
    running = await Database.open(url, ring, reread=lambda: present)
    await running.write(_fill)
    before = await running.read(_read)
    beside = await Database.open_shared(url, newer)
    await reseal(beside, newer)
    await beside.close()

    with pytest.raises(SealBroken):
        await running.read(_read)
    present = KeyRing.new()
    with pytest.raises(SealBroken):
        await running.read(_read)
    present = newer
    assert await running.read(_read) == before
    assert await running.read(lambda work: work.audit.verify(None).faults) == []
    await running.write(lambda work: work.outbox.say(CONTENT, OLGA, due_at=NOW))
    assert await reseal(running, newer) == 0, "it seals with the new key"
    await running.close()
