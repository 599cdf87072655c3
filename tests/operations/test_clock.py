"""Time, and waiting for it."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.operations.clock import ClockWatch, SystemClock, back_off


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


def test_a_clock_that_is_set_back_is_noticed_until_it_is_right_again() -> None:
    now, lived = datetime(2026, 11, 22, 9, 0, tzinfo=UTC), 100.0
    watch = ClockWatch(lambda: now, lambda: lived)
    now, lived = now + timedelta(hours=3), lived + 3600
    assert watch.look() == timedelta(), "it was set forward"
    now -= timedelta(hours=2)
    assert watch.look() == timedelta(hours=2)
    now, lived = now + timedelta(minutes=5), lived + 300
    assert watch.look() == timedelta(hours=2)
    now += timedelta(hours=2)
    assert watch.look() == timedelta()
