"""Approve or deny a ticket by command: find the ticket, show its private step, or end it.

An approval itself is proven by a code in the private step.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.clock import Clock
from bot.operations.desk.desk import Reply, show_step
from bot.operations.desk.open_tickets import refuse_stop
from bot.operations.desk.proofs import wanted_code
from bot.operations.desk.reasons import find_denied, read_typed, say_denial, take_denial_reason, take_reason
from bot.operations.lookup.limits import within_limits
from bot.operations.model.actor import find_actor
from bot.operations.model.button_data import typed
from bot.operations.model.operation import Actor, Question, Request, TicketState
from bot.operations.model.replies import ask_back, transact
from bot.operations.ticket.cards import new_team_card
from bot.operations.ticket.closing import audit, end_ticket
from bot.operations.ticket.reasons import ask_reason, note_reason
from bot.operations.ticket.subject import subject_of
from bot.rules.authorization import may_read
from bot.rules.verdict import Reason, Refused
from storage.database import Database
from storage.records import End, Message, Outcome, ProofKind, Stage, Ticket
from storage.work import Work


class Approving:
    """`/approve`, `/deny`, [Deny] and reasons. Each method is one transaction and returns the answer of a press."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def approve(self, request: Request) -> Reply:
        """Show the approver's step in private. In a group send a new card with the button to that step."""

        def act(work: Work, ticket: Ticket, now: datetime) -> Reply:
            if request.place.is_private:
                return show_step(work, request, ticket, now)
            if isinstance(refused := wanted_code(work, ticket, request, now), Refused):
                return refused
            return TicketState(ticket.id, ticket.stage, new_team_card(work, ticket, now))

        return await self._choose(request, act)

    async def deny_chosen(self, request: Request) -> Reply:
        """Deny the chosen ticket, with the words after its number as the reason. They may also follow later."""

        def body(work: Work, now: datetime) -> Reply:
            denied = find_denied(work, request, now)
            if denied is not None:
                return take_denial_reason(work, request, denied, now)
            return self._chosen(work, request, lambda work, ticket, now: _deny(work, request, ticket, now), now)

        return await transact(self._database, self._clock, request, body)

    async def give_reason(self, request: Request) -> Reply:
        """`/reason NUMBER WORDS`: the requester says why, once."""
        return await transact(self._database, self._clock, request, lambda work, now: take_reason(work, request, now))

    async def deny(self, request: Request, ticket_id: UUID) -> Reply:
        """[Deny]: the role is enough without a code, because a denial changes nothing."""

        def body(work: Work, now: datetime) -> Reply:
            ticket = work.tickets.find(ticket_id)
            return _deny(work, request, ticket, now) if ticket else Refused(Reason.LINK_UNKNOWN)

        return await transact(self._database, self._clock, request, body)

    async def _choose(self, request: Request, act: Callable[[Work, Ticket, datetime], Reply]) -> Reply:
        return await transact(
            self._database, self._clock, request, lambda work, now: self._chosen(work, request, act, now)
        )

    def _chosen(
        self, work: Work, request: Request, act: Callable[[Work, Ticket, datetime], Reply], now: datetime
    ) -> Reply:
        chosen = _find_chosen(work, request, now)
        if isinstance(chosen, Question):
            ask_back(work, request, chosen, now)
        return act(work, chosen, now) if isinstance(chosen, Ticket) else chosen


def _find_chosen(work: Work, request: Request, now: datetime) -> Ticket | Refused | Question:
    actor = find_actor(work, request, now)
    if not isinstance(actor, Actor):
        return actor
    verdict = may_read(actor.membership)
    if isinstance(verdict, Refused):
        return verdict
    open_ones = within_limits(work, actor.membership).tickets.list_open(actor.the_team.id)
    waiting = [ticket for ticket in open_ones if ticket.stage is Stage.APPROVAL]
    if (number := request.number) is not None:
        waiting = [ticket for ticket in waiting if str(ticket.number) == number]
    match waiting:
        case []:
            return Refused(Reason.NOTHING_TO_APPROVE, {"number": number})
        case [ticket]:
            return ticket
    choices = [
        (
            Message("choice-ticket", {"number": ticket.number, "subject": subject_of(ticket)}),
            typed(f"{request.command} {ticket.number}"),
        )
        for ticket in waiting
    ]
    return Question(Message("ask-which-ticket", {"command": request.command}), choices)


def _deny(work: Work, request: Request, ticket: Ticket, now: datetime) -> Reply:
    person = work.people.upsert(request.user_id, request.name)
    if (refused := refuse_stop(work, ticket, request)) is not None:
        return refused
    if ticket.end is not None:
        return Refused(Reason.TICKET_ENDED, {"end": ticket.end.value})
    if ticket.stage is not Stage.APPROVAL:
        return Refused(Reason.NOT_IN_THIS_STAGE)
    audit(work, ticket, Outcome.PROOF_FAILED, now, actor=request.user_id, proof=ProofKind.APPROVAL.value)
    reason = read_typed(request)
    ticket = replace(ticket, denied_by=person.user_id, denial_reason=reason)
    ended = end_ticket(work, ticket, End.CANCELLED, now, result=say_denial(person, reason), actor=person.user_id)
    if reason is not None:
        note_reason(work, ended, request, reason, now)
    elif person.enrolled_at is not None:
        # The request has ended already. The reason may follow, where the person has a private chat with the bot.
        ask_reason(work, ended, person.user_id, now)
    return TicketState(ended.id, ended.stage)
