"""Start the tickets whose time to be stopped is over."""

from bot.clock import Clock
from bot.jobs.schedule import Round
from bot.operations.desk.cooling import end_cooling
from storage.database import Database
from storage.work import Work

AT_ONCE = 50


class EndCooling:
    """Starts up to fifty in each run."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> Round:
        """Do so for those that are due."""
        now = self._clock.now()
        next_at = await self._database.read(lambda work: work.tickets.next_cooled())
        if next_at is None or next_at > now:
            return Round(next_at=next_at)

        def body(work: Work) -> int:
            now = self._clock.now()
            due = work.tickets.list_cooled(now, AT_ONCE)
            for ticket in due:
                end_cooling(work, ticket, now)
            return len(due)

        return Round(did=await self._database.write(body))
