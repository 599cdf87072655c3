"""What nobody needs any more is forgotten: delivered notices, spent updates, links that are over."""

from datetime import timedelta

from bot.clock import REAL_TIME, Clock
from bot.jobs.schedule import Round
from storage.database import Database
from storage.work import Work

NOTICES_KEPT = timedelta(days=30)
LINKS_KEPT = timedelta(days=7)
"""After their end, so that whoever opens one late is told that it is over."""
UPDATES_KEPT = timedelta(days=14)
"""Telegram repeats an update for a day; ids start anew after a week of silence. Real time, as they are received."""
SLICE = 500
"""Rows that go in one write: whoever else writes waits for no more."""


class KeepHouse:
    """Tidies up."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> Round:
        """One slice; as long as there was something, the next follows at once."""
        return Round(did=await self._database.write(self._forget))

    def _forget(self, work: Work) -> int:
        now = self._clock.now()
        count = work.deliveries.forget_older(now - NOTICES_KEPT, SLICE)
        count += work.inbox.forget_older(REAL_TIME.now() - UPDATES_KEPT, SLICE - count)
        return count + work.links.drop_expired(now - LINKS_KEPT, SLICE - count)
