"""What waits in the inbox is taken up by a living process, or said."""

from datetime import UTC, datetime, timedelta

from bot.operations.inbox import Inbox, describe_backlog
from storage.database import Database

UPDATE = {"update_id": 1}


async def test_updates_that_wait_for_longer_than_a_minute_are_said_for_machines(database: Database) -> None:
    now = datetime.now(UTC)
    inbox = Inbox(database)
    assert await database.read(lambda work: describe_backlog(work, now)) == {}
    await inbox.take([UPDATE])
    assert await database.read(lambda work: describe_backlog(work, now)) == {}
    later = now + timedelta(minutes=2)
    (said,) = (await database.read(lambda work: describe_backlog(work, later))).values()
    assert said.startswith("1 wait to be acted on, since 20")
    set_back = now - timedelta(hours=2)
    assert list(await database.read(lambda work: describe_backlog(work, set_back))) == ["updates"]
    await inbox.spend(1)
    assert await database.read(lambda work: describe_backlog(work, later)) == {}


async def test_a_process_that_is_started_takes_up_what_a_stopped_one_left_and_nothing_else(database: Database) -> None:
    running, stopped, starting = Inbox(database), Inbox(database), Inbox(database)
    await running.take([UPDATE])
    await stopped.take([{"update_id": 2}])
    await stopped.release()
    assert [row.update_id for row in await starting.claim_free()] == [2]
    assert await starting.claim_free() == []
