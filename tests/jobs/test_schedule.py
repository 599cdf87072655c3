"""The loop around the jobs."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import SystemClock
from bot.jobs.schedule import Job, Round, Schedule
from bot.sandbox.clock import SandboxClock

HOUR = timedelta(hours=1)


class Counting:
    """A job that has some things to do, and counts its runs."""

    def __init__(self, work: int = 0, then: Callable[[], None] = lambda: None) -> None:
        self.runs = 0
        self.work = work
        self.then = then
        self.ran = asyncio.Event()

    async def run(self) -> Round:
        self.runs += 1
        self.ran.set()
        did, self.work = min(self.work, 1), max(self.work - 1, 0)
        if did:
            self.then()
        return Round(did)


@asynccontextmanager
async def running(schedule: Schedule) -> AsyncIterator[None]:
    task = asyncio.create_task(schedule.run())
    try:
        yield
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_a_job_runs_until_nothing_is_left() -> None:
    counting = Counting(work=5)
    schedule = Schedule([Job("count", HOUR, counting.run)], SandboxClock())
    async with running(schedule):
        await schedule.idle()
        assert counting.work == 0


async def test_idle_returns_how_much_was_done() -> None:
    counting = Counting(work=5)
    schedule = Schedule([Job("count", HOUR, counting.run)], SandboxClock())
    async with running(schedule):
        assert await schedule.idle() == 5
        assert await schedule.idle() == 0


async def test_idle_waits_for_a_job_that_another_job_woke() -> None:
    second = Counting()

    def hand_over() -> None:
        second.work += 3
        schedule.wake("second")

    first = Counting(work=2, then=hand_over)
    schedule = Schedule([Job("first", HOUR, first.run), Job("second", HOUR, second.run)], SandboxClock())
    async with running(schedule):
        await schedule.idle()
        assert (first.work, second.work) == (0, 0)
        assert second.runs > 6


async def test_a_woken_job_runs_at_once() -> None:
    counting = Counting()
    schedule = Schedule([Job("count", HOUR, counting.run)], SandboxClock())
    async with running(schedule):
        await schedule.idle()
        counting.ran.clear()
        schedule.wake("count")
        async with asyncio.timeout(5):
            await counting.ran.wait()


async def test_a_job_that_gathers_looks_once_for_many_changes_and_at_once_when_rest_is_waited_for() -> None:
    counting = Counting()
    job = Job("count", HOUR, counting.run, lives_on=frozenset({"keys"}), gathers=HOUR)
    schedule = Schedule([job], SandboxClock())
    async with running(schedule):
        await schedule.idle()
        runs = counting.runs
        for _ in range(50):
            schedule.note_changes(frozenset({"keys"}))
            await asyncio.sleep(0)
        assert counting.runs == runs
        async with asyncio.timeout(5):
            await schedule.idle()
        assert counting.runs == runs + 1


async def test_a_job_runs_when_its_hour_has_come() -> None:
    clock, counting = SandboxClock(), Counting()
    schedule = Schedule([Job("count", HOUR, counting.run)], clock)
    async with running(schedule):
        await schedule.idle()
        counting.ran.clear()
        clock.jump(HOUR)
        async with asyncio.timeout(5):
            await counting.ran.wait()


async def test_a_job_runs_in_its_time_although_the_machines_clock_was_set_back() -> None:
    shown, passed = datetime(2026, 11, 22, 9, 0, tzinfo=UTC), 0.0
    clock, counting = SystemClock(lambda: shown, lambda: passed), Counting()
    schedule = Schedule([Job("count", HOUR, counting.run)], clock)
    async with running(schedule):
        await schedule.idle()
        runs = counting.runs
        shown, passed = shown - HOUR, passed + 3600
        await schedule.idle()
        assert counting.runs == runs + 1


async def test_a_job_runs_sooner_when_it_knows_what_is_due() -> None:
    clock, ran = SandboxClock(), asyncio.Event()
    due = datetime.now(UTC) + timedelta(minutes=10)

    async def run() -> Round:
        ran.set()
        return Round(next_at=due)

    schedule = Schedule([Job("due", HOUR, run)], clock)
    async with running(schedule):
        await schedule.idle()
        ran.clear()
        clock.jump(timedelta(minutes=11))
        async with asyncio.timeout(5):
            await ran.wait()


async def test_a_failing_job_is_repeated_and_hinders_no_other() -> None:
    counting, again = Counting(work=1), asyncio.Event()
    failures = 0

    async def fail() -> Round:
        nonlocal failures
        failures += 1
        if failures == 2:
            again.set()
        raise ZeroDivisionError

    schedule = Schedule([Job("fail", HOUR, fail), Job("count", HOUR, counting.run)], SandboxClock())
    async with running(schedule):
        async with asyncio.timeout(5):
            await again.wait()
        await schedule.idle()
        assert counting.work == 0


async def test_a_failing_job_keeps_its_pause_whatever_wakes_it() -> None:
    counting = Counting()
    runs = 0

    async def fail() -> Round:
        nonlocal runs
        runs += 1
        raise ZeroDivisionError

    jobs = [Job("fail", HOUR, fail), Job("count", HOUR, counting.run)]
    schedule = Schedule(jobs, SandboxClock(), first_pause=3600)
    async with running(schedule):
        await schedule.idle()
        for _ in range(5):
            schedule.wake("fail")
            schedule.wake("count")
            await schedule.idle()
    assert runs == 1
    assert counting.runs > 5


async def test_an_unknown_job_cannot_be_woken() -> None:
    with pytest.raises(KeyError):
        Schedule([], SandboxClock()).wake("nope")


async def test_it_remembers_when_each_job_ran_and_how_it_failed() -> None:
    clock, counting, ran_well = SandboxClock(), Counting(), asyncio.Event()
    is_ill = True

    async def fail() -> Round:
        if is_ill:
            raise ZeroDivisionError
        ran_well.set()
        return Round()

    jobs = [Job("fail", HOUR, fail), Job("count", HOUR, counting.run)]
    schedule = Schedule(jobs, clock, first_pause=0.01)
    assert [(told.name, told.ran_at, told.is_failing) for told in schedule.tell()] == [
        ("fail", None, False),
        ("count", None, False),
    ]
    async with running(schedule):
        await schedule.idle()
        failing, well = schedule.tell()
        assert (failing.is_failing, failing.why, failing.ran_at) == (True, "ZeroDivisionError", None)
        assert (well.is_failing, well.failed_at) == (False, None)
        assert well.ran_at is not None
        is_ill = False
        async with asyncio.timeout(5):
            await ran_well.wait()
        await schedule.idle()
        mended, _ = schedule.tell()
        assert not mended.is_failing
        assert mended.failed_at is not None
