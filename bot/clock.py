"""The clock of terms, stages and notices: the present moment, and waiting for a moment.

Leases and socket time-outs run on real time and do not use it.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import SystemRandom
from typing import Protocol

_DICE = SystemRandom()
NOTICED = timedelta(minutes=1)
"""A clock that is set back by less is followed."""
_NOTICED_SECONDS = NOTICED.total_seconds()
_LONGEST_SLEEP = timedelta(minutes=1)


class Clock(Protocol):
    """Source of time for the whole bot."""

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        ...

    def wall_now(self) -> datetime:
        """Return the time to compare with other clocks, such as those of authenticators. Aware and in UTC."""
        ...

    async def sleep_until(self, moment: datetime) -> None:
        """Return once `now()` has reached the moment. A past moment returns at once."""
        ...


class SystemClock:
    """The clock of the machine, which for this process never goes back by a minute or more.

    Work that is due at ten o'clock must not wait for a second ten o'clock. So when the machine's clock is set back,
    this one goes on by the real time that passes, until the machine's has caught up or the process ends. A smaller
    correction is followed, and a step forward always.
    """

    def __init__(
        self, read_clock: Callable[[], datetime] | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """`monotonic` counts seconds and cannot be set."""
        self._read_clock = read_clock or _read_system_clock
        self._monotonic = monotonic
        self._ahead = self._read_clock().timestamp() - monotonic()
        """Seconds since 1970 at which `monotonic` was 0, by the clock as it was last followed.

        A number, because an answer asks for the time dozens of times and a timedelta costs more than both clocks.
        """

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        wall = self._read_clock()
        ahead = wall.timestamp() - self._monotonic()
        behind = self._ahead - ahead
        if behind < _NOTICED_SECONDS:
            self._ahead = ahead
            return wall
        return wall + timedelta(seconds=behind)

    def wall_now(self) -> datetime:
        """Return what the machine's clock shows, aware and in UTC."""
        return self._read_clock()

    async def sleep_until(self, moment: datetime) -> None:
        """Return once `now()` has reached the moment. It notices a machine that slept or was set."""
        left = moment - self.now()
        while left > timedelta():
            await asyncio.sleep(min(left, _LONGEST_SLEEP).total_seconds())
            left = moment - self.now()


def find_set_back(clock: Clock) -> timedelta | None:
    """Return how far the machine's clock is behind the time of this process. None: it is not."""
    behind = clock.now() - clock.wall_now()
    return behind if behind >= NOTICED else None


def back_off(attempts: int, first: float, longest: float) -> float:
    """Return real seconds to wait after `attempts` failures in a row: doubling, capped, with jitter.

    `attempts` is at least 1.
    """
    waiting = min(longest, first * 2.0 ** min(attempts - 1, 30))
    return waiting * _DICE.uniform(0.5, 1.0)


def _read_system_clock() -> datetime:
    return datetime.now(UTC)


REAL_TIME = SystemClock()
"""For times that the sandbox must not move: how long an update waits, and whether the machine slept."""
