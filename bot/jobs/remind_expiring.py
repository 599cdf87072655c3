"""Find accounts with due reminders, and check their keys in slices.

There is no timer per key: the job sleeps until the next account is due and is woken by every write. A clock that was
ahead is noticed by accounts checked in its future.
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
"""Accounts per transaction: about 20 ms, in which no other task writes."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Glance:
    """One read of the alert table."""

    due: Sequence[Due]
    is_ahead: bool
    """An account was checked later than now."""
    next_look: datetime | None


class RemindExpiring:
    """Scans the alert table. `scanned` is called after each scan without a failed account."""

    def __init__(self, database: Database, clock: Clock, scanned: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._scanned = scanned

    async def run(self) -> Round:
        """Check every due account, a slice at a time. One that fails does not hold up the others."""
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
        """Read once, because a scan follows every write."""

        def body(work: Work) -> _Glance:
            due = work.alerts.list_due(now, after, SLICE)
            return _Glance(due, work.alerts.has_looked_ahead(now), None if due else work.alerts.next_look())

        return await self._database.read(body)

    async def _look_at(self, after: Due | None, due: Sequence[Due]) -> list[Exception]:
        """Check all at once, and each alone if that fails. Return the errors."""
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
