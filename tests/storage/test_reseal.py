"""A newer master key seals everything, and no sealed value is left out."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import LargeBinary

from storage.database import Database, WrongMasterKey
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
