"""A change asked again while its first ticket is open: the requester is led back to that ticket."""

from datetime import datetime

from bot.operations.desk.proofs import is_waiting
from bot.operations.model.notifications import who
from bot.operations.model.operation import Actor, Operation, Prepared, Request, TicketState
from bot.operations.model.replies import asked_card
from bot.operations.ticket.cards import new_team_card, open_private_card
from bot.rules.verdict import Allowed, Reason, Refused
from storage.records import Link, LinkPurpose, Stage, Ticket
from storage.work import Work


def lead_to_open(
    work: Work, actor: Actor, request: Request, operation: Operation, prepared: Prepared
) -> TicketState | Refused | None:
    """Return the open ticket of the same change, a refusal for other people, or None if there is none.

    A ticket that another person has not proven blocks no one, because it may never be proven.
    """
    is_same = operation.is_same
    if is_same is None or actor.team is None:
        return None
    same = [
        ticket
        for ticket in work.tickets.list_open(actor.team.id)
        if ticket.action is operation.action and is_same(ticket.payload, prepared.payload)
    ]
    for ticket in same:
        if ticket.stage in {Stage.BY_HAND, Stage.RUNNING}:
            asker = who(work.people.get(ticket.user_id))
            return Refused(Reason.ASKED_ALREADY, {"number": ticket.number, "who": asker, "stage": ticket.stage.value})
    own = [ticket for ticket in same if ticket.user_id == actor.person.user_id]
    waiting = [ticket for ticket in own if is_waiting(ticket, Stage.CODE, actor.now) == Allowed()]
    return _lead_to(work, request, waiting[-1], actor.now) if waiting else None


def _lead_to(work: Work, request: Request, ticket: Ticket, now: datetime) -> TicketState:
    """Show the private step at once. In a group the press leads there, and a command sends a new card."""
    question = asked_card(work, request)
    if request.place.is_private:
        open_private_card(work, ticket, ticket.user_id, now, question)
        return TicketState(ticket.id, ticket.stage)
    if request.is_press and question is None:
        link = Link(LinkPurpose.TICKET, ticket.id, ticket.user_id, ticket.stage_until or now)
        return TicketState(ticket.id, ticket.stage, work.links.create(link))
    return TicketState(ticket.id, ticket.stage, new_team_card(work, ticket, now, question))
