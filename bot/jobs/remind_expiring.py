"""Keys near their end: asks the database which accounts are due, and looks at them in slices.

There is no timer per key: the job sleeps until the next account is due and is woken by every write. A clock that was
ahead is noticed by what was looked at in its future.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.clock import Clock
from bot.jobs.schedule import Round
from bot.operations.alerts.scan import look_at_accounts
from storage.database import Database
from storage.due_slice import Due, Slice
from storage.work import Work

SLICE = 100
"""Accounts looked at in one transaction: some 20 ms, in which nobody else writes."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Glance:
    """One look at the table of watches."""

    due: Sequence[Due]
    is_ahead: bool
    """Something was looked at later than it is now."""
    next_look: datetime | None


class RemindExpiring:
    """Scans; `scanned` is called after each scan in which every account could be looked at."""

    def __init__(self, database: Database, clock: Clock, scanned: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._scanned = scanned

    async def run(self) -> Round:
        """Looks at every account that is due, a slice at a time; one that fails does not hold up the others."""
        now = self._clock.now()
        glance = await self._glance(now, None)
        if glance.is_ahead:
            await self._database.write(lambda work: work.alerts.look_again(now))
            glance = await self._glance(now, None)
        failures: list[Exception] = []
        after: Due | None = None
        while glance.due:
            failures += await self._look_at(after, glance.due)
            after = glance.due[-1]
            glance = await self._glance(now, after)
        if failures:
            raise failures[0]
        self._scanned()
        return Round(next_at=glance.next_look)

    async def _glance(self, now: datetime, after: Due | None) -> _Glance:
        """One read, since it follows every write of anybody."""

        def body(work: Work) -> _Glance:
            due = work.alerts.list_due(now, after, SLICE)
            return _Glance(due, work.alerts.has_looked_ahead(now), None if due else work.alerts.next_look())

        return await self._database.read(body)

    async def _look_at(self, after: Due | None, due: Sequence[Due]) -> list[Exception]:
        """All at once; where that fails, each by itself. Returns what failed."""
        now, last = self._clock.now(), due[-1]
        try:
            await self._database.write(lambda work: look_at_accounts(work, Slice(after, last), now))
        except Exception as error:
            if len(due) == 1:
                log.exception("an account could not be looked at", account_id=str(last[1]))
                return [error]
            befores = [after, *due[:-1]]
            return [error for one in zip(befores, due, strict=True) for error in await self._look_at(one[0], one[1:])]
        return []
