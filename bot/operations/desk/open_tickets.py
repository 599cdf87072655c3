"""Actions on a waiting ticket besides proofs: send the e-mail again, cancel, done by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.clock import Clock
from bot.operations.desk.attestation import acknowledge, take_word
from bot.operations.desk.dialogue import cancel_question
from bot.operations.desk.page_links import send_page_link
from bot.operations.desk.presses import is_known_here
from bot.operations.desk.proofs import add_proof, advance, is_waiting, may_step
from bot.operations.members.presence import PresenceCheck
from bot.operations.model.actor import find_actor
from bot.operations.model.notifications import who
from bot.operations.model.operation import Actor, Question, Request, TicketState
from bot.operations.model.remembered import Remembered
from bot.operations.model.replies import answer, ask_back, ask_further, transact
from bot.operations.ticket.cards import show
from bot.operations.ticket.closing import end_ticket
from bot.operations.ticket.contents import can_ask_again
from bot.operations.ticket.stop_notice import is_reset_of
from bot.operations.ticket.subject import subject_of
from bot.rules.authorization import may_ask, may_stop
from bot.rules.lockout import WAYS_BACK, may_stop_way_back
from bot.rules.ticket_path import may_cancel, may_resend, stage_end
from bot.rules.verdict import Reason, Refused
from storage.database import Database
from storage.records import End, Message, ProofKind, Stage, Ticket
from storage.work import Work

Reply = TicketState | Refused


class OpenTickets:
    """Open tickets. Each method is one transaction and returns the answer of a press."""

    def __init__(self, database: Database, clock: Clock, presence_check: PresenceCheck) -> None:
        self._database = database
        self._clock = clock
        self._presence_check = presence_check

    async def resend(self, request: Request, ticket_id: UUID) -> Reply:
        """Send the page's link again, at most every 60 seconds. The old link ends and the time starts again."""

        def body(work: Work, now: datetime) -> Reply:
            ticket = work.tickets.find(ticket_id)
            if ticket is None:
                return Refused(Reason.LINK_UNKNOWN)
            for verdict in (may_step(work, ticket, request, Stage.EMAIL, now), may_resend(ticket.mailed_at, now)):
                if isinstance(verdict, Refused):
                    return verdict
            ticket = replace(ticket, mailed_at=now, stage_until=stage_end(Stage.EMAIL, now))
            work.tickets.save(ticket)
            send_page_link(work, ticket, now)
            show(work, ticket, now)
            return TicketState(ticket.id, ticket.stage)

        return await transact(self._database, self._clock, request, body)

    async def cancel(self, request: Request, ticket_id: UUID) -> Reply:
        """End a ticket that has not run, for its requester or an approver of its team."""

        def body(work: Work, now: datetime) -> Reply:
            ticket = work.tickets.find(ticket_id)
            return _cancel(work, request, ticket, now) if ticket else Refused(Reason.LINK_UNKNOWN)

        return await transact(self._database, self._clock, request, body)

    async def asked_by(self, ticket_id: UUID) -> Remembered | None:
        """The command that asked for a ticket which timed out, for a person to ask again. None: it cannot."""

        def body(work: Work) -> Remembered | None:
            ticket = work.tickets.find(ticket_id)
            return Remembered(ticket.said, ticket.team_id) if ticket is not None and can_ask_again(ticket) else None

        return await self._database.read(body)

    async def cancel_latest(self, request: Request, replied_to: int | None = None) -> Reply | Question | None:
        """`/cancel`: end the sender's own open ticket with this number, or the last one, in the chat's team.

        A question of the bot comes before: the one replied to (its message id), or in private the newest message.
        """

        def body(work: Work, now: datetime) -> Reply | Question | None:
            if cancel_question(work, request, replied_to, now):
                return None
            own = _own_open(work, request, now)
            if isinstance(own, Question):
                ask_back(work, request, own, now)
            if not isinstance(own, list):
                return own
            if not own:
                return Refused(Reason.NOTHING_TO_CANCEL, {"number": request.number})
            ended = _cancel(work, request, max(own, key=lambda ticket: (ticket.asked_at, ticket.number)), now)
            if isinstance(ended, TicketState):
                ticket = work.tickets.get(ended.ticket_id)
                said = Message("cancelled", {"number": ticket.number, "subject": subject_of(ticket)})
                answer(work, request, said, now)
            return ended

        return await transact(self._database, self._clock, request, body)

    async def done_by_hand(self, request: Request, ticket_id: UUID, words: Sequence[str] = ()) -> Reply | Question:
        """Record that a named person did the step by hand. The exchange is read, or the statement counts.

        `words` say what only that person has seen. Without them the bot asks for it.
        """
        meant = await self._database.read(lambda work: work.tickets.find(ticket_id))
        missing = await self._presence_check.refuse(request.user_id, meant.team_id) if meant else None

        def body(work: Work, now: datetime) -> Reply | Question:
            ticket = work.tickets.find(ticket_id)
            if ticket is None or ticket.team_id is None or not is_known_here(work, ticket, request):
                return Refused(Reason.LINK_UNKNOWN)
            if missing is not None:
                return missing
            person = work.people.upsert(request.user_id, request.name)
            membership = work.teams.find_membership(ticket.team_id, request.user_id)
            for verdict in (
                may_ask(ticket.action, membership, is_enrolled=person.enrolled_at is not None),
                is_waiting(ticket, Stage.BY_HAND, now),
            ):
                if isinstance(verdict, Refused):
                    return verdict
            told = take_word(work, ticket, request, words, now)
            if isinstance(told, Refused) and request.dialogue is not None:
                asked = take_word(work, ticket, request, (), now)
                told = ask_further(told, asked, request.dialogue) if isinstance(asked, Question) else told
            if isinstance(told, Question):
                ask_back(work, replace(request, said=""), told, now)
            if not isinstance(told, Ticket):
                return told
            if told != ticket:
                work.tickets.save(told)
                acknowledge(work, told, request, now)
            ticket = told
            add_proof(work, ticket, ProofKind.ATTESTATION, request.user_id, now)
            moved = advance(work, ticket, now)
            return TicketState(moved.id, moved.stage)

        return await transact(self._database, self._clock, request, body)


