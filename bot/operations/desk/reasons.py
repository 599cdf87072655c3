"""Take the reason of a requester, or of a person who denied a request. The request goes on or has ended without it."""

from dataclasses import replace
from datetime import datetime

from bot.operations.desk.proofs import refuse_other
from bot.operations.lookup.limits import within_limits
from bot.operations.model.actor import find_actor
from bot.operations.model.notifications import who
from bot.operations.model.operation import Actor, Question, Request, TicketState
from bot.operations.ticket.cards import show
from bot.operations.ticket.reasons import NO_REASON, note_reason
from bot.operations.ticket.subject import subject_of
from bot.rules.authorization import may_read
from bot.rules.reason_text import read_reason
from bot.rules.ticket_path import APPROVAL_TIME
from bot.rules.verdict import Reason, Refused
from storage.records import Message, MessageContent, Person, Stage, Ticket
from storage.work import Work

_STILL_READ = frozenset({Stage.CODE, Stage.EMAIL, Stage.APPROVAL, Stage.COOLING})
"""Stages in which others may still decide about it."""


def read_typed(request: Request) -> str | None:
    """The reason after the number. Empty: the person gives none. None: it is missing or cannot be read."""
    reason = _read(request)
    return reason if isinstance(reason, str) else None


def say_denial(person: Person, reason: str | None) -> Message:
    """Who denied it, and why."""
    name = who(person)
    return Message("denied-because", {"who": name, "reason": reason}) if reason else Message("denied-by", {"who": name})


def take_reason(work: Work, request: Request, now: datetime) -> TicketState | Refused | Question:
    """Keep why the requester wants it, and show it to those who decide. It is given once."""
    ticket = _find(work, request, now)
    if not isinstance(ticket, Ticket):
        return ticket
    if ticket.user_id != request.user_id:
        return refuse_other(work, ticket, request)
    if ticket.end is not None:
        return Refused(Reason.TICKET_ENDED, {"end": ticket.end.value})
    if ticket.reason is not None or ticket.stage not in _STILL_READ:
        return Refused(Reason.NOT_IN_THIS_STAGE)
    reason = _read(request)
    if isinstance(reason, Refused):
        return reason
    ticket = replace(ticket, reason=reason)
    work.tickets.save(ticket)
    note_reason(work, ticket, request, reason, now)
    show(work, ticket, now)
    return TicketState(ticket.id, ticket.stage)


def find_denied(work: Work, request: Request, now: datetime) -> Ticket | None:
    """The ticket with this number, if the sender denied it within the time of an approval and has not said why."""
    if len(request.words) < 2:
        return None
    ticket = _find(work, request, now)
    if not isinstance(ticket, Ticket) or ticket.denied_by != request.user_id or ticket.denial_reason is not None:
        return None
    return ticket if ticket.ended_at is not None and now < ticket.ended_at + APPROVAL_TIME else None


def take_denial_reason(work: Work, request: Request, ticket: Ticket, now: datetime) -> TicketState | Refused:
    """Add to a denied ticket why, and tell its requester."""
    reason = _read(request)
    if isinstance(reason, Refused):
        return reason
    result = say_denial(work.people.get(request.user_id), reason)
    ticket = replace(ticket, denial_reason=reason, result=result)
    work.tickets.save(ticket)
    note_reason(work, ticket, request, reason, now)
    if reason:
        show(work, ticket, now)
        told = Message("cancelled-why", {"number": ticket.number, "subject": subject_of(ticket), "why": result})
        work.outbox.say(MessageContent(told), ticket.user_id, user_id=ticket.user_id, is_news=True, due_at=now)
    return TicketState(ticket.id, ticket.stage)


def _find(work: Work, request: Request, now: datetime) -> Ticket | Refused | Question:
    actor = find_actor(work, request, now)
    if not isinstance(actor, Actor):
        return actor
    if isinstance(refused := may_read(actor.membership), Refused):
        return refused
    number = request.number or ""
    is_number = number.isascii() and number.isdecimal() and len(number) < 10
    view = within_limits(work, actor.membership)
    found = view.tickets.find_numbered(actor.the_team.id, int(number)) if is_number else None
    return found or Refused(Reason.TICKET_UNKNOWN, {"number": number[:9]})


def _read(request: Request) -> str | Refused:
    words = request.words[1:]
    return "" if words == (NO_REASON,) else read_reason(" ".join(words))
