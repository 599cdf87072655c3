"""Heartbeats: an absence is reported once, and a jump of the clock is not an absence."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from bot.jobs.detect_outages import DetectOutages
from bot.operations.model.service_status import Service, ServiceStatus
from bot.sandbox.clock import SandboxClock
from storage.database import Database
from storage.records import Notice, Person, Team

CHAT, OLGA = -1001, 1001
BEGINNING = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
async def database(database: Database) -> Database:
    await database.write(lambda work: work.people.save(Person(OLGA, "Olga")))
    await database.write(lambda work: work.teams.add(Team(uuid4(), CHAT, None, "Desk", OLGA, BEGINNING)))
    return database


@pytest.fixture
def clock() -> SandboxClock:
    return SandboxClock(read_real_time=lambda: BEGINNING)


async def told(database: Database, clock: SandboxClock) -> list[str]:
    """Return the waiting sentences and spend them."""
    now, real_now = clock.now(), datetime.now(UTC)
    said: list[Notice] = []
    while leased := await database.write(lambda work: work.deliveries.lease_due(now, real_now, real_now, 9)):
        for notice in leased:
            await database.write(lambda work, notice=notice: work.deliveries.delivered(notice, 1, now))  # type: ignore[misc]
        said += leased
    return [notice.content.saying.sentence for notice in said if notice.content is not None]


async def test_the_first_start_is_not_an_absence(database: Database, clock: SandboxClock) -> None:
    await DetectOutages(database, clock, ServiceStatus(clock)).run()
    assert await told(database, clock) == []


async def test_a_jump_of_the_clock_without_an_outage_is_not_an_absence(database: Database, clock: SandboxClock) -> None:
    watch = DetectOutages(database, clock, ServiceStatus(clock))
    await watch.run()
    clock.jump(timedelta(days=80))
    await watch.run()
    assert await told(database, clock) == []


async def test_two_replicas_that_come_back_report_it_once(database: Database, clock: SandboxClock) -> None:
    await DetectOutages(database, clock, ServiceStatus(clock)).run()
    clock.jump(timedelta(hours=2))
    for _ in range(2):
        await DetectOutages(database, clock, ServiceStatus(clock)).run()
    assert await told(database, clock) == ["was-away"]


async def test_telegram_down_gives_no_sign_and_a_short_outage_no_word(database: Database, clock: SandboxClock) -> None:
    service_status = ServiceStatus(clock)
    watch = DetectOutages(database, clock, service_status)
    await watch.run()
    for outage, words in ((timedelta(minutes=60), []), (timedelta(minutes=61), ["was-away"])):
        service_status.failed(Service.TELEGRAM, "no answer")
        clock.jump(outage)
        await watch.run()
        service_status.worked(Service.TELEGRAM)
        await watch.run()
        await watch.run()
        assert await told(database, clock) == words


async def test_a_start_with_a_clock_behind_the_last_heartbeat_is_reported_until_that_time_has_come(
    database: Database, clock: SandboxClock
) -> None:
    clock.jump(timedelta(hours=2))
    await DetectOutages(database, clock, ServiceStatus(clock)).run()
    set_back = SandboxClock(read_real_time=lambda: BEGINNING)
    service_status = ServiceStatus(set_back)
    watch = DetectOutages(database, set_back, service_status)
    for _ in range(2):
        await watch.run()
        assert service_status.show() == {"clock": "is behind: the bot was last at work at 2026-11-22 11:00 UTC"}
    set_back.jump(timedelta(hours=2))
    assert service_status.sign_to_come() is None
    assert service_status.show() == {}
    assert await told(database, set_back) == []


async def test_a_machine_that_slept_was_away(database: Database, clock: SandboxClock) -> None:
    watch = DetectOutages(database, clock, ServiceStatus(clock))
    await watch.run()
    clock.jump(timedelta(hours=2))
    watch._looked_at -= timedelta(hours=2)
    await watch.run()
    assert await told(database, clock) == ["was-away"]
