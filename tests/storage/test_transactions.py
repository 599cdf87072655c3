import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, text

from storage.database import Database, DatabaseError, DatabaseUnreachable, RecordMissing
from storage.records import Event, Outcome
from storage.sealing import KeyRing
from storage.tables import people
from storage.work import Work
from tests.storage.examples import ACCOUNT_ID, NOW, TEAM_ID, found, key


async def test_ten_writers_leave_unbroken_chains_also_where_none_was(database: Database) -> None:
    def change(work: Work, number: int) -> int:
        work.people.upsert(number, f"p{number}")
        for chain in (TEAM_ID, None) if number % 2 else (None, TEAM_ID):
            work.audit.add(chain, number, Event.KEY_LIVE, Outcome.DONE, NOW)
        return work.keys.next_number(TEAM_ID)

    numbers = await asyncio.gather(*(database.write(lambda work, n=n: change(work, n)) for n in range(10)))  # type: ignore[misc]

    assert sorted(numbers) == list(range(1, 11))
    for chain, lines in ((TEAM_ID, 10), (None, 12)):
        report = await database.read(lambda work, chain=chain: work.audit.verify(chain))  # type: ignore[misc]
        assert (report.lines, report.faults) == (lines, [])


async def test_writers_of_two_processes_on_postgresql_take_turns(postgres_url: str, ring: KeyRing) -> None:
    one = await Database.open(postgres_url, ring)
    other = await Database.open(postgres_url, ring)
    await one.write(found)
    runs = 0

    def change(work: Work) -> int:
        nonlocal runs
        runs += 1
        before = len(work.people.get(1001).name)
        work.connection.execute(text("SELECT pg_sleep(0.05)"))
        work.people.upsert(1001, "x" * (before + 1))
        return before

    befores = await asyncio.gather(*(which.write(change) for which in (one, other, one, other)))
    await one.close()
    await other.close()

    assert sorted(befores) == [4, 5, 6, 7]
    assert runs == 4, "nobody had to begin again"


async def test_of_bodies_that_share_a_commit_only_the_one_that_raises_is_undone(database: Database) -> None:
    def name(work: Work, number: int) -> int:
        work.people.upsert(number, f"p{number}")
        work.audit.add(TEAM_ID, number, Event.KEY_LIVE, Outcome.DONE, NOW)
        if number % 3 == 0:
            raise RecordMissing(str(number))
        if number == 7:
            work.connection.execute(text("SELECT nothing FROM nowhere"))
        return number

    said = await asyncio.gather(
        *(database.write(lambda work, n=n: name(work, n)) for n in range(1, 11)),  # type: ignore[misc]
        return_exceptions=True,
    )

    good = [1, 2, 4, 5, 8, 10]
    assert [one for one in said if isinstance(one, int)] == good
    assert [type(one) for one in said if not isinstance(one, int)] == [
        RecordMissing,
        RecordMissing,
        DatabaseUnreachable,
        RecordMissing,
    ]
    known = await database.read(lambda work: [n for n in range(1, 11) if work.people.find(n) is not None])
    assert known == good
    report = await database.read(lambda work: work.audit.verify(TEAM_ID))
    assert (report.lines, report.faults) == (len(good), [])


async def test_a_caller_that_stops_waiting_blocks_no_other(database: Database) -> None:
    await database.write(found)
    left = asyncio.create_task(database.write(lambda work: work.people.upsert(7, "Pavel")))
    await asyncio.sleep(0)
    left.cancel()
    async with asyncio.timeout(5):
        await database.write(lambda work: work.people.upsert(8, "Max"))
    with pytest.raises(asyncio.CancelledError):
        await left


