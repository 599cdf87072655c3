"""The end of the time in which a team can stop a proven ticket."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.operations.desk.proofs import add_proof, advance
from bot.operations.desk.recheck import ask_again
from bot.operations.ticket.approvals import given_for, needed_by
from bot.operations.ticket.cards import show
from bot.operations.ticket.closing import end_ticket
from bot.rules.ticket_path import next_stage
from bot.rules.verdict import Refused
from storage.records import End, ProofKind, Stage, Ticket
from storage.work import Work


def end_cooling(work: Work, ticket: Ticket, now: datetime) -> None:
    """Start the ticket if the rules still allow it. A policy that became stricter lets it wait longer."""
    verdict, needed = ask_again(work, ticket, now), needed_by(work, ticket)
    if isinstance(verdict, Refused):
        end_ticket(work, ticket, End.REFUSED, now, result=verdict.as_saying())
        return
    if (more := needed.cooling_hours - ticket.cooling_hours) > 0 and ticket.stage_until is not None:
        until = ticket.stage_until + timedelta(hours=more)
        later = replace(ticket, stage_until=until, cooling_hours=needed.cooling_hours)
        work.tickets.save(later)
        show(work, later, now)
        return
    if next_stage(replace(needed, cooling_hours=0), given_for(work, ticket, now)) is Stage.RUNNING:
        add_proof(work, ticket, ProofKind.COOLING, ticket.user_id, now)
    advance(work, ticket, now)
