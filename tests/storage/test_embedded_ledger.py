import asyncio
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from storage.database import Database
from storage.embedded_ledger import LedgerKeys
from storage.records import KeyFacts, LedgerEntry
from storage.work import Work
from tests.storage.examples import ACCOUNT_ID, HOUR, NOW, found

KEY = KeyFacts("r1", "ACCESS", "trading", True, False, ("192.0.2.1",), NOW, None, NOW + HOUR)
MADE = LedgerEntry(KEY, key_secret="exchange-secret")


async def _enter(database: Database, ticket_id: UUID, entry: LedgerEntry, part: int = 1) -> LedgerEntry:
    return await database.write(lambda work: work.books.enter(ACCOUNT_ID, ticket_id, part, lambda _: entry))


@pytest.mark.parametrize(
    "entry", [MADE, LedgerEntry(replace(KEY, expires_at=NOW, ips=())), LedgerEntry(removed_id="r1")], ids=str
)
async def test_a_reference_acts_once_and_answers_the_same_ever_after(database: Database, entry: LedgerEntry) -> None:
    await database.write(found)
    await _enter(database, uuid4(), MADE)
    ticket_id = uuid4()
    answers = [await _enter(database, ticket_id, entry)]
    held = await database.read(lambda work: work.books.list(ACCOUNT_ID))
    answers.append(await _enter(database, ticket_id, LedgerEntry(replace(KEY, remark="other"))))

    assert answers == [entry, entry]
    assert held == ([entry.key] if entry.key else [])
    assert await database.read(lambda work: work.books.list(ACCOUNT_ID)) == held


async def test_parts_act_each_for_itself_and_see_what_is_in_the_books(database: Database) -> None:
    await database.write(found)
    ticket_id = uuid4()
    await _enter(database, ticket_id, MADE)

    def renew(keys: LedgerKeys) -> LedgerEntry:
        return LedgerEntry(replace(keys.list()[0], expires_at=NOW + HOUR))

    await database.write(lambda work: work.books.enter(ACCOUNT_ID, ticket_id, 2, renew))
    assert await database.read(lambda work: work.books.list(ACCOUNT_ID)) == [replace(KEY, expires_at=NOW + HOUR)]


async def test_one_reference_used_ten_times_at_once_acts_once(database: Database) -> None:
    await database.write(found)
    ticket_id = uuid4()
    entries = [LedgerEntry(replace(KEY, remote_id=f"r{number}")) for number in range(10)]
    answers = await asyncio.gather(*(_enter(database, ticket_id, one) for one in entries))
    assert len(set(answers)) == 1
    assert await database.read(lambda work: work.books.list(ACCOUNT_ID)) == [answers[0].key]


async def test_an_entry_that_is_refused_leaves_nothing(database: Database) -> None:
    def change(work: Work) -> None:
        work.books.enter(ACCOUNT_ID, uuid4(), 1, lambda _: MADE)
        raise ValueError("after all not")

    await database.write(found)
    with pytest.raises(ValueError, match="after all"):
        await database.write(change)
    assert await database.read(lambda work: work.books.list(ACCOUNT_ID)) == []


async def test_secrets_are_forgotten_for_good(database: Database) -> None:
    await database.write(found)
    ticket_id = uuid4()
    await _enter(database, ticket_id, MADE)
    await database.write(lambda work: work.books.forget_secret(ticket_id))
    assert await _enter(database, ticket_id, MADE) == LedgerEntry(KEY)
    assert "exchange-secret" not in repr(MADE)