def _own_open(work: Work, request: Request, now: datetime) -> list[Ticket] | Refused | Question:
    """List the sender's open tickets in the chat's team.

    In private add the personal ones, or ask which team. The question is skipped where all open tickets are in one team.
    """
    own, number = work.tickets.list_open_of(request.user_id), request.number
    personal = [ticket for ticket in own if ticket.team_id is None and request.place.is_private]
    teams = {ticket.team_id for ticket in own if ticket.team_id is not None}
    if request.place.is_private and not teams:
        in_team = []
    else:
        only = next(iter(teams)) if request.place.is_private and number is None and len(teams) == 1 else request.team_id
        actor = find_actor(work, replace(request, team_id=only), now)
        if not isinstance(actor, Actor):
            return actor
        in_team = [ticket for ticket in own if ticket.team_id == actor.the_team.id]
    if number is None:
        return [*in_team, *personal]
    numbered = [ticket for ticket in in_team if str(ticket.number) == number]
    return numbered or [ticket for ticket in personal if str(ticket.number) == number]


def _cancel(work: Work, request: Request, ticket: Ticket, now: datetime) -> Reply:
    person = work.people.upsert(request.user_id, request.name)
    if (refused := refuse_stop(work, ticket, request)) is not None:
        return refused
    if ticket.end is not None:
        return Refused(Reason.TICKET_ENDED, {"end": ticket.end.value})
    if isinstance(verdict := may_cancel(ticket.action, ticket.stage), Refused):
        return verdict
    result = Message("cancelled-by", {"who": who(person)})
    ended = end_ticket(work, ticket, End.CANCELLED, now, result=result, actor=request.user_id)
    return TicketState(ended.id, ended.stage)


def refuse_stop(work: Work, ticket: Ticket, request: Request) -> Refused | None:
    """Why the sender may not stop the ticket, or None."""
    user_id = request.user_id
    membership = work.teams.find_membership(ticket.team_id, user_id) if ticket.team_id else None
    if is_reset_of(ticket, user_id):
        return None
    if ticket.stage is Stage.COOLING and ticket.action in WAYS_BACK:
        way_back = may_stop_way_back(membership, is_in_group=not request.place.is_private)
        return way_back if isinstance(way_back, Refused) else None
    verdict = may_stop(membership, user_id, requester_id=ticket.user_id, accounts=ticket.accounts)
    return verdict if isinstance(verdict, Refused) else None
