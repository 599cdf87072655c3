"""Ping a monitor after completed scans, so that people outside notice when they stop.

A failed ping is logged without its address, which may hold a secret, and sent again after the next scan.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bot.jobs.schedule import Round

PAUSE = timedelta(seconds=60)
"""Real time between two pings. Scans follow every write and need not all be reported."""

log = structlog.get_logger(__name__)

Ping = Callable[[], Awaitable[str | None]]
"""Sends one ping. Returns what went wrong, in words without the address, or None."""


class PingHeartbeat:
    """Pings in its own task, so that a slow answer never holds up a scan."""

    def __init__(self, ping: Ping, *, woken: asyncio.Event) -> None:
        """`woken` is the event of the job's row in the table."""
        self._ping = ping
        self._woken = woken
        self._is_owed = False
        self._last: float | None = None
        self.trouble: str | None = None
        """Error of the last ping, or None."""

    def scanned(self) -> None:
        """Note that a scan is complete, so that a ping is owed."""
        self._is_owed = True
        self._woken.set()

    async def run(self) -> Round:
        """Ping if one is owed and the last is a minute old."""
        if not self._is_owed:
            return Round()
        since = PAUSE if self._last is None else timedelta(seconds=time.monotonic() - self._last)
        if since < PAUSE:
            return Round(again_in=PAUSE - since)
        self._is_owed, self._last = False, time.monotonic()
        self.trouble = await self._ping()
        if self.trouble is not None:
            log.warning("a heartbeat could not be sent", why=self.trouble)
        return Round()
