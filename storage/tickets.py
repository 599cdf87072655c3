"""Tickets and their proofs.

It must not know the corridor: it moves nothing by itself.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, func, select, update

from storage.counters import next_number
from storage.errors import RecordMissing
from storage.mapping import of_row, to_row
from storage.records import Action, End, Outcome, Part, Place, Proof, ProofKind, Stage, Ticket
from storage.tables import cards, proofs, tickets
from storage.wording import plain, saying_from_json, to_json

AT_REST = {"attempts": 0, "leased_by": None, "leased_until": None, "retry_at": None, "doubt_until": None}
"""Of a ticket that is not RUNNING."""
_LAPSING = [stage.value for stage in (Stage.CODE, Stage.EMAIL, Stage.APPROVAL, Stage.BY_HAND)]


class Tickets:
    """The tickets of all teams, and of persons alone."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, ticket: Ticket) -> None:
        """A new ticket."""
        self._connection.execute(tickets.insert().values(_row(ticket)))

    def save(self, ticket: Ticket) -> None:
        """Writes all of a known ticket; once it is not RUNNING, nobody has it in hand."""
        values = _row(ticket) if ticket.stage is Stage.RUNNING else {**_row(ticket), **AT_REST}
        self._connection.execute(update(tickets).where(tickets.c.id == ticket.id).values(values))

    def find(self, ticket_id: UUID) -> Ticket | None:
        """The ticket, or None."""
        found = self._list(tickets.c.id == ticket_id)
        return found[0] if found else None

    def get(self, ticket_id: UUID) -> Ticket:
        """The ticket, or RecordMissing."""
        ticket = self.find(ticket_id)
        if ticket is None:
            raise RecordMissing(f"There is no ticket {ticket_id}.")
        return ticket

    def find_numbered(self, team_id: UUID, number: int) -> Ticket | None:
        """The team's ticket with this number, or None."""
        found = self._list(tickets.c.team_id == team_id, tickets.c.number == number)
        return found[0] if found else None

    def next_number(self, team_id: UUID | None) -> int:
        """A number that no ticket of the team, or of persons alone, has had."""
        return next_number(self._connection, team_id, "tickets")

    def list_open(self, team_id: UUID) -> list[Ticket]:
        """Tickets of the team that have not ended, oldest first."""
        return self._list(tickets.c.team_id == team_id, tickets.c.stage.is_not(None))

    def list_done(self, team_id: UUID, action: Action) -> list[Ticket]:
        """What of this kind was done for the team, oldest first."""
        done = tickets.c.action == action.value, tickets.c.ended_as == End.DONE.value
        return self._list(tickets.c.team_id == team_id, *done)

    def list_open_of(self, user_id: int) -> list[Ticket]:
        """Tickets the person asked for that have not ended, oldest first."""
        return self._list(tickets.c.user_id == user_id, tickets.c.stage.is_not(None))

    def list_opened(self, user_id: int) -> list[Ticket]:
        """Open tickets whose private step the person, requester or approver, has opened, the latest first."""
        opened = (
            select(tickets)
            .join(cards, cards.c.ticket_id == tickets.c.id)
            .where(cards.c.user_id == user_id, cards.c.opened_at.is_not(None), tickets.c.stage.is_not(None))
            .order_by(cards.c.opened_at.desc(), tickets.c.asked_at.desc(), tickets.c.number.desc())
        )
        return [to_ticket(row) for row in self._connection.execute(opened)]

    def list_lapsed(self, now: datetime, limit: int) -> list[Ticket]:
        """Tickets whose stage is over without its proof."""
        return self._list(tickets.c.stage.in_(_LAPSING), tickets.c.stage_until <= now, limit=limit)

    def next_end(self, now: datetime) -> datetime | None:
        """When the next stage is over; None: none will be."""
        waiting = tickets.c.stage.in_(_LAPSING), tickets.c.stage_until > now
        moment: datetime | None = self._connection.scalar(select(func.min(tickets.c.stage_until)).where(*waiting))
        return moment

    def begin(self, ticket_id: UUID, called_at: datetime) -> None:
        """The ticket is in its exchange's hands; whoever performs it keeps its lease."""
        self._connection.execute(update(tickets).where(tickets.c.id == ticket_id).values(called_at=called_at))

    def add_proof(self, proof: Proof) -> bool:
        """Adds a proof; False when the person has given this kind before."""
        values = to_row(proof, proofs)
        same = [column == values[column.name] for column in proofs.primary_key]
        if self._connection.execute(select(proofs.c.kind).where(*same)).one_or_none() is not None:
            return False
        self._connection.execute(proofs.insert().values(values))
        return True

    def withdraw_approval(self, ticket_id: UUID, user_id: int) -> bool:
        """Takes one person's approval away; False when they have given none."""
        one = proofs.c.ticket_id == ticket_id, proofs.c.user_id == user_id
        kind = proofs.c.kind == ProofKind.APPROVAL.value
        return self._connection.execute(delete(proofs).where(*one, kind)).rowcount == 1

    def list_proofs(self, ticket_id: UUID) -> list[Proof]:
        """Everything that was proven for the ticket, oldest first."""
        found = select(proofs).where(proofs.c.ticket_id == ticket_id).order_by(proofs.c.given_at)
        rows = map(of_row, self._connection.execute(found))
        return [Proof(**{**row, "kind": ProofKind(row["kind"])}) for row in rows]

    def _list(self, *conditions: Any, limit: int | None = None) -> list[Ticket]:
        found = select(tickets).where(*conditions).order_by(tickets.c.asked_at, tickets.c.number).limit(limit)
        return [to_ticket(row) for row in self._connection.execute(found)]


def _row(ticket: Ticket) -> dict[str, Any]:
    place = ticket.asked_in
    parts = [
        {
            "number": part.number,
            "subject_id": str(part.subject_id) if part.subject_id else None,
            "outcome": part.outcome.value,
            "reason": to_json(part.reason) if part.reason else None,
        }
        for part in ticket.parts
    ]
    return {
        **to_row(ticket, tickets),
        "payload": plain(ticket.payload),
        "plan": to_json(ticket.plan),
        "result": to_json(ticket.result) if ticket.result else None,
        "parts": parts,
        "ended_as": ticket.end.value if ticket.end else None,
        "asked_chat_id": place.chat_id,
        "asked_topic_id": place.topic_id,
        "asked_message_id": place.message_id,
        "asked_in_private": place.is_private,
    }


def to_ticket(row: Row[Any]) -> Ticket:
    """The record of a row."""
    parts = tuple(
        Part(
            number=part["number"],
            subject_id=UUID(part["subject_id"]) if part["subject_id"] else None,
            outcome=Outcome(part["outcome"]),
            reason=saying_from_json(part["reason"]) if part["reason"] else None,
        )
        for part in row.parts
    )
    return Ticket(
        id=row.id,
        number=row.number,
        team_id=row.team_id,
        user_id=row.user_id,
        action=Action(row.action),
        payload=row.payload,
        plan=saying_from_json(row.plan),
        is_money=row.is_money,
        asked_in=Place(row.asked_chat_id, row.asked_topic_id, row.asked_message_id, row.asked_in_private),
        asked_at=row.asked_at,
        stage=Stage(row.stage) if row.stage else None,
        stage_until=row.stage_until,
        parts=parts,
        end=End(row.ended_as) if row.ended_as else None,
        ended_at=row.ended_at,
        result=saying_from_json(row.result) if row.result else None,
        mailed_at=row.mailed_at,
        approvals=row.approvals,
        cares_done=row.cares_done,
        told=row.told,
        called_at=row.called_at,
    )