async def test_a_look_sees_the_last_commit_and_cannot_change_anything(database: Database) -> None:
    for look in (database.read, database.peek):
        with pytest.raises(DatabaseError):
            await look(lambda work: work.people.upsert(1, "Olga"))
        assert await look(lambda work: work.people.find(1)) is None
    for number in (2, 3):
        await database.write(lambda work, number=number: work.people.upsert(number, "Max"))  # type: ignore[misc]  # a bound default
        for look in (database.read, database.peek):
            assert await look(lambda work, number=number: work.people.find(number)) is not None  # type: ignore[misc]  # a bound default


async def test_every_commit_names_the_tables_it_changed_and_a_refusal_is_silent(database: Database) -> None:
    told: list[frozenset[str]] = []
    database.on_write = told.append
    await database.write(found)
    with pytest.raises(DatabaseError):
        await database.write(found)
    await database.write(lambda work: work.teams.find(TEAM_ID))
    await database.write(lambda work: work.connection.execute(delete(people).where(people.c.user_id == 9)).rowcount)
    await database.write(lambda work: work.accounts.drop_waiting(ACCOUNT_ID))
    await database.write(lambda work: work.keys.add(key(1)))
    await database.write(lambda work: work.keys.remove(key(1).id))
    await database.write(lambda work: work.keys.remove(key(1).id))
    *told, added, removed, gone = told
    assert "keys" in added & removed
    assert "keys" not in gone
    assert told == [frozenset({"people", "teams", "accounts"}), frozenset(), frozenset(), frozenset()]


async def test_a_body_that_wants_the_program_to_end_does_not_stop_the_next(sqlite_url: str, ring: KeyRing) -> None:
    class Stop(BaseException):
        pass

    def change(work: Work) -> None:
        raise Stop

    database = await Database.open(sqlite_url, ring)
    with pytest.raises(Stop):
        await database.write(change)
    await database.write(found)
    await database.close()
    with pytest.raises(DatabaseError):
        await database.write(found)


@pytest.mark.parametrize("way", ["write", "read", "peek"])
async def test_a_body_that_runs_out_of_items_fails_and_blocks_no_caller_for_ever(database: Database, way: str) -> None:
    def run_out(_: Work) -> None:
        next(iter(()))

    async with asyncio.timeout(5):
        with pytest.raises(RuntimeError, match="StopIteration"):
            await getattr(database, way)(run_out)
    assert await database.read(lambda work: work.teams.list_all()) == []


async def test_a_patient_body_shares_the_commit_of_the_next_that_is_not(database: Database) -> None:
    order: list[str] = []

    async def note(word: str, patience: timedelta) -> None:
        await database.write(lambda _work: order.append(word), patience=patience)

    patient = asyncio.create_task(note("patient", timedelta(hours=1)))
    await asyncio.sleep(0)
    await note("urgent", timedelta())
    await patient
    assert order == ["patient", "urgent"]


async def test_a_patient_body_is_not_lost_when_the_database_is_closed(sqlite_url: str, ring: KeyRing) -> None:
    database = await Database.open(sqlite_url, ring)
    patient = asyncio.create_task(database.write(lambda _work: "done", patience=timedelta(hours=1)))
    await asyncio.sleep(0)
    await database.close()
    assert await patient == "done"


async def test_a_patient_body_waits_no_longer_than_it_may(sqlite_url: str, ring: KeyRing) -> None:
    database = await Database.open(sqlite_url, ring)
    assert await database.write(lambda _work: "done", patience=timedelta(milliseconds=1)) == "done"
    await database.close()


async def test_saving_what_is_as_it_was_changes_nothing(database: Database) -> None:
    await database.write(found)
    await database.write(lambda work: work.keys.add(key(1)))
    changed: list[frozenset[str]] = []
    database.on_write = changed.append

    await database.write(lambda work: work.keys.save(key(1)))
    await database.write(lambda work: work.keys.save(replace(key(1), trade=not key(1).trade)))
    assert [("keys" in one, "watches" in one) for one in changed] == [(False, False), (True, True)]
    assert await database.read(lambda work: work.keys.get(key(1).id)) == replace(key(1), trade=not key(1).trade)
