"""The desk: the only place where a change is asked, shown, proven and started, in this order.

It writes the messages to the outbox and calls no exchange. `executor` calls exchanges.
"""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from bot.clock import Clock
from bot.operations.desk.acknowledge import find_acknowledged, mind
from bot.operations.desk.catalogue import CATALOGUE
from bot.operations.desk.dialogue import carry_on
from bot.operations.desk.duplicates import find_open, lead_to
from bot.operations.desk.local_executor import ExchangeWithin, perform_here
from bot.operations.desk.proofs import (
    add_proof,
    advance,
    check_code,
    find_meant,
    refuse_other,
    wanted_code,
)
from bot.operations.desk.recheck import ask_again
from bot.operations.lookup.limits import accounts_of, within_limits
from bot.operations.members.presence import PresenceCheck
from bot.operations.members.presence_notes import NOTES
from bot.operations.model.actor import find_actor
from bot.operations.model.operation import (
    Actor,
    Operation,
    Prepared,
    Question,
    Redirect,
    RefusedWithFile,
    Request,
    TicketState,
)
from bot.operations.model.replies import ask_back, asked_card, transact
from bot.operations.ticket.acknowledgements import next_acknowledgement
from bot.operations.ticket.approvals import asked_approvals, change_to, is_fit_for, needed_of, proofs_of
from bot.operations.ticket.cards import new_team_card, open_private_card, show_to
from bot.operations.ticket.closing import audit, end_ticket
from bot.rules.authorization import may_ask
from bot.rules.limits import may_reach
from bot.rules.policy import Proofs, list_kinds
from bot.rules.ticket_path import Needed, stage_end
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.database import Database
from storage.records import Action, End, LinkPurpose, Message, Outcome, Part, ProofKind, Stage, Ticket
from storage.work import Work

Reply = TicketState | Refused | Question


