"""Running a proven ticket: the exchange is called outside any transaction, then everything is recorded in one.

It must not know who proved it or how. A ticket may come here again after a crash, so every call bears the
reference (ticket, part), under which an exchange never acts twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog

from bot.exchanges.exchange import (
    ExchangeRefused,
    ExchangeUnclear,
    ExchangeUnreachable,
    NotOffered,
    Reference,
)
from bot.operations.accounts.known import exchange_name
from bot.operations.asked import Answer, Operation, PartOutcome, Subject, Ways
from bot.operations.catalogue import CATALOGUE
from bot.operations.clock import Clock, back_off
from bot.operations.ending import end_ticket
from bot.operations.handing_over import ask_a_person, hand_back, hand_over, tell_doubt
from bot.operations.keys.known import gone_there, words_of
from bot.operations.telling import tell_secret, who
from bot.operations.ticket_cards import show
from bot.rules.verdict import Reason, Refused
from storage.database import Database
from storage.records import End, Key, Outcome, Part, ProofKind, Saying, Stage, Ticket
from storage.work import Work

LEASE = timedelta(seconds=60)
"""How long one performer has a ticket to itself, on real time; longer than any exchange call may take."""
RETRY_FIRST, RETRY_MOST = 1.0, 300.0
"""Real seconds between two attempts at an exchange that does not answer."""
FORGOTTEN_AFTER = timedelta(hours=1)
"""Real time after which a ticket that did not come back is not counted any more."""
AT_ONCE = 8

_log = structlog.get_logger(__name__)


class _NotDone(Exception):
    """A named person said that it is done, and the exchange shows that it is not."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(str(refused.reason))
        self.refused = refused


class _Unseen:
    """Nothing at the exchange can be read, so the word of a named person stands."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a performer reads before it calls outside."""

    subjects: Sequence[Subject]
    word_of: int | None
    """Who said that it is done by hand."""
    since: datetime
    """When the last proof was given: before that nothing was called, and a person has looked at what was there."""


@dataclass(frozen=True, slots=True)
class _PutOff:
    """A ticket that is asked again later."""

    tries: int
    until: datetime
    """Real time."""


