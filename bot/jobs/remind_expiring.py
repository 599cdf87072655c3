"""Keys near their end: asks the database which accounts are due, and looks at them one by one.

There is no timer per key: the job sleeps until the next account is due and is woken by every write. A clock that was
ahead is noticed by what was looked at in its future.
It must not know what is said about a key.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog

from bot.clock import Clock
from bot.jobs.schedule import Round
from bot.operations.alerts.scan import look_at_account
from storage.alerts import Due
from storage.database import Database
from storage.work import Work

PAGE = 1000
"""Accounts found in one read: ids, no keys."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Glance:
    """One look at the table of watches."""

    page: Sequence[Due]
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
        """Looks at every account that is due, a page at a time; one that fails does not hold up the others."""
        now = self._clock.now()
        glance = await self._glance(now, None)
        if glance.is_ahead:
            await self._database.write(lambda work: work.alerts.look_again(now))
            glance = await self._glance(now, None)
        failures: list[Exception] = []
        while glance.page:
            failures += [error for _, one in glance.page if (error := await self._look(one)) is not None]
            glance = await self._glance(now, glance.page[-1])
        if failures:
            raise failures[0]
        self._scanned()
        return Round(next_at=glance.next_look)

    async def _glance(self, now: datetime, after: Due | None) -> _Glance:
        """One read, since it follows every write of anybody."""

        def body(work: Work) -> _Glance:
            page = work.alerts.list_due(now, after, PAGE)
            return _Glance(page, work.alerts.has_looked_ahead(now), None if page else work.alerts.next_look())

        return await self._database.read(body)

    async def _look(self, account_id: UUID) -> Exception | None:
        try:
            now = self._clock.now()
            await self._database.write(lambda work: look_at_account(work, account_id, now))
        except Exception as error:
            log.exception("an account could not be looked at", account_id=str(account_id))
            return error
        return None
