"""Waiting updates are taken over by a living process, or reported."""

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.chat.telegram.update_queue import RetryPolicy
from bot.operations.chats.inbox import Inbox, describe_backlog
from storage.database import Database
from storage.tables import inbox
from storage.work import Work

UPDATE = {"update_id": 1}


async def test_updates_that_wait_for_longer_than_a_minute_are_said_for_machines(database: Database) -> None:
    now = datetime.now(UTC)
    kept = Inbox(database)
    assert await database.read(lambda work: describe_backlog(work, now)) == {}
    await kept.take([UPDATE])
    assert await database.read(lambda work: describe_backlog(work, now)) == {}
    later = now + timedelta(minutes=2)
    (said,) = (await database.read(lambda work: describe_backlog(work, later))).values()
    assert said.startswith("1 wait to be acted on, since 20")
    set_back = now - timedelta(hours=2)
    assert list(await database.read(lambda work: describe_backlog(work, set_back))) == ["updates"]
    await kept.spend(1)
    assert await database.read(lambda work: describe_backlog(work, later)) == {}


async def test_an_answered_update_is_wiped_with_the_next_that_is_taken(database: Database) -> None:
    kept = Inbox(database, patience=timedelta(hours=1))
    await kept.take([UPDATE])
    async with asyncio.timeout(5):
        await asyncio.gather(kept.spend(1), kept.take([{"update_id": 2}]))
    assert [row.update_id for row in await kept.list_waiting()] == [2]


async def test_a_process_that_is_started_takes_up_what_a_stopped_one_left_and_nothing_else(database: Database) -> None:
    running, stopped, starting = Inbox(database), Inbox(database), Inbox(database)
    await running.take([UPDATE])
    await stopped.take([{"update_id": 2}])
    await stopped.release()
    assert [row.update_id for row in await starting.claim_free()] == [2]
    assert await starting.claim_free() == []


async def test_what_a_dead_process_had_in_hand_is_free_in_time_for_the_next_look(database: Database) -> None:
    dead, living = Inbox(database), Inbox(database)
    await dead.take([UPDATE])
    within_ten = timedelta(seconds=10 - RetryPolicy().look)

    def claimed_until(work: Work) -> tuple[datetime, datetime]:
        return work.connection.execute(select(inbox.c.claimed_until)).scalar_one(), work.real_now()

    until, now = await database.read(claimed_until)
    assert until - now <= within_ten
    await dead.renew({1})
    until, now = await database.read(claimed_until)
    assert until - now <= within_ten
    assert await living.claim_free() == []
