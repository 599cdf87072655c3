"""Run a proven ticket: call the exchange outside any transaction, then record everything in one.

After a crash a ticket may run again. So every call carries the reference (ticket, part), under which an exchange never
acts twice.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import structlog

from bot.clock import Clock, back_off
from bot.exchanges.exchange import (
    DOUBT,
    ExchangeRefused,
    ExchangeUnclear,
    ExchangeUnreachable,
    NotOffered,
    Reference,
    StillInDoubt,
)
from bot.operations.desk.catalogue import CATALOGUE
from bot.operations.desk.manual import ask_a_person, hand_back, hand_over, tell_doubt
from bot.operations.desk.outcomes import gone, record, refused_part
from bot.operations.desk.progress import Progress
from bot.operations.desk.recheck import let_through
from bot.operations.desk.subjects import accounts_of, doubt_of, subject_of
from bot.operations.lookup.accounts import exchange_name
from bot.operations.members.presence import PresenceCheck
from bot.operations.model.leases import LEASE, LeaseLost, kept
from bot.operations.model.operation import Answer, ExchangeClients, Operation, PartOutcome, ShowWork, Subject
from bot.operations.ticket.cards import show
from bot.rules.verdict import Refused
from storage.database import Database
from storage.records import Message, Part, ProofKind, Stage, Ticket
from storage.work import Work

RETRY_FIRST, RETRY_MOST = 1.0, 300.0
"""Real seconds between two attempts at an exchange that does not answer: first and at most."""

_log = structlog.get_logger(__name__)


class _NotDone(Exception):
    """A person pressed [Done], and the exchange shows that it is not done."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(str(refused.reason))
        self.refused = refused


class _Unseen:
    """The exchange shows nothing, so the statement of a named person counts."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is read before the call to the exchange."""

    subjects: Sequence[Subject]
    word_of: int | None
    """Person who said that it is done by hand."""
    since: datetime
    """Time of the last proof. Nothing was called before it, and a person has checked what existed then."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A ticket that this process has leased."""

    ticket: Ticket
    doubt: timedelta | None
    """How long a created key may still appear after the call was abandoned. None: it does not appear."""
    in_doubt: timedelta | None
    """How long the result of an earlier process may still appear. None: none may."""
    taken_at: float
    """The event loop's time just before the lease."""

    @property
    def own_doubt(self) -> timedelta | None:
        """How long this call may stay in doubt. None while it waits for an earlier call and asks for nothing."""
        return self.doubt if self.in_doubt is None else None


