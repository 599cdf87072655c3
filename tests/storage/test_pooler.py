"""PostgreSQL behind a PgBouncer in transaction pooling."""

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import URL, make_url

from storage.audit_lines import list_lines
from storage.database import Database, DatabaseUnreachable, is_new
from storage.listing import BATCH
from storage.records import Event, Outcome
from storage.sealing import KeyRing
from storage.work import Work
from tests.databases import address
from tests.storage.pgbouncer_server import start_pgbouncer
from tests.storage.postgres_server import NoServer, execute

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
TOGETHER = 8
"""More clients than the pool has connections, so that each transaction may get another one."""


@pytest.fixture(scope="module")
def pooler(postgres_server: URL) -> Iterator[URL]:
    """Return the server of the tests through a pool of two connections a database."""
    try:
        with start_pgbouncer(postgres_server, pool_size=2) as url:
            yield url
    except NoServer as error:
        reason = f"a pooler is not tested: {error}"
        if os.environ.get("KEYMINDER_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture
def pooled_url(pooler: URL, postgres_url: str) -> str:
    """Return a migrated database, through the pooler."""
    return address(pooler.set(database=make_url(postgres_url).database))


def _add_line(work: Work) -> None:
    work.audit.add(None, 1, Event.OWNER_ADD, Outcome.DONE, NOW)


def _count(work: Work) -> int:
    return work.audit.verify(None).lines


async def test_many_statements_of_many_clients_work_through_a_pool_of_two(pooled_url: str, ring: KeyRing) -> None:
    async with AsyncExitStack() as stack:
        replicas = [await Database.open(pooled_url, ring) for _ in range(2)]
        for replica in replicas:
            stack.push_async_callback(replica.close)
        before = await replicas[0].read(_count)
        for _ in range(4):
            writes = [replica.write(_add_line) for replica in replicas for _ in range(TOGETHER)]
            reads = [replica.read(_count) for replica in replicas for _ in range(TOGETHER)]
            await asyncio.gather(*writes, *reads)

        assert await replicas[1].read(_count) == before + 2 * 4 * TOGETHER
        assert (await replicas[1].read(lambda work: work.audit.verify(None))).faults == []


async def test_processes_that_start_at_once_migrate_one_after_the_other(
    pooler: URL, postgres_server: URL, ring: KeyRing
) -> None:
    name = "keyminder_test_pooled"
    await execute(postgres_server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    url = f"{address(pooler.set(database=name)).replace('postgresql+asyncpg', 'postgres')}?pgbouncer=true"
    assert await is_new(url)

    replicas = await asyncio.gather(*(Database.open(url, ring) for _ in range(3)))

    assert not await is_new(url)
    for replica in replicas:
        await replica.close()
    await execute(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


async def test_one_of_two_processes_leads_until_it_lets_go(pooled_url: str, ring: KeyRing) -> None:
    first, second = uuid4(), uuid4()
    async with AsyncExitStack() as stack:
        replicas = [await Database.open(pooled_url, ring) for _ in range(2)]
        for replica in replicas:
            stack.push_async_callback(replica.close)

        def asks(holder: UUID) -> Callable[[Work], bool]:
            return lambda work: work.leases.hold("poll", holder, timedelta(seconds=30))

        for _ in range(3):
            answers = await asyncio.gather(replicas[0].write(asks(first)), replicas[1].write(asks(first)))
            assert all(answers), "the holder keeps it on whatever connection"
            assert not await replicas[1].write(asks(second))
        await replicas[0].write(lambda work: work.leases.let_go("poll", first))
        assert await replicas[1].write(asks(second))


async def test_an_option_that_the_pooler_refuses_is_named(pooled_url: str, ring: KeyRing) -> None:
    with pytest.raises(DatabaseUnreachable, match="refuses the option options of KEYMINDER_DATABASE_URL"):
        await Database.open(f"{pooled_url}?options=-cwork_mem%3D8MB", ring)


async def test_a_long_export_comes_in_batches_while_others_write(pooled_url: str, ring: KeyRing) -> None:
    count = 2 * BATCH + 10

    def add_lines(work: Work) -> None:
        for _ in range(count):
            _add_line(work)

    async with AsyncExitStack() as stack:
        replicas = [await Database.open(pooled_url, ring) for _ in range(2)]
        for replica in replicas:
            stack.push_async_callback(replica.close)
        before = await replicas[0].read(_count)
        await replicas[0].write(add_lines)

        read = []
        async with replicas[0].stream(list_lines(None)) as batches:
            async for batch in batches:
                read.append(len(batch))
                await asyncio.gather(*(replica.write(_add_line) for replica in replicas))

        assert sum(read) == before + count, "it is read at one moment"
        assert max(read) == BATCH
        assert await replicas[1].read(_count) == before + count + 2 * len(read)
