"""A process that loses a lease stops at once."""

import asyncio
from datetime import timedelta

import pytest

from bot.operations.model.leases import LeaseLost, kept

SHORT = timedelta(milliseconds=60)


async def test_who_renews_goes_on_for_longer_than_one_lease() -> None:
    renewed = asyncio.Event()
    times = 0

    async def renew() -> bool:
        nonlocal times
        times += 1
        if times == 6:
            renewed.set()
        return True

    async with asyncio.timeout(5), kept(renew, SHORT, asyncio.get_running_loop().time()):
        await renewed.wait()
    assert times == 6


@pytest.mark.parametrize("trouble", ["taken by another", "no answer", "an error"])
async def test_a_performer_that_cannot_renew_is_stopped_before_the_lease_ends(trouble: str) -> None:
    was_cancelled = False

    async def renew() -> bool:
        if trouble == "an error":
            raise ConnectionError
        if trouble == "no answer":
            await asyncio.Event().wait()
        return False

    async def work() -> None:
        nonlocal was_cancelled
        async with kept(renew, SHORT, started):
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                was_cancelled = True
                raise

    started = asyncio.get_running_loop().time()
    with pytest.raises(LeaseLost):
        await work()
    assert was_cancelled
    assert asyncio.get_running_loop().time() - started < 1


async def test_a_lease_that_was_over_before_the_work_began_stops_it() -> None:
    async def renew() -> bool:
        raise AssertionError("nothing is left to renew")

    with pytest.raises(LeaseLost):
        async with kept(renew, SHORT, asyncio.get_running_loop().time() - 1):
            await asyncio.Event().wait()


async def test_a_time_limit_of_the_work_itself_is_not_a_lost_lease() -> None:
    async def renew() -> bool:
        return True

    async def work() -> None:
        async with kept(renew, SHORT, asyncio.get_running_loop().time()), asyncio.timeout(0):
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        await work()
