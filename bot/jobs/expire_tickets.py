"""Time out unfinished stages and unused invitations, and update their cards."""

from datetime import datetime

from bot.clock import Clock
from bot.jobs.schedule import Round
from bot.operations.members.close_invitation import close_invitation
from bot.operations.ticket.closing import end_ticket
from storage.database import Database
from storage.records import End, Invitation, Ticket
from storage.work import Work

AT_ONCE = 50


class ExpireTickets:
    """Times out tickets and invitations."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> Round:
        """Time out up to fifty tickets, and up to fifty invitations."""
        now = self._clock.now()
        timed_out, next_at = await self._database.read(
            lambda work: (_list_timed_out(work, now, 1), work.tickets.next_end(now))
        )
        if not any(timed_out):
            return Round(next_at=next_at)

        def body(work: Work) -> int:
            now = self._clock.now()
            tickets, invitations = _list_timed_out(work, now, AT_ONCE)
            for ticket in tickets:
                end_ticket(work, ticket, End.TIMED_OUT, now)
            for invitation in invitations:
                close_invitation(work, invitation, now)
            return len(tickets) + len(invitations)

        return Round(did=await self._database.write(body))


def _list_timed_out(work: Work, now: datetime, limit: int) -> tuple[list[Ticket], list[Invitation]]:
    return work.tickets.list_timed_out(now, limit), work.teams.list_expired_invitations(now, limit)
