"""What time it is, and waiting for a moment of it: terms, stages and notices live on this clock.

Leases and socket time-outs do not use it: they run on real time.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import SystemRandom
from typing import Protocol

_DICE = SystemRandom()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOTICED = timedelta(minutes=1)
"""A clock that is set back by less is followed."""
_LONGEST_SLEEP = timedelta(minutes=1)


class Clock(Protocol):
    """Where the house takes its time from."""

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
        ...

    def wall_now(self) -> datetime:
        """What other clocks of the world are compared with, such as those of authenticators; aware and in UTC."""
        ...

    async def sleep_until(self, moment: datetime) -> None:
        """Return once `now()` has reached the moment; at once when it is past."""
        ...


class SystemClock:
    """The clock of the machine, which for this process never goes back by a minute or more.

    What was to be done at ten o'clock must not wait for a second ten o'clock. So when the machine's clock is set back
    this one goes on by the time that really passes, until the machine's has caught up or the process ends; a smaller
    correction is followed, and a step forward always.
    """

    def __init__(
        self, read_clock: Callable[[], datetime] | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """`monotonic` counts seconds and is not set by anybody."""
        self._read_clock = read_clock or _read_system_clock
        self._monotonic = monotonic
        self._ahead = self._measure()

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
        ahead = self._measure()
        if self._ahead - ahead < NOTICED:
            self._ahead = ahead
        return _EPOCH + timedelta(seconds=self._monotonic()) + self._ahead

    def wall_now(self) -> datetime:
        """What the machine's clock shows, aware and in UTC."""
        return self._read_clock()

    async def sleep_until(self, moment: datetime) -> None:
        """Return once `now()` has reached the moment; a machine that slept, or whose time was set, is noticed."""
        left = moment - self.now()
        while left > timedelta():
            await asyncio.sleep(min(left, _LONGEST_SLEEP).total_seconds())
            left = moment - self.now()

    def _measure(self) -> timedelta:
        return self._read_clock() - _EPOCH - timedelta(seconds=self._monotonic())


def find_set_back(clock: Clock) -> timedelta | None:
    """By how much the machine's clock is behind the time this process has lived; None: it is not."""
    behind = clock.now() - clock.wall_now()
    return behind if behind >= NOTICED else None


def back_off(attempts: int, first: float, longest: float) -> float:
    """Real seconds to wait after so many failures in a row (1 or more): doubling, capped, with jitter."""
    waiting = min(longest, first * 2.0 ** min(attempts - 1, 30))
    return waiting * _DICE.uniform(0.5, 1.0)


def _read_system_clock() -> datetime:
    return datetime.now(UTC)


REAL_TIME = SystemClock()
"""For what no sandbox may move: how long an update waits, and whether the machine slept."""
