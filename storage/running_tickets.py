"""Who performs the tickets that are RUNNING, and which of them wait; all moments are of the database's clock.

It must not know how a ticket is performed.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, func, select, update

from storage.real_time import LONGEST_PAUSE, is_over, over, real_now
from storage.records import Stage, Ticket
from storage.tables import tickets
from storage.tickets import to_ticket

_IS_RUNNING = tickets.c.stage == Stage.RUNNING.value


class RunningTickets:
    """The tickets that are RUNNING: leased by a performer, backing off, in doubt, or free."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list_free(self) -> list[Ticket]:
        """What may be taken, oldest first."""
        free = _is_free(real_now(self._connection))
        found = select(tickets).where(free).order_by(tickets.c.asked_at, tickets.c.number)
        return [to_ticket(row) for row in self._connection.execute(found)]

    def list_leased(self) -> list[Ticket]:
        """What a living performer has in hand."""
        is_leased = ~over(tickets.c.leased_until, real_now(self._connection))
        found = select(tickets).where(_IS_RUNNING, is_leased)
        return [to_ticket(row) for row in self._connection.execute(found)]

    def lease(self, ticket_id: UUID, performer: UUID, lasting: timedelta, doubt: timedelta | None) -> timedelta | None:
        """Give a ticket to a performer; returns for how long what another one asked for may still appear, if it may.

        `doubt` is how long that is when this one dies; None: nothing appears late.
        """
        now = real_now(self._connection)
        row = self._connection.execute(select(tickets).where(tickets.c.id == ticket_id)).one()
        is_inherited = row.leased_by != performer and not is_over(row.doubt_until, now)
        until = now + lasting
        doubt_until = None if doubt is None else until + doubt
        self._set(ticket_id, leased_by=performer, leased_until=until, retry_at=None, doubt_until=doubt_until)
        return row.doubt_until - now if is_inherited else None

    def renew(self, ticket_id: UUID, performer: UUID, lasting: timedelta, doubt: timedelta | None) -> bool:
        """Go on holding it; False when it is another performer's, or not RUNNING any more."""
        until = real_now(self._connection) + lasting
        own = tickets.c.id == ticket_id, tickets.c.leased_by == performer, tickets.c.leased_until.is_not(None)
        values = {"leased_until": until, "doubt_until": None if doubt is None else until + doubt}
        return self._connection.execute(update(tickets).where(_IS_RUNNING, *own).values(values)).rowcount == 1

    def count_attempts(self, ticket_id: UUID) -> int:
        """How often in a row it was put off."""
        return self._connection.scalar(select(tickets.c.attempts).where(tickets.c.id == ticket_id)) or 0

    def put_off(self, ticket_id: UUID, pause: timedelta, doubt: timedelta | None) -> None:
        """Count a failed attempt; nobody performs it before the pause is over."""
        now = real_now(self._connection)
        self._set(
            ticket_id,
            attempts=tickets.c.attempts + 1,
            leased_until=None,
            retry_at=now + pause,
            doubt_until=None if doubt is None else now + doubt,
        )

    def until_next(self) -> timedelta | None:
        """How long until another may be free; None: nothing waits."""
        now = real_now(self._connection)
        if self._connection.execute(select(tickets.c.id).where(_is_free(now)).limit(1)).first():
            return timedelta()
        moments = tickets.c.leased_until, tickets.c.retry_at
        waiting = select(*(func.min(moment).filter(moment > now) for moment in moments)).where(_IS_RUNNING)
        found = [moment for moment in self._connection.execute(waiting).one() if moment is not None]
        return min(found) - now if found else None

    def release_all(self) -> None:
        """Whoever performed tickets is gone: one process at a time has the database, and this is another.

        What may still appear at an exchange stays in doubt for as long as if it had been sent just now.
        """
        now = real_now(self._connection)
        leased = select(tickets).where(_IS_RUNNING, tickets.c.leased_until.is_not(None))
        for row in self._connection.execute(leased).all():
            doubt = None if row.doubt_until is None else row.doubt_until - row.leased_until
            self._set(row.id, leased_until=None, doubt_until=None if doubt is None else now + doubt)
        self._connection.execute(update(tickets).where(_IS_RUNNING).values(retry_at=None))

    def _set(self, ticket_id: UUID, **values: Any) -> None:
        self._connection.execute(update(tickets).where(tickets.c.id == ticket_id).values(values))


def _is_free(now: datetime) -> ColumnElement[bool]:
    return and_(_IS_RUNNING, over(tickets.c.leased_until, now), over(tickets.c.retry_at, now, LONGEST_PAUSE))
