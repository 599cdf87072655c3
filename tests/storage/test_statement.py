import asyncio
import threading
from typing import Any

import pytest
from sqlalchemy import bindparam, func, select, update

from storage.database import Database, RecordTaken, Work
from storage.errors import NaiveTime
from storage.sealing import KeyRing
from storage.statement import Statement
from storage.tables import accounts, keys, teams
from tests.storage.examples import ACCOUNT_ID, HOUR, NOW, TEAM_ID, found, key

_COLUMNS = [column.name for column in keys.c]
_ADD = Statement(keys.insert())
_FIND = Statement(select(keys).where(keys.c.id == bindparam("key_id")))
_MOVE = Statement(
    update(keys)
    .where(keys.c.account_id == bindparam("of"), keys.c.number > 1)
    .values(number=keys.c.number + 10)
    .returning(keys.c.number)
)
_AMONG = keys.c.number.in_(bindparam("these", expanding=True))
_LIST_AMONG = Statement(select(keys.c.number).where(_AMONG, keys.c.account_id == bindparam("of")))
_REMARK_AMONG = Statement(update(keys).where(_AMONG).values(remark=bindparam("said")))
_COUNT = Statement(select(func.count()).select_from(keys))
_RENAME = Statement(update(teams).where(teams.c.id == bindparam("team_id")))


def _row(number: int) -> dict[str, object]:
    values = {name: getattr(key(number), name, None) for name in _COLUMNS}
    return {**values, "ips": ["203.0.113.7", "2001:db8::1"], "folded_remark": f"key {number}"}


async def test_a_statement_gives_what_execute_gives(database: Database) -> None:
    def add(work: Work) -> None:
        found(work)
        assert _ADD.run(work.transaction, **_row(1)) == 1
        work.connection.execute(keys.insert().values(**_row(2)))
        _ADD.run_each(work.transaction, [_row(3), _row(4)])
        _ADD.run_each(work.transaction, [])

    def look(work: Work) -> None:
        for number in range(1, 5):
            expected = work.connection.execute(select(keys).where(keys.c.id == key(number).id)).one()
            assert _FIND.first(work.transaction, key_id=key(number).id)._asdict() == expected._asdict()
        assert _FIND.first(work.transaction, key_id=TEAM_ID) is None
        assert _COUNT.value(work.transaction) == 4

    def move(work: Work) -> None:
        assert sorted(_MOVE.values(work.transaction, of=ACCOUNT_ID)) == [12, 13, 14]
        assert _RENAME.run(work.transaction, team_id=ACCOUNT_ID, title="Other") == 0
        assert _RENAME.run(work.transaction, team_id=TEAM_ID, title="Desk", claimed_at=NOW + HOUR) == 1
        team = work.teams.get(TEAM_ID)
        assert (team.title, team.claimed_at) == ("Desk", NOW + HOUR)

    await database.write(add)
    await database.read(look)
    await database.write(move)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 5, 8])
async def test_a_statement_takes_lists_of_any_length(database: Database, size: int) -> None:
    these = list(range(1, size + 1))

    def add(work: Work) -> None:
        found(work)
        _ADD.run_each(work.transaction, [_row(number) for number in range(1, 10)])

    def change(work: Work) -> None:
        assert sorted(_LIST_AMONG.values(work.transaction, these=these, of=ACCOUNT_ID)) == these
        assert _LIST_AMONG.values(work.transaction, these=these, of=TEAM_ID) == []
        assert _REMARK_AMONG.run(work.transaction, these=these, said="chosen") == size
        assert [one.number for one in work.keys.list_of_team(TEAM_ID) if one.remark == "chosen"] == these

    await database.write(add)
    await database.write(change)


async def test_a_commit_names_what_statements_changed(database: Database) -> None:
    told: list[frozenset[str]] = []
    await database.write(found)
    database.on_write = told.append
    await database.write(lambda work: _ADD.run(work.transaction, **_row(1)))
    await database.write(lambda work: _FIND.rows(work.transaction, key_id=key(1).id))
    assert told == [frozenset({"keys"}), frozenset()]


