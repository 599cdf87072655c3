"""Tickets that are RUNNING and unleased: proven just now, or interrupted.

It must not know how a ticket is performed.
"""

from bot.jobs.schedule import Round
from bot.operations.performing import Performer


class PerformTickets:
    """Hands waiting tickets to the performer."""

    def __init__(self, performer: Performer) -> None:
        self._performer = performer

    async def run(self) -> Round:
        """Performs what waits; asks to be back when an exchange could not be reached."""
        did = await self._performer.perform_waiting()
        return Round(did=did, again_in=self._performer.wait_for_retry())
