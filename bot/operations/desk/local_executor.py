"""Execute tickets of the embedded registry alone, in the transaction of their last proof.

Nothing outside could fail to answer, so nothing is leased, repeated or settled later.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from bot.exchanges.exchange import Exchange, ExchangeRefused, Reference
from bot.operations.desk.catalogue import CATALOGUE
from bot.operations.desk.outcomes import gone, refused_part, settle
from bot.operations.desk.subjects import subject_of
from bot.operations.model.operation import Operation, PartOutcome, Subject
from storage.records import Account, AccountKind, Part, ProofKind, Ticket
from storage.work import Work

ExchangeWithin = Callable[[Work, Account], Exchange]
"""Return the embedded registry of an account, with its ledger in the given transaction."""

T = TypeVar("T")


def perform_here(work: Work, ticket: Ticket, exchange_within: ExchangeWithin, now: datetime) -> Ticket | None:
    """Return the ended ticket, or None, with nothing done, where it needs more than this transaction.

    The requester gave the last proof just now, so the rules were asked and their membership was checked. The approvers
    were not checked yet.
    """
    operation = CATALOGUE[ticket.action]
    subjects = [subject_of(work, ticket, part) for part in ticket.parts]
    if not all(_is_local(operation, subject) for subject in subjects) or _is_approved(work, ticket):
        return None

    def exchange_of(account: Account) -> Exchange:
        return exchange_within(work, account)

    outcomes = [
        _perform_part(operation, ticket, part, subject, exchange_of)
        for part, subject in zip(ticket.parts, subjects, strict=True)
    ]
    return settle(work, operation, ticket, outcomes, now)


def _is_local(operation: Operation, subject: Subject) -> bool:
    if operation.survey is not None:
        return False
    return operation.perform is None or subject.account is None or subject.account.kind is AccountKind.EMBEDDED


def _is_approved(work: Work, ticket: Ticket) -> bool:
    return any(proof.kind is ProofKind.APPROVAL for proof in work.tickets.list_proofs(ticket.id))


def _perform_part(
    operation: Operation, ticket: Ticket, part: Part, subject: Subject, exchange_of: Callable[[Account], Exchange]
) -> PartOutcome:
    if operation.perform is None:
        return PartOutcome(part, subject)
    if subject.account is None:
        return PartOutcome(part, subject, refused=gone(subject))
    exchange = exchange_of(subject.account)
    try:
        answer = _finish(operation.perform(exchange, Reference(ticket.id, part.number), ticket, subject))
    except ExchangeRefused as no:
        return PartOutcome(part, subject, refused=refused_part(subject, no.refused))
    return PartOutcome(part, subject, answer)


def _finish(call: Awaitable[T]) -> T:
    """Return the result of a call that never waits. Raises TypeError if it would wait."""
    try:
        next(iter(call.__await__()))
    except StopIteration as end:
        result: T = end.value
        return result
    raise TypeError("a call to the embedded registry waits for something")
