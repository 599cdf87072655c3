"""Keys near their end: asks the database which accounts are due, and looks at them one by one.

There is no timer per key: the job sleeps until the next account is due and is woken by every write. A clock that was
ahead is noticed by what was looked at in its future.
It must not know what is said about a key.
"""

from collections.abc import Callable

import structlog

from bot.jobs.schedule import Round
from bot.operations.alerts.watching import look_at_account
from bot.operations.clock import Clock
from storage.database import Database
from storage.records import Watch

PAGE = 500

log = structlog.get_logger(__name__)


class RemindExpiring:
    """Scans; `scanned` is called after each scan in which every account could be looked at."""

    def __init__(self, database: Database, clock: Clock, scanned: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._scanned = scanned

    async def run(self) -> Round:
        """Looks at every account that is due, a page at a time; one that fails does not hold up the others."""
        now = self._clock.now()
        if await self._database.read(lambda work: work.alerts.has_looked_ahead(now)):
            await self._database.write(lambda work: work.alerts.look_again(now))
        failures: list[Exception] = []
        page: list[Watch] = []
        while page := list(await self._database.read(lambda work: work.alerts.list_due(now, _last(page), PAGE))):
            failures += [error for watch in page if (error := await self._look(watch)) is not None]
        if failures:
            raise failures[0]
        self._scanned()
        return Round(next_at=await self._database.read(lambda work: work.alerts.next_look()))

    async def _look(self, watch: Watch) -> Exception | None:
        try:
            now = self._clock.now()
            await self._database.write(lambda work: look_at_account(work, watch.account_id, now))
        except Exception as error:
            log.exception("an account could not be looked at", account_id=str(watch.account_id))
            return error
        return None


def _last(page: list[Watch]) -> Watch | None:
    return page[-1] if page else None
