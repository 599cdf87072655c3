"""Stages nobody finished: their tickets lapse, and the cards say so.

It must not know what a ticket would have changed.
"""

from bot.jobs.schedule import Round
from bot.operations.clock import Clock
from bot.operations.ending import end_ticket
from storage.database import Database
from storage.records import End
from storage.work import Work

AT_ONCE = 50


class LapseTickets:
    """Ends what is over."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> Round:
        """Ends up to fifty tickets whose stage is over."""
        now = self._clock.now()
        lapsed, next_at = await self._database.read(
            lambda work: (work.tickets.list_lapsed(now, 1), work.tickets.next_end(now))
        )
        if not lapsed:
            return Round(next_at=next_at)

        def body(work: Work) -> int:
            lapsed = work.tickets.list_lapsed(self._clock.now(), AT_ONCE)
            for ticket in lapsed:
                end_ticket(work, ticket, End.LAPSED, self._clock.now())
            return len(lapsed)

        return Round(did=await self._database.write(body))
