"""The warnings that a requester acknowledges, one by one, before the code."""

from dataclasses import replace
from datetime import datetime

from bot.operations.desk.proofs import wanted_code
from bot.operations.model.operation import Request, TicketState
from bot.operations.ticket.acknowledgements import is_done_by, next_acknowledgement
from bot.operations.ticket.cards import show, show_to
from bot.rules.verdict import Reason, Refused
from storage.records import Message, ProofKind, Ticket
from storage.work import Work


def find_acknowledged(work: Work, request: Request, now: datetime) -> Ticket | None:
    """Find the sender's own ticket with an open acknowledgement, the one opened last."""
    waiting = (
        ticket
        for ticket in work.tickets.list_opened(request.user_id)
        if wanted_code(work, ticket, request, now) is ProofKind.CODE and next_acknowledgement(ticket) is not None
    )
    return next(waiting, None)


def mind(work: Work, ticket: Ticket, request: Request, typed: str | None, now: datetime) -> TicketState | Refused:
    """Count one warning as read, or say that the typed characters are wrong."""
    acknowledgement = next_acknowledgement(ticket)
    if acknowledgement is None:
        return Refused(Reason.NOT_IN_THIS_STAGE)
    if not is_done_by(acknowledgement, typed):
        show_to(work, ticket, request.user_id, now, Message("care-wrong" if acknowledgement.wants else "care-untold"))
        return TicketState(ticket.id, ticket.stage)
    ticket = replace(ticket, cares_done=ticket.cares_done + 1)
    work.tickets.save(ticket)
    show(work, ticket, now)
    return TicketState(ticket.id, ticket.stage)
