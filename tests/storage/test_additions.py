import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Insert, bindparam, select, text

from storage import audit, new_cards, outbox
from storage.cursors import Driver
from storage.database import Database, RecordTaken, Work
from storage.sealing import KeyRing
from storage.statement import Addition, Statement
from storage.tables import keys, notices, teams
from tests.storage.examples import NOW, TEAM_ID, found

_ADD = Addition(notices.insert())
_LIST = Statement(select(notices.c.destination).order_by(notices.c.position))
_FIND_TEAM = Statement(select(teams.c.title).where(teams.c.id == bindparam("which")))


def _row(destination: str, notice_id: UUID | None = None) -> dict[str, Any]:
    named = {"id": notice_id or uuid4(), "channel": "mail", "destination": destination, "due_at": NOW}
    return {**named, "state": "waiting", "attempts": 0, "is_leased": False}


async def test_a_transaction_sees_its_additions_in_the_order_in_which_they_were_made(database: Database) -> None:
    def add(work: Work) -> list[str]:
        assert _ADD.run(work.transaction, **_row("1")) == 1
        _ADD.run_each(work.transaction, [_row("2"), _row("3")])
        _ADD.run(work.transaction, **_row("4"), to_email="x@example.org")
        _ADD.run(work.transaction, **_row("5"))
        return _LIST.values(work.transaction)

    assert await database.write(add) == ["1", "2", "3", "4", "5"]
    assert await database.read(lambda work: _LIST.values(work.transaction)) == ["1", "2", "3", "4", "5"]


async def test_a_commit_names_what_was_added(database: Database) -> None:
    told: list[frozenset[str]] = []
    database.on_write = told.append
    await database.write(lambda work: _ADD.run(work.transaction, **_row("1")))
    await database.write(lambda work: _ADD.run_each(work.transaction, []))
    assert told == [frozenset({"notices"}), frozenset()]


async def test_of_bodies_that_share_a_commit_only_the_one_with_a_refused_addition_is_undone(
    database: Database,
) -> None:
    taken = uuid4()
    await database.write(lambda work: _ADD.run(work.transaction, **_row("0", taken)))

    def add(work: Work, number: int) -> None:
        work.people.upsert(number, f"p{number}")
        _ADD.run(work.transaction, **_row(str(number), taken if number == 3 else None))

    said = await asyncio.gather(
        *(database.write(lambda work, n=n: add(work, n)) for n in range(1, 6)),  # type: ignore[misc]
        return_exceptions=True,
    )

    assert [type(one) for one in said] == [type(None), type(None), RecordTaken, type(None), type(None)]
    known = await database.read(lambda work: [n for n in range(1, 6) if work.people.find(n) is not None])
    assert known == [1, 2, 4, 5]
    assert sorted(await database.read(lambda work: _LIST.values(work.transaction))) == ["0", "1", "2", "4", "5"]


async def test_on_postgresql_additions_wait_until_something_touches_their_table(
    postgres_url: str, ring: KeyRing
) -> None:
    def count_rows(work: Work) -> int:
        return int(Driver(work.connection).execute("SELECT count(*) FROM notices", ()).fetchone()[0])

    def add(work: Work) -> None:
        found(work)
        _ADD.run(work.transaction, **_row("1"))
        assert _FIND_TEAM.value(work.transaction, which=TEAM_ID)
        assert count_rows(work) == 0
        assert _LIST.values(work.transaction) == ["1"]
        _ADD.run(work.transaction, **_row("2"))
        assert work.transaction.execute(text("SELECT count(*) FROM notices")).scalar_one() == 2
        _ADD.run(work.transaction, **_row("3"))
        assert count_rows(work) == 2

    database = await Database.open(postgres_url, ring)
    await database.write(add)
    assert await database.read(lambda work: _LIST.values(work.transaction)) == ["1", "2", "3"]
    await database.close()


@pytest.mark.parametrize("module", [audit, new_cards, outbox])
def test_no_foreign_key_leads_to_or_from_a_table_with_additions(module: object) -> None:
    tied = {table for table in keys.metadata.tables.values() if table.foreign_keys}
    tied |= {key.column.table for table in tied for key in table.foreign_keys}
    additions = [one for one in vars(module).values() if isinstance(one, Addition)]
    assert additions
    assert tied.isdisjoint(one.clause.table for one in additions if isinstance(one.clause, Insert))
