"""Delete rows that are no longer needed: delivered notices, spent updates, old links."""

from datetime import timedelta

from bot.clock import REAL_TIME, Clock
from bot.jobs.schedule import Round
from storage.database import Database
from storage.work import Work

NOTICES_KEPT = timedelta(days=30)
LINKS_KEPT = timedelta(days=7)
"""Time after their end, so that a late reader gets an explanation."""
UPDATES_KEPT = timedelta(days=14)
"""Telegram repeats an update for a day, and ids restart after a week of silence. Real time of receipt."""
SLICE = 500
"""Rows per write, so that other writers wait only for one slice."""


class PurgeOldRows:
    """Deletes old rows."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> Round:
        """Delete one slice. If there was something, the next follows at once."""
        return Round(did=await self._database.write(self._forget))

    def _forget(self, work: Work) -> int:
        now = self._clock.now()
        count = work.deliveries.forget_older(now - NOTICES_KEPT, SLICE)
        count += work.inbox.forget_older(REAL_TIME.now() - UPDATES_KEPT, SLICE - count)
        return count + work.links.drop_expired(now - LINKS_KEPT, SLICE - count)
