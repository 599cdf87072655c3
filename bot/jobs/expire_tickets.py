"""Time out unfinished stages and unused invitations, update their cards, and remind people before that."""

from datetime import datetime

from bot.clock import Clock
from bot.jobs.schedule import Round
from bot.operations.members.close_invitation import close_invitation
from bot.operations.ticket.approvals import has_approved, list_approvers
from bot.operations.ticket.cards import ask_privately_again, remind
from bot.operations.ticket.closing import end_ticket
from bot.rules.ticket_path import REMIND_BEFORE
from storage.database import Database
from storage.records import End, Invitation, Stage, Ticket
from storage.work import Work

AT_ONCE = 50


class ExpireTickets:
    """Times out tickets and invitations, and reminds of tickets that wait for people at an exchange."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> Round:
        """Do this for up to fifty of each."""
        now = self._clock.now()
        due, next_at = await self._database.read(lambda work: (_list_due(work, now, 1), _next_at(work, now)))
        if not any(due):
            return Round(next_at=next_at)

        def body(work: Work) -> int:
            now = self._clock.now()
            tickets, invitations, reminded = _list_due(work, now, AT_ONCE)
            for ticket in tickets:
                end_ticket(work, ticket, End.TIMED_OUT, now)
            for invitation in invitations:
                close_invitation(work, invitation, now)
            for ticket in reminded:
                _remind(work, ticket, now)
            return len(tickets) + len(invitations) + len(reminded)

        return Round(did=await self._database.write(body))


def _list_due(work: Work, now: datetime, limit: int) -> tuple[list[Ticket], list[Invitation], list[Ticket]]:
    """List tickets and invitations that timed out, and tickets to remind of."""
    timed_out = work.tickets.list_timed_out(now, limit)
    ended = {ticket.id for ticket in timed_out}
    soon = [
        ticket
        for stage, before in REMIND_BEFORE.items()
        for ticket in work.tickets.list_unreminded(stage, now + before, limit)
    ]
    return timed_out, work.teams.list_expired_invitations(now, limit), [one for one in soon if one.id not in ended]


def _remind(work: Work, ticket: Ticket, now: datetime) -> None:
    """Show the ticket to its team again, and to those who can still approve it."""
    if ticket.team_id is None:
        return
    remind(work, ticket, work.teams.get(ticket.team_id), now)
    for person in list_approvers(work, ticket, now) if ticket.stage is Stage.APPROVAL else ():
        if not has_approved(work, ticket, person.user_id):
            ask_privately_again(work, ticket, person.user_id, now)


def _next_at(work: Work, now: datetime) -> datetime | None:
    ends = [(stage, work.tickets.next_unreminded(stage)) for stage in REMIND_BEFORE]
    reminders = [end - REMIND_BEFORE[stage] for stage, end in ends if end is not None]
    return min((moment for moment in (work.tickets.next_end(now), *reminders) if moment), default=None)
