"""Time, and waiting for it."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.clock import SystemClock, back_off, find_set_back


async def test_the_clock_is_aware_and_waits_for_the_moment() -> None:
    clock = SystemClock()
    moment = clock.now() + timedelta(milliseconds=20)
    assert moment.tzinfo is UTC
    async with asyncio.timeout(5):
        await clock.sleep_until(moment)
        await clock.sleep_until(moment - timedelta(days=1))
    assert clock.now() >= moment


def test_pauses_double_up_to_a_limit_with_jitter() -> None:
    for attempts, full in ((1, 1.0), (2, 2.0), (5, 16.0), (9, 256.0), (10, 300.0), (10_000, 300.0)):
        assert full / 2 <= back_off(attempts, 1.0, 300.0) <= full


class Machine:
    """A machine with a clock that can be set, and a time that cannot."""

    def __init__(self) -> None:
        self.shown, self.passed = datetime(2026, 11, 22, 9, 0, tzinfo=UTC), 100.0
        self.clock = SystemClock(lambda: self.shown, lambda: self.passed)

    def passes(self, time: timedelta) -> None:
        """Move both."""
        self.shown, self.passed = self.shown + time, self.passed + time.total_seconds()


def test_a_clock_that_is_set_back_goes_on_by_the_time_that_passes_until_the_machines_has_caught_up() -> None:
    machine = Machine()
    machine.passes(timedelta(hours=1))
    machine.shown -= timedelta(hours=2)
    at_ten = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    assert machine.clock.now() == at_ten
    assert machine.clock.wall_now() == at_ten - timedelta(hours=2)
    assert find_set_back(machine.clock) == timedelta(hours=2)

    machine.passes(timedelta(minutes=5))
    assert machine.clock.now() == at_ten + timedelta(minutes=5)

    machine.shown += timedelta(hours=2)
    assert machine.clock.now() == machine.clock.wall_now()
    assert find_set_back(machine.clock) is None


def test_a_step_forward_and_a_small_correction_are_followed() -> None:
    machine = Machine()
    machine.shown += timedelta(hours=3)
    assert machine.clock.now() == machine.shown, "it was set forward, or the machine slept"
    machine.shown -= timedelta(seconds=59)
    assert machine.clock.now() == machine.shown
    assert find_set_back(machine.clock) is None


async def test_who_waits_for_a_moment_does_not_wait_for_it_twice() -> None:
    machine = Machine()
    moment = machine.clock.now() + timedelta(minutes=5)
    machine.passes(timedelta(minutes=5))
    machine.shown -= timedelta(hours=2)
    async with asyncio.timeout(5):
        await machine.clock.sleep_until(moment)
