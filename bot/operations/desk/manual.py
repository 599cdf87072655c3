"""Tickets that people finish: no such call, not done at the exchange, or an unknown outcome."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.exchanges.exchange import ExchangeUnclear, KeyUnmarked, SecretForgotten
from bot.operations.desk.catalogue import CATALOGUE
from bot.operations.model.operation import Subject
from bot.operations.ticket.cards import hand_out, show, tell_again
from bot.operations.ticket.closing import audit
from bot.rules.exchange_terms import TERMS
from bot.rules.ticket_path import stage_end
from bot.rules.verdict import Refused
from storage.records import Arg, Message, Outcome, Stage, Ticket
from storage.work import Work


def hand_over(work: Work, ticket_id: UUID, now: datetime) -> None:
    """Ask people to do it on the exchange's page, because the exchange has no such call."""
    moved = _to_people(work, work.tickets.get(ticket_id), now)
    if not send_steps(work, moved, now) and moved.team_id is not None and moved.asked_in.is_private:
        # The person at the exchange's page need not be the requester.
        tell_again(work, moved, work.teams.get(moved.team_id), now)


def send_steps(work: Work, ticket: Ticket, now: datetime) -> bool:
    """Send the steps that people take to their team. False: its card says all of them."""
    instructions = CATALOGUE[ticket.action].instructions
    if ticket.team_id is None or instructions is None:
        return False
    hand_out(work, ticket, work.teams.get(ticket.team_id), instructions(work, ticket, now), now)
    return True


def hand_back(work: Work, ticket_id: UUID, refused: Refused, now: datetime) -> None:
    """Say on the card that the exchange does not show it done, and wait for another [Done]."""
    why = refused.as_saying()
    _to_people(work, replace(work.tickets.get(ticket_id), result=why), now, why)


def ask_a_person(work: Work, ticket_id: UUID, unclear: Message, now: datetime) -> None:
    """Ask a person to check, because asking again settles nothing. Only their [Done] repeats the call."""
    current = work.tickets.get(ticket_id)
    doubtful = tuple(replace(part, outcome=Outcome.BY_HAND, reason=unclear) for part in current.parts)
    moved = _to_people(work, replace(current, parts=doubtful), now, unclear)
    if moved.team_id is not None:
        tell_again(work, moved, work.teams.get(moved.team_id), now)


def tell_doubt(ticket: Ticket, part: int, subject: Subject, doubt: ExchangeUnclear) -> Message:
    """Say what is known of a part, by its number, and what a person must find out."""
    rotations = ticket.payload.get("rotations")
    payload = rotations[part - 1] if isinstance(rotations, list) else ticket.payload
    account = subject.the_account
    terms = TERMS.get(account.kind)
    args: dict[str, Arg] = {
        "number": ticket.number,
        "key": str(payload.get("remark") or subject.name),
        "account": account.name,
        "page": terms.page if terms else "",
    }
    sentences = {SecretForgotten: "unclear-secret", KeyUnmarked: "unclear-unmarked"}
    return Message(sentences.get(type(doubt), "unclear-key"), args)


def _to_people(work: Work, ticket: Ticket, now: datetime, why: Message | None = None) -> Ticket:
    moved = replace(ticket, stage=Stage.BY_HAND, stage_until=stage_end(Stage.BY_HAND, now))
    work.tickets.save(moved)
    audit(work, moved, Outcome.BY_HAND, now, actor=None, why=why)
    show(work, moved, now)
    return moved
