"""Leases of running tickets, by the clock of the database."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from storage.database import Database
from storage.records import Stage, Ticket
from storage.sealing import KeyRing
from storage.work import Work
from tests.storage.examples import LEASE, found, ticket

FIRST, SECOND = UUID(int=0x51), UUID(int=0x52)
DOUBT = timedelta(seconds=15)
NOTHING = timedelta()


async def _running(database: Database) -> Ticket:
    running = ticket(1, Stage.RUNNING)

    def body(work: Work) -> None:
        found(work)
        work.tickets.add(running)
        work.tickets.add(ticket(2))

    await database.write(body)
    return running


async def _free(database: Database) -> list[Ticket]:
    return await database.read(lambda work: work.running_tickets.list_free())


def _lease(
    one: Ticket, holder: UUID, lasting: timedelta = LEASE, doubt: timedelta | None = None
) -> Callable[[Work], timedelta | None]:
    return lambda work: work.running_tickets.lease(one.id, holder, lasting, doubt)


async def test_a_ticket_is_performed_by_one_of_many_who_look_at_once(postgres_url: str, ring: KeyRing) -> None:
    replicas = [await Database.open(postgres_url, ring) for _ in range(2)]
    await _running(replicas[0])

    def take(work: Work, holder: UUID) -> int:
        free = work.running_tickets.list_free()
        for one in free:
            work.running_tickets.lease(one.id, holder, LEASE, None)
        return len(free)

    taken = await asyncio.gather(
        *(
            replica.write(lambda work, holder=holder: take(work, holder))  # type: ignore[misc]
            for replica, holder in zip(replicas * 3, [FIRST, SECOND] * 3, strict=True)
        )
    )

    assert sorted(taken) == [0, 0, 0, 0, 0, 1]
    for replica in replicas:
        await replica.close()


async def test_a_lease_is_renewed_by_its_holder_and_expires_otherwise(database: Database) -> None:
    running = await _running(database)
    assert await _free(database) == [running]
    await database.write(_lease(running, FIRST))
    assert await _free(database) == []
    assert await database.read(lambda work: work.running_tickets.list_leased()) == [running]
    assert not await database.write(lambda work: work.running_tickets.renew(running.id, SECOND, LEASE, None))
    until_next = await database.read(lambda work: work.running_tickets.until_next())
    assert until_next is not None
    assert NOTHING < until_next <= LEASE

    assert await database.write(lambda work: work.running_tickets.renew(running.id, FIRST, NOTHING, None))
    assert await _free(database) == [running]
    assert await database.read(lambda work: work.running_tickets.list_leased()) == []
    assert await database.read(lambda work: work.running_tickets.until_next()) == NOTHING


async def test_a_pause_outlives_whatever_is_written_about_the_ticket_and_ends_with_it(database: Database) -> None:
    running = await _running(database)
    await database.write(_lease(running, FIRST))
    await database.write(lambda work: work.running_tickets.put_off(running.id, LEASE, None))
    await database.write(lambda work: work.tickets.save(running))
    assert await _free(database) == []
    assert await database.read(lambda work: work.running_tickets.count_attempts(running.id)) == 1

    await database.write(lambda work: work.running_tickets.put_off(running.id, NOTHING, None))
    assert await database.read(lambda work: work.running_tickets.count_attempts(running.id)) == 2
    assert await _free(database) == [running]


async def test_a_takeover_knows_for_how_long_a_change_may_still_appear(database: Database) -> None:
    running = await _running(database)
    assert await database.write(_lease(running, FIRST, NOTHING, DOUBT)) is None
    assert await database.write(_lease(running, FIRST, NOTHING, DOUBT)) is None, "its own doubt it knows itself"

    inherited = await database.write(_lease(running, SECOND, NOTHING, NOTHING))
    assert inherited is not None
    assert NOTHING < inherited <= DOUBT
    assert await database.write(_lease(running, SECOND, LEASE, None)) is None, "it waits that out by itself"


async def test_who_takes_over_a_doubt_does_not_make_it_longer_by_living_putting_off_or_dying(
    database: Database,
) -> None:
    running = await _running(database)
    await database.write(_lease(running, FIRST, NOTHING, DOUBT))
    longest = DOUBT
    for holder in (SECOND, FIRST, SECOND):
        inherited = await database.write(_lease(running, holder, LEASE, DOUBT))
        assert inherited is not None
        assert NOTHING < inherited < longest
        longest = inherited
        assert await database.write(
            lambda work, holder=holder: work.running_tickets.renew(running.id, holder, LEASE, None)  # type: ignore[misc]
        )
        if holder is FIRST:
            await database.write(lambda work: work.running_tickets.put_off(running.id, NOTHING, None))
        else:
            await database.write(lambda work: work.running_tickets.release_all())


async def test_at_the_next_start_everything_is_free_and_what_may_still_appear_is_known(database: Database) -> None:
    running = await _running(database)
    await database.write(_lease(running, FIRST))
    await database.write(lambda work: work.running_tickets.release_all())
    assert await _free(database) == [running]

    await database.write(lambda work: work.running_tickets.put_off(running.id, LEASE, None))
    await database.write(lambda work: work.running_tickets.release_all())
    assert await _free(database) == [running]

    await database.write(_lease(running, FIRST, LEASE, DOUBT))
    await database.write(lambda work: work.running_tickets.release_all())
    assert await _free(database) == [running]
    inherited = await database.write(_lease(running, SECOND, LEASE, DOUBT))
    assert inherited is not None
    assert NOTHING < inherited <= DOUBT