class TicketExecutor:
    """Execute RUNNING tickets that no other process holds: proven just now, or interrupted."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        clients: ExchangeClients,
        presence_check: PresenceCheck,
        show_work: ShowWork,
    ) -> None:
        self._database = database
        self._clock = clock
        self._presence_check = presence_check
        self._clients = clients
        self._show_work = show_work
        self._id = uuid4()

    async def take(self, most: int) -> list[Taken]:
        """Lease at most `most` waiting tickets, one at a time of each account across all processes."""
        if most == 0 or not await self._database.read(lambda work: work.running_tickets.list_free()):
            return []
        taken_at = asyncio.get_running_loop().time()

        def body(work: Work) -> list[Taken]:
            busy = {one for ticket in work.running_tickets.list_leased() for one in accounts_of(work, ticket)}
            taken: list[Taken] = []
            for ticket in work.running_tickets.list_free():
                accounts = accounts_of(work, ticket)
                if len(taken) < most and busy.isdisjoint(accounts):
                    busy |= accounts.keys()
                    doubt = doubt_of(ticket, accounts.values())
                    in_doubt = work.running_tickets.lease(ticket.id, self._id, LEASE, doubt)
                    taken.append(Taken(ticket, doubt, in_doubt, taken_at))
            return taken

        return await self._database.write(body)

    async def until_next(self) -> timedelta | None:
        """Real time until another ticket may be free, or None if none waits."""
        return await self._database.read(lambda work: work.running_tickets.until_next())

    async def perform(self, taken: Taken) -> None:
        """Execute one ticket or postpone it. Never raises."""
        ticket = taken.ticket
        try:
            async with kept(partial(self._renew, taken), LEASE, taken.taken_at):
                try:
                    await self._perform(taken)
                except Exception:  # One faulty ticket must not stop the others.
                    _log.exception("a ticket could not be performed", ticket=str(ticket.id))
                    await self._put_off(taken, Message("ticket-waits-for-mending"))
        except LeaseLost:
            _log.warning("the lease of a ticket was lost", ticket=str(ticket.id))
        except Exception:
            # The lease remains, so the ticket is executed again when it ends.
            _log.exception("a ticket could not be put off", ticket=str(ticket.id))

    async def _renew(self, taken: Taken) -> bool:
        ticket_id, doubt = taken.ticket.id, taken.own_doubt
        return await self._database.write(lambda work: work.running_tickets.renew(ticket_id, self._id, LEASE, doubt))

    async def _perform(self, taken: Taken) -> None:
        ticket = taken.ticket
        operation = CATALOGUE[ticket.action]
        if not await self._may_start(operation, taken):
            return
        facts = await self._database.read(lambda work: _read_facts(work, ticket))
        outcomes: list[PartOutcome] = []
        try:
            for part, subject in zip(ticket.parts, facts.subjects, strict=True):
                outcomes.append(await self._perform_part(operation, taken, part, subject, facts))
        except ExchangeUnreachable as error:
            _log.warning("exchange unreachable", ticket=str(ticket.id))
            silent = exchange_name(facts.subjects[len(outcomes)].the_account.kind)
            if isinstance(error, StillInDoubt):
                seconds = int(DOUBT.total_seconds())
                why = Message("ticket-waits-in-doubt", {"exchange": silent, "seconds": seconds})
                await self._put_off(taken, why, error.left)
            else:
                await self._put_off(taken, Message("ticket-waits-for-exchange", {"exchange": silent}))
            return
        except NotOffered:
            await self._database.write(lambda work: hand_over(work, ticket.id, self._clock.now()))
            return
        except _NotDone as undone:
            refused = undone.refused
            await self._database.write(lambda work: hand_back(work, ticket.id, refused, self._clock.now()))
            return
        except ExchangeUnclear as doubt:
            _log.warning("a person must look", ticket=str(ticket.id), why=str(doubt))
            unclear = tell_doubt(ticket, len(outcomes) + 1, facts.subjects[len(outcomes)], doubt)
            await self._database.write(lambda work: ask_a_person(work, ticket.id, unclear, self._clock.now()))
            return
        await self._database.write(lambda work: record(work, operation, ticket, outcomes, self._clock.now()))

    async def _may_start(self, operation: Operation, taken: Taken) -> bool:
        """Whether the ticket may start: the rules allow it and its people are still members.

        A call that was made before must be settled in any case.
        """
        ticket = taken.ticket
        if ticket.called_at is not None:
            return True
        missing = await self._presence_check.call_behind(ticket)
        if missing is not None:
            await self._put_off(taken, missing)
            return False
        if operation.perform is None and operation.survey is None:
            # Only recording is left, and it asks the rules in its own transaction.
            return True
        return await self._database.write(lambda work: self._begin(work, ticket.id))

    def _begin(self, work: Work, ticket_id: UUID) -> bool:
        current, now = work.tickets.get(ticket_id), self._clock.now()
        if current.stage is not Stage.RUNNING or not let_through(work, current, now):
            return False
        work.tickets.begin(ticket_id, now)
        return True

    async def _perform_part(
        self, operation: Operation, taken: Taken, part: Part, subject: Subject, facts: _Facts
    ) -> PartOutcome:
        """Call the exchange. Where it offers no such call, the statement of a named person is the answer."""
        ticket, reference = taken.ticket, Reference(taken.ticket.id, part.number, facts.since, taken.in_doubt)
        if operation.perform is None and operation.survey is None:
            return PartOutcome(part, subject)
        if subject.account is None:
            return PartOutcome(part, subject, refused=gone(subject))
        try:
            try:
                answer = await self._call(operation, ticket, reference, subject)
            except NotOffered:
                if facts.word_of is None or operation.attested is None:
                    raise
                seen = await self._read_back(operation, ticket, subject)
                if isinstance(seen, _Unseen):
                    answer = operation.attested(ticket, subject, self._clock.now())
                    return PartOutcome(part, subject, answer, on_word_of=facts.word_of)
                answer = seen
        except ExchangeRefused as no:
            return PartOutcome(part, subject, refused=refused_part(subject, no.refused))
        return PartOutcome(part, subject, answer)

    async def _read_back(self, operation: Operation, ticket: Ticket, subject: Subject) -> "Answer | _Unseen":
        """Return what the exchange shows after [Done], if it shows anything. Raises _NotDone."""
        if operation.verify is None:
            return _Unseen()
        try:
            exchange = self._clients.exchange_of(subject.the_account)
            seen = await operation.verify(exchange, ticket, subject, self._clock.now())
        except NotOffered:
            return _Unseen()
        if isinstance(seen, Refused):
            raise _NotDone(seen)
        return seen

    async def _call(self, operation: Operation, ticket: Ticket, reference: Reference, subject: Subject) -> Answer:
        if operation.survey is not None:
            progress = Progress(self._database, self._clock, ticket.id)
            async with progress.at_work(self._show_work):
                return await operation.survey(self._clients, subject.the_account, progress.tell)
        if operation.perform is None:
            raise TypeError("this operation has nothing to call outside")
        exchange = self._clients.exchange_of(subject.the_account)
        return await operation.perform(exchange, reference, ticket, subject)

    async def _put_off(self, taken: Taken, why: Message, in_doubt: timedelta | None = None) -> None:
        """Postpone a ticket of unknown outcome: it stays RUNNING, is asked again, and its cards say why.

        `in_doubt` is how long the result of the last call may still appear. After that, asking again settles it.
        """
        await self._database.write(lambda work: self._keep_waiting(work, taken, why, in_doubt))

    def _keep_waiting(self, work: Work, taken: Taken, why: Message, in_doubt: timedelta | None) -> None:
        current = work.tickets.get(taken.ticket.id)
        if current.stage is not Stage.RUNNING:
            return
        if current.result != why:
            waiting = replace(current, result=why)
            work.tickets.save(waiting)
            show(work, waiting, self._clock.now())
        attempts = work.running_tickets.count_attempts(current.id) + 1
        pause = timedelta(seconds=back_off(attempts, RETRY_FIRST, RETRY_MOST))
        pause = pause if in_doubt is None else min(pause, in_doubt)
        work.running_tickets.put_off(current.id, pause, taken.own_doubt if in_doubt is None else in_doubt)


def _read_facts(work: Work, ticket: Ticket) -> _Facts:
    proofs = work.tickets.list_proofs(ticket.id)
    words = [proof for proof in proofs if proof.kind is ProofKind.ATTESTATION]
    return _Facts(
        subjects=[subject_of(work, ticket, part) for part in ticket.parts],
        word_of=words[-1].user_id if words else None,
        since=max([proof.given_at for proof in proofs], default=ticket.asked_at),
    )
