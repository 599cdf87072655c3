"""What time it is, and waiting for a moment of it: terms, stages and notices live on this clock.

It must not know what anybody waits for. Leases and socket time-outs do not use it: they run on real time.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import SystemRandom
from typing import Protocol

_DICE = SystemRandom()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOTICED = timedelta(minutes=1)
_LONGEST_SLEEP = timedelta(minutes=1)


class Clock(Protocol):
    """Where the house takes its time from."""

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
        ...

    async def sleep_until(self, moment: datetime) -> None:
        """Return once `now()` has reached the moment; at once when it is past."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
        return datetime.now(UTC)

    async def sleep_until(self, moment: datetime) -> None:
        """Return once `now()` has reached the moment; a machine that slept, or whose time was set, is noticed."""
        left = moment - self.now()
        while left > timedelta():
            await asyncio.sleep(min(left, _LONGEST_SLEEP).total_seconds())
            left = moment - self.now()


class ClockWatch:
    """Notices that the machine's clock was set back while this process lived."""

    def __init__(self, read_clock: Callable[[], datetime], monotonic: Callable[[], float] = time.monotonic) -> None:
        self._read_clock = read_clock
        self._monotonic = monotonic
        self._furthest = self._measure()

    def look(self) -> timedelta:
        """By how much the clock is behind the time this process has lived; less than a minute is nothing."""
        ahead = self._measure()
        self._furthest = max(self._furthest, ahead)
        behind = self._furthest - ahead
        return behind if behind >= _NOTICED else timedelta()

    def _measure(self) -> timedelta:
        return self._read_clock() - _EPOCH - timedelta(seconds=self._monotonic())


def back_off(attempts: int, first: float, longest: float) -> float:
    """Real seconds to wait after so many failures in a row (1 or more): doubling, capped, with jitter."""
    waiting = min(longest, first * 2.0 ** min(attempts - 1, 30))
    return waiting * _DICE.uniform(0.5, 1.0)