class Desk:
    """The path of every change. Each method is one transaction and returns the answer of a press."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        presence_check: PresenceCheck,
        exchange_within: ExchangeWithin,
        *,
        can_mail: bool,
    ) -> None:
        self._database = database
        self._clock = clock
        self._presence_check = presence_check
        self._exchange_within = exchange_within
        self._can_mail = can_mail
        self.refused_codes = Counter[Reason]()
        """Codes that did not count, since the start, by reason."""

    async def ask(self, action: Action, request: Request) -> Reply:
        """Ask for a change: it is refused, asked back, or opened as a ticket with its card."""
        if action in NOTES:
            request = await NOTES[action](self._presence_check, request)
        return await transact(
            self._database, self._clock, request, lambda work, now: self.ask_within(work, action, request, now)
        )

    def ask_within(self, work: Work, action: Action, request: Request, now: datetime) -> Reply | RefusedWithFile:
        """Ask within the caller's transaction."""
        work.people.upsert(request.user_id, request.name)
        actor = find_actor(work, request, now, action=action)
        reply = self._open(work, actor, action, request) if isinstance(actor, Actor) else actor
        if isinstance(refused := reply.refused if isinstance(reply, RefusedWithFile) else reply, Refused):
            team_id = actor.team.id if isinstance(actor, Actor) and actor.team else None
            why = {"reason": refused.reason.value}
            work.audit.add(team_id, request.user_id, action, Outcome.REFUSED, now, details=why)
        if isinstance(actor, Actor):
            reply = carry_on(work, actor, action, request, reply)
        return ask_back(work, request, reply, now) if isinstance(reply, Question) else reply

    async def may_ask(self, action: Action, request: Request) -> bool:
        """Whether `ask` would look at the request. It says why not, or for which team."""

        def body(work: Work) -> bool:
            actor = find_actor(work, request, self._clock.now(), action=action)
            if not isinstance(actor, Actor):
                return False
            is_enrolled = actor.person.enrolled_at is not None
            return may_ask(action, actor.membership, is_enrolled=is_enrolled) == Allowed()

        return await self._database.read(body)

    async def open(self, request: Request, token: str) -> Reply:
        """Open the private step of a link for its requester or approver. For others the link stays unused."""

        def body(work: Work, now: datetime) -> Reply:
            purposes = (LinkPurpose.TICKET, LinkPurpose.APPROVAL)
            link = next((link for purpose in purposes if (link := work.links.find(purpose, token))), None)
            ticket = work.tickets.find(link.subject_id) if link else None
            return show_step(work, request, ticket, now) if ticket else Refused(Reason.LINK_USED)

        return await transact(self._database, self._clock, request, body)

    async def step(self, request: Request, ticket_id: UUID) -> Reply:
        """Open the private step by a button in the private chat."""

        def body(work: Work, now: datetime) -> Reply:
            ticket = work.tickets.find(ticket_id)
            return show_step(work, request, ticket, now) if ticket else Refused(Reason.LINK_UNKNOWN)

        return await transact(self._database, self._clock, request, body)

    async def go_on(self, request: Request, ticket_id: UUID) -> Reply:
        """Lead the requester to the open ticket that they asked for again."""

        def body(work: Work, now: datetime) -> Reply:
            ticket = work.tickets.find(ticket_id)
            if ticket is None:
                return Refused(Reason.LINK_UNKNOWN)
            if ticket.user_id != request.user_id:
                return refuse_other(work, ticket, request)
            return lead_to(work, request, ticket, now)

        return await transact(self._database, self._clock, request, body)

    async def confirm(self, request: Request, code: str, ticket_id: UUID | None = None) -> Reply:
        """Give a code to the ticket, or to the last opened step that waits for a code."""
        meant, chat_id = await self._database.peek(lambda work: find_meant(work, request, ticket_id, self._clock.now()))
        missing = await self._presence_check.refuse_in(chat_id, request.user_id) if meant else None

        def body(work: Work, now: datetime) -> Reply:
            if meant is None:
                return Refused(Reason.NOTHING_OPEN)
            if missing is not None:
                return missing
            ticket = work.tickets.get(meant.id)
            kind = wanted_code(work, ticket, request, now)
            if kind is ProofKind.CODE and next_acknowledgement(ticket) is not None:
                # The six digits may answer a look-alike check instead of being a code.
                return mind(work, ticket, request, code, now)
            if isinstance(kind, Refused):
                return kind
            verdict = check_code(work, work.people.get(request.user_id), code, now, self._clock.wall_now())
            if isinstance(verdict, Refused):
                audit(work, ticket, Outcome.PROOF_FAILED, now, actor=request.user_id, proof=kind.value)
                show_to(work, ticket, request.user_id, now, verdict.as_saying())
                return TicketState(ticket.id, ticket.stage, refused_code=verdict.reason)
            add_proof(work, ticket, kind, request.user_id, now)
            return self._go_on(work, ticket, now)

        reply: Reply = await transact(self._database, self._clock, request, body)
        if isinstance(reply, TicketState) and reply.refused_code is not None:
            self.refused_codes[reply.refused_code] += 1
        return reply

    async def acknowledge(self, request: Request, typed: str | None, ticket_id: UUID | None = None) -> Reply:
        """Acknowledge a warning (None), or check the typed characters of an address."""

        def body(work: Work, now: datetime) -> Reply:
            ticket = work.tickets.find(ticket_id) if ticket_id else find_acknowledged(work, request, now)
            if ticket is None:
                return Refused(Reason.LINK_UNKNOWN)
            kind = wanted_code(work, ticket, request, now)
            return kind if isinstance(kind, Refused) else mind(work, ticket, request, typed, now)

        return await transact(self._database, self._clock, request, body)

    async def awaits_words(self, request: Request) -> bool:
        """Whether the last opened private step waits for characters of an address."""

        def body(work: Work) -> bool:
            ticket = find_acknowledged(work, request, self._clock.now())
            acknowledgement = next_acknowledgement(ticket) if ticket else None
            return acknowledgement is not None and acknowledgement.wants is not None

        return await self._database.read(body)

    def prove_email(self, work: Work, ticket: Ticket, kind: ProofKind, now: datetime) -> None:
        """Record the page's [Confirm] within the page's transaction."""
        add_proof(work, ticket, kind, ticket.user_id, now)
        self._go_on(work, ticket, now)

    def _open(self, work: Work, actor: Actor, action: Action, request: Request) -> Reply | RefusedWithFile:
        operation = CATALOGUE[action]
        verdict = may_ask(action, actor.membership, is_enrolled=actor.person.enrolled_at is not None)
        if isinstance(verdict, Refused):
            return verdict
        view = within_limits(work, actor.membership)
        prepared = operation.prepare(view, actor, request)
        if isinstance(prepared, Redirect):
            meant = replace(request, words=prepared.words, said=prepared.said)
            return self._open(work, actor, prepared.action, meant)
        if not isinstance(prepared, Prepared):
            return prepared
        for verdict in (
            may_reach(actor.membership, accounts_of(view, prepared)),
            operation.check(view, actor, prepared.payload),
            self._may_prove(work, actor, action, prepared),
        ):
            if isinstance(verdict, Refused):
                return verdict
        there = find_open(work, actor, request, operation, prepared)
        return there or _file(work, actor, request, operation, prepared)

    def _may_prove(self, work: Work, actor: Actor, action: Action, prepared: Prepared) -> Verdict:
        """Whether this person could give the proofs that the policy will demand."""
        proofs = proofs_of(action, is_money=prepared.is_high_risk)
        if ProofKind.EMAIL in list_kinds(proofs) and not self._can_mail:
            return Refused(Reason.MAIL_IMPOSSIBLE)
        change = change_to(action, actor.person.user_id, prepared.payload)
        return is_fit_for(work, actor, needed_of(work, actor.team, change, Needed(proofs, prepared.approvals)))

    def _go_on(self, work: Work, ticket: Ticket, now: datetime) -> Reply:
        """Ask the rules again after a proof, then move the ticket on or end it refused."""
        verdict = ask_again(work, ticket, now)
        if isinstance(verdict, Refused):
            ended = end_ticket(work, ticket, End.REFUSED, now, result=verdict.as_saying())
            return TicketState(ended.id, ended.stage)
        moved = advance(work, ticket, now, lambda running: perform_here(work, running, self._exchange_within, now))
        return TicketState(moved.id, moved.stage)