class Performer:
    """Performs tickets that are RUNNING and unleased: proven just now, or interrupted."""

    def __init__(self, database: Database, clock: Clock, ways: Ways) -> None:
        self._database = database
        self._clock = clock
        self._ways = ways
        self._put_off_tickets: dict[UUID, _PutOff] = {}
        self._looked_at = datetime.now(UTC)

    async def perform_waiting(self) -> int:
        """Performs what waits; answers how many tickets it took."""
        now = self._looked_at = datetime.now(UTC)
        # Whoever ended otherwise, or goes on in another process, is not counted any more.
        self._put_off_tickets = {
            ticket_id: one for ticket_id, one in self._put_off_tickets.items() if one.until > now - FORGOTTEN_AFTER
        }
        if not await self._database.read(lambda work: work.tickets.has_running(now)):
            return 0
        tickets = await self._database.write(lambda work: work.tickets.lease_running(now, now + LEASE, AT_ONCE))
        for ticket in tickets:
            try:
                await self._perform(ticket)
            except Exception:  # a fault of ours with one ticket must not hold up the others
                _log.exception("a ticket could not be performed", ticket=str(ticket.id))
                await self._put_off(ticket, Saying("ticket-waits-for-mending"))
        return len(tickets)

    def wait_for_retry(self) -> timedelta | None:
        """Real time until the first ticket that was put off is due again; None: none is."""
        waiting = [one.until for one in self._put_off_tickets.values() if one.until > self._looked_at]
        return max(min(waiting) - datetime.now(UTC), timedelta(milliseconds=50)) if waiting else None

    async def _perform(self, ticket: Ticket) -> None:
        operation = CATALOGUE[ticket.action]
        facts = await self._database.read(lambda work: _read_facts(work, ticket))
        try:
            outcomes = [
                await self._perform_part(operation, ticket, part, subject, facts)
                for part, subject in zip(ticket.parts, facts.subjects, strict=True)
            ]
        except ExchangeUnreachable:
            _log.warning("exchange unreachable", ticket=str(ticket.id))
            silent = exchange_name(facts.subjects[0].the_account.kind)
            await self._put_off(ticket, Saying("ticket-waits-for-exchange", {"exchange": silent}))
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
            unclear = tell_doubt(ticket, facts.subjects[0], doubt)
            await self._database.write(lambda work: ask_a_person(work, ticket.id, unclear, self._clock.now()))
            return
        self._put_off_tickets.pop(ticket.id, None)
        await self._database.write(lambda work: self._record(work, operation, ticket, outcomes))

    async def _perform_part(
        self, operation: Operation, ticket: Ticket, part: Part, subject: Subject, facts: _Facts
    ) -> PartOutcome:
        """Calls the exchange; where it offers no such call, a named person's word stands for the answer."""
        if operation.perform is None and operation.explore is None:
            return PartOutcome(part, subject)
        if subject.account is None:
            return PartOutcome(part, subject, refused=_gone(subject))
        try:
            try:
                answer = await self._call(operation, ticket, Reference(ticket.id, part.number, facts.since), subject)
            except NotOffered:
                if facts.word_of is None or operation.by_word is None:
                    raise
                seen = await self._read_back(operation, ticket, subject)
                if isinstance(seen, _Unseen):
                    answer = operation.by_word(ticket, subject, self._clock.now())
                    return PartOutcome(part, subject, answer, on_word_of=facts.word_of)
                answer = seen
        except ExchangeRefused as no:
            gone = no.refused.reason is Reason.KEY_UNKNOWN and subject.key is not None
            return PartOutcome(part, subject, refused=gone_there(subject) if gone else no.refused)
        return PartOutcome(part, subject, answer)

    async def _read_back(self, operation: Operation, ticket: Ticket, subject: Subject) -> "Answer | _Unseen":
        """What the exchange shows after somebody said that it is done, if it shows anything. Raises _NotDone."""
        if operation.read_back is None:
            return _Unseen()
        try:
            exchange = self._ways.exchange_of(subject.the_account)
            seen = await operation.read_back(exchange, ticket, subject, self._clock.now())
        except NotOffered:
            return _Unseen()
        if isinstance(seen, Refused):
            raise _NotDone(seen)
        return seen

    async def _call(self, operation: Operation, ticket: Ticket, reference: Reference, subject: Subject) -> Answer:
        if operation.explore is not None:
            return await operation.explore(self._ways, subject.the_account)
        if operation.perform is None:
            raise TypeError("this operation has nothing to call outside")
        exchange = self._ways.exchange_of(subject.the_account)
        return await operation.perform(exchange, reference, ticket, subject)

    async def _put_off(self, ticket: Ticket, why: Saying) -> None:
        """Nothing is known of the outcome: the ticket stays RUNNING, is asked again later, and its cards say why."""
        before = self._put_off_tickets.get(ticket.id)
        tries = 1 if before is None else before.tries + 1
        until = datetime.now(UTC) + timedelta(seconds=back_off(tries, RETRY_FIRST, RETRY_MOST))
        self._put_off_tickets[ticket.id] = _PutOff(tries, until)
        await self._database.write(lambda work: self._keep_waiting(work, ticket.id, until, why))

    def _keep_waiting(self, work: Work, ticket_id: UUID, until: datetime, why: Saying) -> None:
        current = work.tickets.get(ticket_id)
        if current.stage is Stage.RUNNING and current.result != why:
            waiting = replace(current, result=why)
            work.tickets.save(waiting)
            show(work, waiting, self._clock.now())
        work.tickets.put_off(ticket_id, until)

    def _record(self, work: Work, operation: Operation, ticket: Ticket, outcomes: Sequence[PartOutcome]) -> None:
        """Facts, ticket, audit and notices, all or nothing; a ticket that somebody recorded already is left alone."""
        now = self._clock.now()
        current = work.tickets.get(ticket.id)
        if current.stage is not Stage.RUNNING:
            return
        outcomes = [_as_it_stands(work, current, outcome) for outcome in outcomes]
        recorded = operation.record(work, current, outcomes, now)
        parts = tuple(_settled(outcome) for outcome in outcomes)
        words = {outcome.on_word_of for outcome in outcomes if outcome.on_word_of is not None}
        result = _on_word(work, recorded.result, words.pop()) if words else recorded.result
        is_failed = recorded.has_failed or all(outcome.refused is not None for outcome in outcomes)
        if recorded.secret is not None:
            tell_secret(work, current.user_id, recorded.secret, now)
        if recorded.private is not None:
            work.outbox.say(recorded.private, current.user_id, user_id=current.user_id, due_at=now)
        end_ticket(
            work,
            replace(current, parts=parts),
            End.FAILED if is_failed else End.DONE,
            now,
            result=result,
            door=recorded.door,
        )


def _on_word(work: Work, result: Saying, user_id: int) -> Saying:
    """The result, and who vouches for it."""
    return Saying("result-on-word", {"result": result, "who": who(work.people.get(user_id))})


def _settled(outcome: PartOutcome) -> Part:
    if outcome.refused is None:
        return replace(outcome.part, outcome=Outcome.DONE)
    return replace(outcome.part, outcome=Outcome.FAILED, reason=outcome.refused.as_saying())


def _read_facts(work: Work, ticket: Ticket) -> _Facts:
    proofs = work.tickets.list_proofs(ticket.id)
    words = [proof for proof in proofs if proof.kind is ProofKind.WORD]
    return _Facts(
        subjects=[_subject(work, ticket, part) for part in ticket.parts],
        word_of=words[-1].user_id if words else None,
        since=max([proof.given_at for proof in proofs], default=ticket.asked_at),
    )


def _subject(work: Work, ticket: Ticket, part: Part) -> Subject:
    """The key and the account of a part; both are None where it is about neither, or its key is gone."""
    if part.subject_id is None:
        return Subject(account=None, key=None)
    key: Key | None = work.keys.find(part.subject_id)
    account = work.accounts.find(key.account_id if key else part.subject_id)
    remarks = words_of(ticket.payload, "remarks") if "remarks" in ticket.payload else []
    return Subject(account, key, dict(enumerate(remarks, start=1)).get(part.number, ""))


def _as_it_stands(work: Work, ticket: Ticket, outcome: PartOutcome) -> PartOutcome:
    """Somebody else's ticket may have removed the key while the exchange was called."""
    if outcome.subject.key is None or _subject(work, ticket, outcome.part).key is not None:
        return outcome
    return replace(outcome, answer=None, refused=_gone(outcome.subject))


def _gone(subject: Subject) -> Refused:
    return Refused(Reason.KEY_CHANGED, {"key": subject.name})
