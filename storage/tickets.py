"""Tickets and their proofs."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, exists, func, literal, select, update

from storage.counters import next_number
from storage.errors import RecordMissing
from storage.mapping import of_row, to_row
from storage.records import Action, End, Proof, ProofKind, Stage, Ticket
from storage.statement import Statement
from storage.tables import cards, proofs, tickets
from storage.ticket_rows import to_columns, to_ticket
from storage.transaction import Transaction

REMINDERS: Mapping[Stage, str] = MappingProxyType({Stage.BY_HAND: "reminder", Stage.APPROVAL: "reminder-approval"})
"""Stage that waits for people → subject of the card that reminds of it."""
AT_REST = {"attempts": 0, "leased_by": None, "leased_until": None, "retry_at": None, "doubt_until": None}
"""Values of a ticket that is not RUNNING."""

_WHICH = tickets.c.id == bindparam("which")
_OF_TEAM = tickets.c.team_id == bindparam("whose")
_IS_OPEN = tickets.c.stage.is_not(None)
_TIMES_OUT = tickets.c.stage.in_(
    [literal(stage.value) for stage in (Stage.CODE, Stage.EMAIL, Stage.APPROVAL, Stage.BY_HAND)]
)
_ALL = select(tickets).order_by(tickets.c.asked_at, tickets.c.number)
_OF_TICKET = proofs.c.ticket_id == bindparam("which")
_ADD = Statement(tickets.insert())
_SAVE = Statement(update(tickets).where(_WHICH))
_SAVE_ENDED = Statement(update(tickets).where(_WHICH), wakes=False)  # nothing becomes due by it
_FIND = Statement(_ALL.where(_WHICH))
_LIST_AMONG = Statement(select(tickets).where(tickets.c.id.in_(bindparam("among", expanding=True))))
_FIND_NUMBERED = Statement(_ALL.where(_OF_TEAM, tickets.c.number == bindparam("which")))
_LIST_OPEN = Statement(_ALL.where(_OF_TEAM, _IS_OPEN))
_LIST_DONE = Statement(
    _ALL.where(_OF_TEAM, tickets.c.action == bindparam("what"), tickets.c.ended_as == End.DONE.value)
)
_DONE_BY = (
    _OF_TEAM,
    tickets.c.user_id == bindparam("who"),
    tickets.c.stage.is_(None),
    tickets.c.ended_as == End.DONE.value,
)
_LIST_DONE_BY = Statement(_ALL.where(*_DONE_BY, tickets.c.action.in_(bindparam("these", expanding=True))))
_COUNT_DONE_BY = Statement(select(func.count()).select_from(tickets).where(*_DONE_BY))
_LIST_OPEN_OF = Statement(_ALL.where(tickets.c.user_id == bindparam("whose"), _IS_OPEN))
_LIST_OPENED = Statement(
    select(tickets)
    .join(cards, cards.c.ticket_id == tickets.c.id)
    .where(cards.c.user_id == bindparam("whose"), cards.c.opened_at.is_not(None), _IS_OPEN)
    .order_by(cards.c.opened_at.desc(), tickets.c.asked_at.desc(), tickets.c.number.desc())
)
_LIST_TIMED_OUT = Statement(_ALL.where(_TIMES_OUT, tickets.c.stage_until <= bindparam("now")).limit(bindparam("most")))
_UNREMINDED = {
    stage: and_(
        tickets.c.stage == stage.value,
        tickets.c.team_id.is_not(None),
        ~exists().where(cards.c.ticket_id == tickets.c.id, cards.c.subject == subject),
    )
    for stage, subject in REMINDERS.items()
}
_LIST_UNREMINDED = {
    stage: Statement(_ALL.where(waits, tickets.c.stage_until <= bindparam("before")).limit(bindparam("most")))
    for stage, waits in _UNREMINDED.items()
}
_NEXT_UNREMINDED = {
    stage: Statement(select(func.min(tickets.c.stage_until)).where(waits)) for stage, waits in _UNREMINDED.items()
}
_COOLED = tickets.c.stage == Stage.COOLING.value
_LIST_COOLED = Statement(_ALL.where(_COOLED, tickets.c.stage_until <= bindparam("now")).limit(bindparam("most")))
_NEXT_COOLED = Statement(select(func.min(tickets.c.stage_until)).where(_COOLED))
_NEXT_END = Statement(
    select(func.min(tickets.c.stage_until)).where(_TIMES_OUT, tickets.c.stage_until > bindparam("now"))
)
_ADD_PROOF = Statement(proofs.insert())
_FIND_PROOF = Statement(
    select(proofs).where(_OF_TICKET, proofs.c.kind == bindparam("what"), proofs.c.user_id == bindparam("whose"))
)
_REMOVE_APPROVAL = Statement(
    delete(proofs).where(_OF_TICKET, proofs.c.user_id == bindparam("whose"), proofs.c.kind == ProofKind.APPROVAL.value)
)
_LIST_APPROVALS = Statement(
    select(proofs.c.ticket_id, proofs.c.user_id)
    .join(tickets, tickets.c.id == proofs.c.ticket_id)
    .where(_OF_TEAM, tickets.c.stage == Stage.APPROVAL.value, proofs.c.kind == ProofKind.APPROVAL.value)
)
_COUNT_APPROVED_BY = Statement(
    select(func.count())
    .select_from(proofs)
    .join(tickets, tickets.c.id == proofs.c.ticket_id)
    .where(_OF_TEAM, proofs.c.user_id == bindparam("who"), proofs.c.kind == ProofKind.APPROVAL.value)
)
_LIST_PROOFS = Statement(select(proofs).where(_OF_TICKET).order_by(proofs.c.given_at))


_FIELDS = tuple(field.name for field in fields(Ticket))


class Tickets:
    """The tickets of all teams, and of persons alone."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, ticket: Ticket) -> None:
        """Add a ticket."""
        _ADD.run(self._transaction, **to_columns(ticket, _FIELDS))

    def save(self, ticket: Ticket) -> None:
        """Write what changed of a known ticket. Once it is not RUNNING, no process performs it."""
        before = self.get(ticket.id)
        values = to_columns(ticket, [name for name in _FIELDS if getattr(before, name) != getattr(ticket, name)])
        if ticket.stage is not Stage.RUNNING:
            values |= AT_REST
        if values:
            statement = _SAVE if ticket.stage is not None else _SAVE_ENDED
            statement.run(self._transaction, which=ticket.id, **values)

    def find(self, ticket_id: UUID) -> Ticket | None:
        """Return the ticket, or None."""
        ticket: Ticket | None = _FIND.record(self._transaction, to_ticket, which=ticket_id)
        return ticket

    def get(self, ticket_id: UUID) -> Ticket:
        """Return the ticket. Raises RecordMissing."""
        ticket = self.find(ticket_id)
        if ticket is None:
            raise RecordMissing(f"There is no ticket {ticket_id}.")
        return ticket

    def by_id(self, ticket_ids: Iterable[UUID]) -> dict[UUID, Ticket]:
        """Return those of these tickets that there are."""
        rows = _LIST_AMONG.rows(self._transaction, among=list(dict.fromkeys(ticket_ids)))
        return {row.id: to_ticket(row) for row in rows}

    def find_numbered(self, team_id: UUID, number: int) -> Ticket | None:
        """Return the team's ticket with this number, or None."""
        row = _FIND_NUMBERED.first(self._transaction, whose=team_id, which=number)
        return None if row is None else to_ticket(row)

    def next_number(self, team_id: UUID | None) -> int:
        """Return a number that no ticket of the team, or of persons alone, has had."""
        return next_number(self._transaction, team_id, "tickets")

    def list_open(self, team_id: UUID) -> list[Ticket]:
        """List tickets of the team that have not ended, oldest first."""
        return [to_ticket(row) for row in _LIST_OPEN.rows(self._transaction, whose=team_id)]

    def list_done(self, team_id: UUID, action: Action) -> list[Ticket]:
        """List the team's done tickets of this action, oldest first."""
        return [to_ticket(row) for row in _LIST_DONE.rows(self._transaction, whose=team_id, what=action.value)]

    def list_done_by(self, team_id: UUID, user_id: int, actions: Iterable[Action]) -> list[Ticket]:
        """List the person's done tickets of these actions in the team, oldest first."""
        these = [action.value for action in actions]
        return [
            to_ticket(row) for row in _LIST_DONE_BY.rows(self._transaction, whose=team_id, who=user_id, these=these)
        ]

    def count_done_by(self, team_id: UUID, user_id: int) -> int:
        """Count the person's done tickets in the team."""
        return int(_COUNT_DONE_BY.value(self._transaction, whose=team_id, who=user_id))

    def count_approved_by(self, team_id: UUID, user_id: int) -> int:
        """Count the team's tickets that the person approved, open or ended."""
        return int(_COUNT_APPROVED_BY.value(self._transaction, whose=team_id, who=user_id))

    def list_open_of(self, user_id: int) -> list[Ticket]:
        """List tickets the person asked for that have not ended, oldest first."""
        return [to_ticket(row) for row in _LIST_OPEN_OF.rows(self._transaction, whose=user_id)]

    def list_opened(self, user_id: int) -> list[Ticket]:
        """List open tickets in which the person has opened the private step, the latest first."""
        return [to_ticket(row) for row in _LIST_OPENED.rows(self._transaction, whose=user_id)]

    def list_timed_out(self, now: datetime, limit: int) -> list[Ticket]:
        """List tickets with a stage that ended without its proof."""
        return [to_ticket(row) for row in _LIST_TIMED_OUT.rows(self._transaction, now=now, most=limit)]

    def next_end(self, now: datetime) -> datetime | None:
        """Return when the next stage ends. None: no stage."""
        moment: datetime | None = _NEXT_END.value(self._transaction, now=now)
        return moment

    def list_cooled(self, now: datetime, limit: int) -> list[Ticket]:
        """List tickets that have waited long enough between their proofs and their start."""
        return [to_ticket(row) for row in _LIST_COOLED.rows(self._transaction, now=now, most=limit)]

    def next_cooled(self) -> datetime | None:
        """Return when the next ticket has waited long enough. None: none waits."""
        moment: datetime | None = _NEXT_COOLED.value(self._transaction)
        return moment

    def list_unreminded(self, stage: Stage, before: datetime, limit: int) -> list[Ticket]:
        """List tickets whose stage ends until then, and that have no card of its subject among REMINDERS."""
        return [to_ticket(row) for row in _LIST_UNREMINDED[stage].rows(self._transaction, before=before, most=limit)]

    def next_unreminded(self, stage: Stage) -> datetime | None:
        """Return the earliest end among those tickets. None: there is none."""
        moment: datetime | None = _NEXT_UNREMINDED[stage].value(self._transaction)
        return moment

    def begin(self, ticket_id: UUID, called_at: datetime) -> None:
        """Record that the exchange was called. The lease stays."""
        _SAVE.run(self._transaction, which=ticket_id, called_at=called_at)

    def add_proof(self, proof: Proof) -> bool:
        """Add a proof. False if the person has given this kind before."""
        same = {"which": proof.ticket_id, "what": proof.kind.value, "whose": proof.user_id}
        if _FIND_PROOF.first(self._transaction, **same) is not None:
            return False
        _ADD_PROOF.run(self._transaction, **to_row(proof, proofs))
        return True

    def withdraw_approval(self, ticket_id: UUID, user_id: int) -> bool:
        """Delete one person's approval. False if they have given none."""
        return _REMOVE_APPROVAL.run(self._transaction, which=ticket_id, whose=user_id) == 1

    def list_approvals(self, team_id: UUID) -> frozenset[tuple[UUID, int]]:
        """Return ticket id and person of every approval of the team's tickets that wait for more."""
        rows = _LIST_APPROVALS.rows(self._transaction, whose=team_id)
        return frozenset((row.ticket_id, row.user_id) for row in rows)

    def list_proofs(self, ticket_id: UUID) -> list[Proof]:
        """List everything that was proven for the ticket, oldest first."""
        return _LIST_PROOFS.records(self._transaction, _proof, which=ticket_id)


def _proof(row: Any) -> Proof:
    return Proof(**{**of_row(row), "kind": ProofKind(row.kind)})
