"""What time it is, and waiting for a moment of it: terms, stages and notices live on this clock.

It must not know what anybody waits for. Leases and socket time-outs do not use it: they run on real time.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from random import SystemRandom
from typing import Protocol

_DICE = SystemRandom()
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


def back_off(attempts: int, first: float, longest: float) -> float:
    """Real seconds to wait after so many failures in a row (1 or more): doubling, capped, with jitter."""
    waiting = min(longest, first * 2.0 ** min(attempts - 1, 30))
    return waiting * _DICE.uniform(0.5, 1.0)
