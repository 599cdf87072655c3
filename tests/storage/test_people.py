from dataclasses import replace

import pytest

from storage.database import Database, NaiveTime, RecordMissing
from storage.records import Person
from storage.work import Work
from tests.storage.examples import HOUR, NOW, OLGA, PERSON


@pytest.mark.parametrize("person", [PERSON, Person(OLGA, "Olga")], ids=["full", "bare"])
async def test_a_person_comes_back_as_saved_seeds_included(database: Database, person: Person) -> None:
    await database.write(lambda work: work.people.save(person))
    assert await database.read(lambda work: work.people.get(OLGA)) == person


async def test_meeting_a_person_again_changes_their_name_only(database: Database) -> None:
    await database.write(lambda work: work.people.save(PERSON))
    assert await database.write(lambda work: work.people.upsert(OLGA, "Olga II")) == replace(PERSON, name="Olga II")
    assert await database.read(lambda work: work.people.get(OLGA)) == replace(PERSON, name="Olga II")


async def test_an_unknown_person_is_missing(database: Database) -> None:
    assert await database.read(lambda work: work.people.find(5)) is None
    with pytest.raises(RecordMissing):
        await database.read(lambda work: work.people.get(5))


async def test_steps_only_rise_and_a_right_code_ends_the_lock_out(database: Database) -> None:
    await database.write(lambda work: work.people.save(PERSON))
    now = PERSON.last_step or 0

    async def spend(step: int) -> bool:
        return await database.write(lambda work: work.people.spend_step(OLGA, step))

    assert [await spend(step) for step in (now, now + 2, now + 2, now + 1, now + 3)] == [
        False,
        True,
        False,
        False,
        True,
    ]
    person = await database.read(lambda work: work.people.get(OLGA))
    assert (person.last_step, person.failed_codes, person.locked_until) == (now + 3, 0, None)


async def test_a_recovery_code_works_once_and_new_codes_replace_the_old(database: Database) -> None:
    await database.write(lambda work: work.people.save(PERSON))
    await database.write(lambda work: work.people.replace_recovery_codes(OLGA, ["aaaa", "bbbb"]))

    async def spend(code: str) -> bool:
        return await database.write(lambda work: work.people.spend_recovery_code(OLGA, code, NOW))

    assert [await spend(code) for code in ("aaaa", "aaaa", "cccc")] == [True, False, False]
    assert await database.read(lambda work: work.people.count_recovery_codes(OLGA)) == 1

    def list_spent(work: Work) -> list[bool]:
        return [work.people.has_spent_recovery_code(OLGA, code) for code in ("aaaa", "bbbb", "cccc")]

    assert await database.read(list_spent) == [True, False, False]

    await database.write(lambda work: work.people.replace_recovery_codes(OLGA, ["dddd"]))
    assert [await spend(code) for code in ("bbbb", "dddd")] == [False, True]


async def test_moments_come_back_in_utc_whatever_zone_they_had(database: Database) -> None:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - only here

    local = NOW.astimezone(ZoneInfo("Asia/Tokyo"))
    await database.write(lambda work: work.people.save(replace(PERSON, locked_until=local)))
    found = (await database.read(lambda work: work.people.get(OLGA))).locked_until
    assert found == NOW
    assert str(found) == str(NOW)


async def test_a_naive_moment_is_refused_in_a_question_too(database: Database) -> None:
    with pytest.raises(NaiveTime):
        await database.read(lambda work: work.keys.list_to_announce((NOW + HOUR).replace(tzinfo=None), 5))
