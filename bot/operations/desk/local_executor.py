"""Tickets of the embedded registry alone are performed in the transaction of their last proof.

There is nothing outside that could stay silent, so there is nothing to lease, to repeat or to settle later.
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
"""The embedded registry of an account, whose ledger is read and written within the transaction at hand."""

T = TypeVar("T")


def perform_here(work: Work, ticket: Ticket, exchange_within: ExchangeWithin, now: datetime) -> Ticket | None:
    """Return the ticket, ended; None where it needs more than this transaction, and nothing was done.

    Its requester gave the last proof just now, so the rules were asked and their place in the chat was looked up;
    those who approved were not looked for yet.
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
    """The result of a call that never waits; raises TypeError where it would."""
    try:
        next(iter(call.__await__()))
    except StopIteration as end:
        result: T = end.value
        return result
    raise TypeError("a call to the embedded registry waits for something")
