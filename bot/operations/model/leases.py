"""Hold a lease while work runs, and stop at once when it is lost.

Leases run on real time: the database's for who holds one, this process's own for when to stop.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from uuid import uuid4

import structlog

from storage.database import Database
from storage.errors import DatabaseError

LEASE = timedelta(seconds=15)
"""How long work stays with a process that does not renew its lease."""
LEAD = timedelta(seconds=6)
"""Lease of the right to poll Telegram, so that another process polls within ten seconds."""
CLAIM = timedelta(seconds=6)
"""Lease of updates. With the time between two scans another process handles them within ten seconds."""
LEADER = "polling"

_RENEWALS = 3
"""Renewals in the time of one lease, so that one slow answer loses nothing."""

log = structlog.get_logger(__name__)

Renew = Callable[[], Awaitable[bool]]
"""Renew a lease. False if another process holds it."""


class LeaseLost(Exception):
    """Another process may have the work by now."""


@asynccontextmanager
async def kept(renew: Renew, lasting: timedelta, taken_at: float) -> AsyncIterator[None]:
    """Renew a lease while the block runs. A failed or late renewal cancels the block and raises LeaseLost.

    `taken_at` is the event loop's time just before the lease was requested.
    """
    limit = asyncio.timeout_at(taken_at + lasting.total_seconds())
    try:
        async with limit:
            pause, renewing = lasting.total_seconds() / _RENEWALS, set[asyncio.Task[None]]()

            def begin() -> None:
                renewing.add(asyncio.create_task(_go_on_renewing(renew, lasting, limit), name="lease"))

            # Most work ends before its lease must be renewed, and needs no task for that.
            timer = asyncio.get_running_loop().call_later(pause, begin)
            try:
                yield
            finally:
                timer.cancel()
                for task in renewing:
                    task.cancel()
                await asyncio.gather(*renewing, return_exceptions=True)
    except TimeoutError:
        if limit.expired():
            raise LeaseLost from None
        raise


async def _go_on_renewing(renew: Renew, lasting: timedelta, limit: asyncio.Timeout) -> None:
    loop = asyncio.get_running_loop()
    while True:
        asked_at = loop.time()
        try:
            is_ours = await renew()
        except Exception as error:
            log.warning("a lease could not be renewed", error=type(error).__name__)
        else:
            if not limit.expired():
                limit.reschedule(asked_at + lasting.total_seconds() if is_ours else asked_at)
        await asyncio.sleep(lasting.total_seconds() / _RENEWALS)


class Lead:
    """The right to poll Telegram, which one process per database has."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._holder = uuid4()

    async def hold(self) -> bool:
        """Take or renew it. A single process always has it."""
        if self._database.is_alone:
            return True
        return await self._database.write(lambda work: work.leases.hold(LEADER, self._holder, LEAD))

    async def let_go(self) -> None:
        """Release it to another process at once. If the database does not answer, the lease expires."""
        if not self._database.is_alone:
            with suppress(DatabaseError):
                await self._database.write(lambda work: work.leases.let_go(LEADER, self._holder))
