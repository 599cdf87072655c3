"""Leases for work of one process at a time, by the clock of the database."""

import asyncio
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, select, update

from storage.database import Database
from storage.real_time import real_now
from storage.sealing import KeyRing
from storage.tables import leases
from storage.work import Work

MINUTE = timedelta(minutes=1)
FIRST, SECOND = uuid4(), uuid4()


async def test_a_lease_has_one_holder_until_it_expires_or_is_released(database: Database) -> None:
    assert await database.write(lambda work: work.leases.hold("polling", FIRST, MINUTE))
    assert await database.write(lambda work: work.leases.hold("polling", FIRST, MINUTE))
    assert not await database.write(lambda work: work.leases.hold("polling", SECOND, MINUTE))

    assert await database.write(lambda work: work.leases.hold("polling", FIRST, timedelta()))
    assert await database.write(lambda work: work.leases.hold("polling", SECOND, MINUTE))
    assert not await database.write(lambda work: work.leases.hold("polling", FIRST, MINUTE))

    await database.write(lambda work: work.leases.let_go("polling", FIRST))
    assert not await database.write(lambda work: work.leases.hold("polling", FIRST, MINUTE))
    await database.write(lambda work: work.leases.let_go("polling", SECOND))
    assert await database.write(lambda work: work.leases.hold("polling", FIRST, MINUTE))


async def test_of_many_who_ask_at_once_one_gets_the_lease(postgres_url: str, ring: KeyRing) -> None:
    replicas = [await Database.open(postgres_url, ring) for _ in range(3)]
    holders = [uuid4() for _ in replicas]

    held = await asyncio.gather(
        *(
            replica.write(lambda work, holder=holder: work.leases.hold("polling", holder, MINUTE))  # type: ignore[misc]
            for replica, holder in zip(replicas, holders, strict=True)
        )
    )

    assert sorted(held) == [False, False, True]
    for replica in replicas:
        await replica.close()


async def test_leases_run_on_the_clock_of_the_server_and_not_on_ours(postgres_url: str, ring: KeyRing) -> None:
    database = await Database.open(postgres_url, ring)

    def body(work: Work) -> bool:
        server = work.connection.execute(select(func.clock_timestamp())).scalar_one()
        return bool(abs(real_now(work.transaction) - server) < MINUTE)

    assert await database.read(body)
    await database.close()


async def test_a_lease_from_before_the_clock_was_set_back_has_expired(database: Database) -> None:
    await database.write(lambda work: work.leases.hold("polling", FIRST, MINUTE))

    def as_if_two_hours_ahead(work: Work) -> None:
        later = real_now(work.transaction) + timedelta(hours=2)
        work.connection.execute(update(leases).values(held_until=later))

    await database.write(as_if_two_hours_ahead)
    assert await database.write(lambda work: work.leases.hold("polling", SECOND, MINUTE))
