"""End the requests for which a person's new authenticator or new e-mail is too young."""

from datetime import datetime

from bot.operations.model.actor import actor_of
from bot.operations.ticket.approvals import is_fit_for, needed_by
from bot.operations.ticket.closing import end_ticket
from bot.operations.ticket.subject import subject_of
from bot.rules.verdict import Refused
from storage.records import End, Message, MessageContent, Stage, Ticket
from storage.work import Work

_TIMED_OUT_BEFORE = frozenset({Stage.CODE, Stage.EMAIL})
"""Stages that time out long before a new authenticator or e-mail is a day old. Later stages may last longer."""


def end_unprovable(work: Work, user_id: int, now: datetime) -> None:
    """Refuse the person's requests that they cannot prove any more, before a code is asked for them."""
    for ticket in work.tickets.list_open_of(user_id):
        if ticket.stage not in _TIMED_OUT_BEFORE:
            continue
        verdict = is_fit_for(work, actor_of(work, ticket, now), needed_by(work, ticket))
        if isinstance(verdict, Refused):
            ended = end_ticket(work, ticket, End.REFUSED, now, result=verdict.as_saying())
            _tell_privately(work, ended, now)


def _tell_privately(work: Work, ticket: Ticket, now: datetime) -> None:
    """Tell the person, unless the request has a private card of theirs, which says it."""
    if any(card.user_id == ticket.user_id for card in work.cards.list_of_ticket(ticket.id)):
        return
    said = Message("not-done-why", {"number": ticket.number, "subject": subject_of(ticket), "why": ticket.result})
    work.outbox.say(MessageContent(said), ticket.user_id, user_id=ticket.user_id, due_at=now)
