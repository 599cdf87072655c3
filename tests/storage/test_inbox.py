from datetime import timedelta
from uuid import UUID

import pytest

from storage.database import Database, UpdateSpent
from storage.records import InboxRow
from storage.work import Work
from tests.storage.examples import HOLDER, HOUR, LEASE, NOW

FIRST = {"update_id": 7, "message": {"text": "/renew «é» 🔑 \x00 \ud83d", "date": 1.5}}
OTHER = UUID(int=0x41)
SECOND = {"update_id": 2_000_000_008, "callback_query": None}


async def test_updates_wait_in_the_order_they_came_until_spent(database: Database) -> None:
    taken = await database.write(lambda work: work.inbox.take([SECOND, FIRST, SECOND], NOW, HOLDER, LEASE))
    rows = [InboxRow(2_000_000_008, SECOND, received_at=NOW), InboxRow(7, FIRST, received_at=NOW)]
    assert taken == rows
    assert await database.read(lambda work: work.inbox.list_waiting()) == rows

    await database.write(lambda work: work.inbox.spend(7))

    assert await database.read(lambda work: [work.inbox.is_waiting(one) for one in (7, 2_000_000_008, 1)]) == [
        False,
        True,
        False,
    ]
    assert await database.write(lambda work: work.inbox.take([FIRST, SECOND], NOW, HOLDER, LEASE)) == []


async def test_failures_are_counted_and_old_ids_forgotten_only_when_spent(database: Database) -> None:
    await database.write(lambda work: work.inbox.take([FIRST, SECOND], NOW, HOLDER, LEASE))
    assert [await database.write(lambda work: work.inbox.fail(7)) for _ in range(3)] == [1, 2, 3]

    def forget(work: Work) -> None:
        work.inbox.spend(7)
        work.inbox.forget_older(NOW + HOUR, 500)

    await database.write(forget)
    assert [
        one.update_id for one in await database.write(lambda work: work.inbox.take([FIRST, SECOND], NOW, HOLDER, LEASE))
    ] == [7]


async def test_an_update_that_another_process_has_in_hand_is_not_taken_up(database: Database) -> None:
    await database.write(lambda work: work.inbox.take([FIRST], NOW, HOLDER, LEASE))
    assert not await database.read(lambda work: work.inbox.has_free())
    assert await database.write(lambda work: work.inbox.claim_free(OTHER, LEASE)) == []
    assert await database.write(lambda work: work.inbox.renew([7], OTHER, LEASE)) == set()

    assert await database.write(lambda work: work.inbox.renew([7], HOLDER, timedelta())) == {7}
    assert await database.read(lambda work: work.inbox.has_free())
    assert [row.update_id for row in await database.write(lambda work: work.inbox.claim_free(OTHER, LEASE))] == [7]
    assert await database.write(lambda work: work.inbox.renew([7], HOLDER, LEASE)) == set()


async def test_released_updates_are_free_at_once_and_spent_ones_are_not(database: Database) -> None:
    await database.write(lambda work: work.inbox.take([FIRST, SECOND], NOW, HOLDER, LEASE))
    await database.write(lambda work: work.inbox.spend(7))
    await database.write(lambda work: work.inbox.release(HOLDER))
    (free,) = await database.write(lambda work: work.inbox.claim_free(OTHER, LEASE))
    assert free.update_id == 2_000_000_008
    assert await database.write(lambda work: work.inbox.renew([7, 2_000_000_008], OTHER, LEASE)) == {2_000_000_008}


async def test_an_update_has_its_effect_once_in_all_processes(database: Database) -> None:
    await database.write(lambda work: work.inbox.take([FIRST], NOW, HOLDER, LEASE))

    def act(work: Work) -> None:
        work.people.upsert(1, "Olga")
        work.inbox.spend(7)

    def act_again(work: Work) -> None:
        work.people.upsert(2, "Max")
        work.inbox.spend(7)

    await database.write(act)
    with pytest.raises(UpdateSpent):
        await database.write(act_again)
    assert await database.read(lambda work: [work.people.find(one) is None for one in (1, 2)]) == [False, True]