async def test_what_is_there_already_is_taken_and_what_was_done_before_is_undone(database: Database) -> None:
    def twice(work: Work) -> None:
        _RENAME.run(work.transaction, team_id=TEAM_ID, title="Desk")
        _ADD.run(work.transaction, **_row(1))

    await database.write(found)
    await database.write(lambda work: _ADD.run(work.transaction, **_row(1)))
    with pytest.raises(RecordTaken):
        await database.write(twice)
    assert await database.read(lambda work: work.teams.get(TEAM_ID).title) != "Desk"


async def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    naive = Statement(update(accounts).where(accounts.c.id == bindparam("account_id")))
    with pytest.raises(NaiveTime):
        await database.write(
            lambda work: naive.run(work.transaction, account_id=ACCOUNT_ID, created_at=NOW.replace(tzinfo=None))
        )


async def test_a_forgotten_parameter_is_an_error(database: Database) -> None:
    with pytest.raises(KeyError, match="key_id"):
        await database.read(lambda work: _FIND.rows(work.transaction))


async def test_all_statements_of_a_read_see_one_moment(sqlite_url: str, ring: KeyRing) -> None:
    database = await Database.open(sqlite_url, ring)
    await database.write(found)
    looked, written = threading.Event(), threading.Event()

    def look(work: Work) -> tuple[int, int]:
        before = _COUNT.value(work.transaction)
        looked.set()
        assert written.wait(10)
        return before, _COUNT.value(work.transaction)

    reading = asyncio.create_task(database.read(look))
    assert await asyncio.to_thread(looked.wait, 10)
    await database.write(lambda work: work.keys.add(key(1)))
    written.set()
    assert await reading == (0, 0)
    await database.close()


async def test_what_a_transaction_has_read_is_read_again_after_it_was_written_and_by_the_next(
    database: Database,
) -> None:
    title = Statement(select(teams.c.title).where(teams.c.id == bindparam("team_id")))
    joined = Statement(
        select(teams.c.title).join(accounts, accounts.c.team_id == teams.c.id).where(accounts.c.id == bindparam("one"))
    )
    listed = Statement(select(teams.c.title).where(teams.c.id.in_(select(accounts.c.team_id))))

    def look(work: Work) -> set[str]:
        transaction = work.transaction
        return {
            title.value(transaction, team_id=TEAM_ID),
            joined.value(transaction, one=ACCOUNT_ID),
            listed.value(transaction),
        }

    def rename(work: Work) -> None:
        for name in ("Desk", "Office"):
            _RENAME.run(work.transaction, team_id=TEAM_ID, title=name)
            assert look(work) == look(work) == {name}
        work.transaction.execute(update(teams).where(teams.c.id == TEAM_ID).values(title="Room"))
        assert look(work) == {"Room"}
        rows = title.rows(work.transaction, team_id=TEAM_ID)
        rows.clear()
        assert look(work) == {"Room"}

    await database.write(found)
    before = await database.read(look)
    await database.write(rename)
    assert await database.read(look) == {"Room"} != before


async def test_a_record_is_made_once_until_its_table_is_written(database: Database) -> None:
    find = Statement(select(teams.c.title).where(teams.c.id == bindparam("team_id")))
    made: list[str] = []

    def make(row: Any) -> str:
        made.append(row.title)
        return f"record of {row.title}"

    def look(work: Work) -> set[str]:
        return {find.record(work.transaction, make, team_id=TEAM_ID) for _ in range(3)}

    def rename(work: Work) -> None:
        before = find.value(work.transaction, team_id=TEAM_ID)
        assert look(work) == {f"record of {before}"}
        _RENAME.run(work.transaction, team_id=TEAM_ID, title="Office")
        assert look(work) == {"record of Office"}
        assert made == [before, "Office"]

    await database.write(found)
    await database.write(rename)
