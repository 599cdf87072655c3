"""The movable clock: it keeps its offset, and a jump wakes its sleepers."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.sandbox.clock import SandboxClock

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_it_shows_real_time_until_it_is_moved() -> None:
    clock = SandboxClock(read_real_time=lambda: NOON)

    assert clock.now() == NOON
    assert clock.jump(timedelta(days=80)) == NOON + timedelta(days=80)
    assert clock.now() == NOON + timedelta(days=80)


def test_its_time_is_aware_utc() -> None:
    assert SandboxClock().now().tzinfo is UTC


async def test_a_jump_wakes_the_sleepers_that_are_due() -> None:
    clock = SandboxClock(read_real_time=lambda: NOON)
    early = asyncio.ensure_future(clock.sleep_until(NOON + timedelta(days=1)))
    late = asyncio.ensure_future(clock.sleep_until(NOON + timedelta(days=30)))
    await asyncio.sleep(0)

    clock.jump(timedelta(days=1))
    await early

    assert not late.done()
    clock.jump(timedelta(days=29))
    await late


async def test_a_moment_that_has_passed_is_not_waited_for() -> None:
    await SandboxClock(read_real_time=lambda: NOON).sleep_until(NOON)


async def test_real_time_alone_ends_a_sleep() -> None:
    clock = SandboxClock()

    await clock.sleep_until(clock.now() + timedelta(milliseconds=5))


def test_the_offset_survives_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    SandboxClock(file, read_real_time=lambda: NOON).jump(timedelta(days=30, minutes=1))

    assert SandboxClock(file, read_real_time=lambda: NOON).now() == NOON + timedelta(days=30, minutes=1)


def test_it_never_moves_back() -> None:
    clock = SandboxClock(read_real_time=lambda: NOON)

    with pytest.raises(ValueError, match="only moves forward"):
        clock.jump(timedelta(seconds=-1))

    assert clock.now() == NOON