def show_step(work: Work, request: Request, ticket: Ticket, now: datetime) -> Reply:
    """Open the ticket's private step for the sender, if it waits for a code of theirs."""
    work.people.upsert(request.user_id, request.name)
    kind = wanted_code(work, ticket, request, now)
    if isinstance(kind, Refused):
        return kind
    open_private_card(work, ticket, request.user_id, now)
    return TicketState(ticket.id, ticket.stage)


def _file(work: Work, actor: Actor, request: Request, operation: Operation, prepared: Prepared) -> TicketState:
    """Write the ticket, its audit line and its card. A ticket without proofs runs at once."""
    now, place = actor.now, request.place
    team_id = actor.team.id if actor.team else None
    action, supersedes = operation.action, operation.supersedes
    for older in work.tickets.list_open_of(actor.person.user_id) if supersedes is not None else ():
        is_waiting = older.action is action and older.stage in {Stage.CODE, Stage.EMAIL, Stage.APPROVAL, Stage.COOLING}
        if is_waiting and supersedes is not None and supersedes(older.payload, prepared.payload):
            end_ticket(work, older, End.CANCELLED, now, result=Message("replaced"), actor=actor.person.user_id)
    proofs = proofs_of(action, is_money=prepared.is_high_risk)
    change = change_to(action, actor.person.user_id, prepared.payload)
    ticket = Ticket(
        id=uuid4(),
        number=work.tickets.next_number(team_id),
        team_id=team_id,
        user_id=actor.person.user_id,
        action=action,
        payload=prepared.payload,
        plan=prepared.plan,
        is_money=proofs is Proofs.MONEY,
        asked_in=place,
        said=request.said if request.sheet is None and request.about is None else "",
        asked_at=now,
        stage=Stage.CODE,
        stage_until=stage_end(Stage.CODE, now),
        parts=tuple(Part(number, subject) for number, subject in enumerate(prepared.subjects, start=1)),
        approvals=max(prepared.approvals, asked_approvals(work, actor.team, change)) if proofs is Proofs.MONEY else 0,
        cooling_hours=prepared.cooling_hours,
        accounts=accounts_of(work, prepared),
    )
    if prepared.account is not None:
        work.accounts.add(prepared.account)
    work.tickets.add(ticket)
    audit(work, ticket, Outcome.ASKED, now, actor=ticket.user_id)
    if proofs is Proofs.NONE:
        ticket = advance(work, ticket, now)
    token, question = None, asked_card(work, request)
    if place.is_private:
        open_private_card(work, ticket, ticket.user_id, now, question)
    else:
        token = new_team_card(work, ticket, now, question)
    return TicketState(ticket.id, ticket.stage, token)
