from storage.database import Database
from storage.records import InboxRow
from storage.work import Work
from tests.storage.examples import HOUR, NOW

FIRST = {"update_id": 7, "message": {"text": "/renew «é» 🔑 \x00 \ud83d", "date": 1.5}}
SECOND = {"update_id": 2_000_000_008, "callback_query": None}


async def test_updates_wait_in_the_order_they_came_until_spent(database: Database) -> None:
    taken = await database.write(lambda work: work.inbox.take([SECOND, FIRST, SECOND], NOW))
    rows = [InboxRow(2_000_000_008, SECOND, received_at=NOW), InboxRow(7, FIRST, received_at=NOW)]
    assert taken == rows
    assert await database.read(lambda work: work.inbox.list_waiting()) == rows

    await database.write(lambda work: work.inbox.spend(7))

    assert await database.read(lambda work: [work.inbox.is_waiting(one) for one in (7, 2_000_000_008, 1)]) == [
        False,
        True,
        False,
    ]
    assert await database.write(lambda work: work.inbox.take([FIRST, SECOND], NOW)) == []


async def test_failures_are_counted_and_old_ids_forgotten_only_when_spent(database: Database) -> None:
    await database.write(lambda work: work.inbox.take([FIRST, SECOND], NOW))
    assert [await database.write(lambda work: work.inbox.fail(7)) for _ in range(3)] == [1, 2, 3]

    def forget(work: Work) -> None:
        work.inbox.spend(7)
        work.inbox.forget_older(NOW + HOUR)

    await database.write(forget)
    assert [one.update_id for one in await database.write(lambda work: work.inbox.take([FIRST, SECOND], NOW))] == [7]
