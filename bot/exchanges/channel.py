"""State shared by all calls to exchanges: one HTTP client, and one channel per main account.

Twenty sub-accounts under one main account are twenty accounts here, and one customer to the exchange. They share its
budget of calls, its time, and the turn to change something.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from random import SystemRandom
from weakref import WeakValueDictionary

from aiolimiter import AsyncLimiter

from bot.exchanges.exchange import DOUBT, ExchangeUnreachable, StillInDoubt
from bot.exchanges.transport import Transport

_DICE = SystemRandom()


@dataclass(frozen=True, slots=True)
class Pace:
    """Speed and retries of calls to exchanges, in real seconds."""

    speedup: float = 1.0
    """How many times faster than an exchange's budget allows. More than 1 only if no exchange counts."""
    tries: int = 4
    """How often a busy exchange is asked before it counts as unreachable."""
    first_pause: float = 1.0
    longest_pause: float = 8.0
    whole_call: float = 40.0
    """Longest time of one adapter call, waiting included."""
    doubt: float = DOUBT.total_seconds()
    """How long a key may still appear after a creation without an answer."""
    hold: float = 600.0
    """How long the secret of a creation is kept if the exchange shows it only once."""


MANY_LINES = 256
"""Cached channels. No installation uses so many credentials at once."""


class MainAccountChannel:
    """State shared by all users of one main account."""

    def __init__(
        self,
        pace: Pace,
        monotonic: Callable[[], float],
        pause: Callable[[float], Awaitable[None]],
        later: Callable[[float, Callable[[], object]], object],
        failures: Counter[str],
    ) -> None:
        self.failures = failures
        """Calls without a success, by kind."""
        self.clock_offset = timedelta()
        """Added to our time to get the exchange's time."""
        self.own_ip: str | None = None
        """Our IP as the exchange saw it when it was last asked."""
        self.pace = pace
        self._monotonic = monotonic
        self._pause = pause
        self._later = later
        self._budgets: dict[str, AsyncLimiter] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        """Each lock lives as long as a task holds it or waits for it."""
        self._doubts: dict[str, float] = {}
        self._held: dict[str, str] = {}

    async def take_turn(self, group: str, calls_per_second: float) -> None:
        """Return when this group of calls has room for one more. A second's worth may go at once."""
        if group not in self._budgets:
            self._budgets[group] = AsyncLimiter(calls_per_second * self.pace.speedup, 1.0)
        await self._budgets[group].acquire()

    async def back_off(self, tries: int) -> None:
        """Wait after so many refusals (1 or more) of a busy exchange: ever longer, with jitter."""
        seconds = min(self.pace.longest_pause, self.pace.first_pause * 2.0 ** (tries - 1))
        await self._pause(seconds * _DICE.uniform(1.0, 1.5))

    @asynccontextmanager
    async def alone_with(self, remote_id: str) -> AsyncIterator[None]:
        """Allow one change of a sub-account at a time. Raises ExchangeUnreachable after the time of one call."""
        async with self.in_time(), self._locks.setdefault(remote_id, asyncio.Lock()):
            yield

    @asynccontextmanager
    async def in_time(self) -> AsyncIterator[None]:
        """Limit the time of one whole call. Raises ExchangeUnreachable after it."""
        try:
            async with asyncio.timeout(self.pace.whole_call):
                yield
        except TimeoutError:
            raise ExchangeUnreachable("it took too long") from None

    def keep_secret(self, tag: str, secret: str) -> None:
        """Keep in memory a secret that an exchange shows once, until it is recorded."""
        self._held[tag] = secret
        self._later(self.pace.hold, partial(self._held.pop, tag, None))

    def find_secret(self, tag: str) -> str | None:
        """Return a secret that is still kept, or None."""
        return self._held.get(tag)

    def doubt(self, tag: str) -> None:
        """Note that a creation under this tag was sent and its result is unknown."""
        self._forget_old_doubts()
        self._doubts[tag] = self._monotonic() + self.pace.doubt

    def forget_doubt(self, tag: str) -> None:
        """Note that its result is known."""
        self._doubts.pop(tag, None)

    def settle(self, tag: str, inherited: timedelta | None = None) -> None:
        """Return when a missing key will no longer appear. Raises StillInDoubt before that.

        `inherited` is the doubt that another process has left.
        """
        now = self._monotonic()
        if inherited is not None:
            self._doubts[tag] = max(self._doubts.get(tag, 0.0), now + inherited.total_seconds())
        left = self._doubts.get(tag, 0.0) - now
        if left > 0:
            raise StillInDoubt(timedelta(seconds=left))
        self.forget_doubt(tag)

    def is_idle(self) -> bool:
        """Whether forgetting the channel loses only the measured clock offset."""
        self._forget_old_doubts()
        return not self._locks and not self._held and not self._doubts

    def _forget_old_doubts(self) -> None:
        now = self._monotonic()
        self._doubts = {tag: until for tag, until in self._doubts.items() if until > now}


def _call_later(seconds: float, act: Callable[[], object]) -> object:
    return asyncio.get_running_loop().call_later(seconds, act)


@dataclass(slots=True)
class ChannelPool:
    """The access to all exchanges.

    `urls` are API addresses by exchange that differ from the adapter's own.
    """

    urls: Mapping[str, str] = field(default_factory=dict)
    pace: Pace = field(default_factory=Pace)
    transport: Transport = field(default_factory=Transport)
    monotonic: Callable[[], float] = time.monotonic
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    later: Callable[[float, Callable[[], object]], object] = _call_later
    failures: dict[str, Counter[str]] = field(default_factory=dict)
    """Calls without a success since the start, by exchange and kind: `refused` or `unreachable`."""
    _lines: dict[tuple[str, str], MainAccountChannel] = field(default_factory=dict)

    def channel(self, exchange: str, access_id: str) -> MainAccountChannel:
        """Return the channel shared by all users of these credentials."""
        key = exchange, access_id
        if key not in self._lines:
            if len(self._lines) >= MANY_LINES:
                # Credentials that were replaced, or tried in vain.
                self._lines = {one: channel for one, channel in self._lines.items() if not channel.is_idle()}
            self._lines[key] = MainAccountChannel(
                self.pace, self.monotonic, self.pause, self.later, self.failures.setdefault(exchange, Counter())
            )
        return self._lines[key]

    def list_own_ips(self) -> list[str]:
        """List our IPs as exchanges saw them, as far as they were asked since the start."""
        return sorted({channel.own_ip for channel in self._lines.values() if channel.own_ip is not None})

    async def close(self) -> None:
        """Close the HTTP client."""
        await self.transport.close()
