"""Time, and waiting for it."""

import asyncio
from datetime import UTC, timedelta

from bot.operations.clock import SystemClock, back_off


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
