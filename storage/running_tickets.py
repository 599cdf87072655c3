"""Leases of the tickets that are RUNNING. All moments are of the database's clock."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select, update

from storage.real_time import LONGEST_PAUSE, is_over, moments, over, real_now
from storage.records import Stage, Ticket
from storage.statement import Statement
from storage.tables import tickets
from storage.ticket_rows import to_ticket
from storage.transaction import Transaction

_IS_RUNNING = tickets.c.stage == Stage.RUNNING.value
_IS_FREE = and_(_IS_RUNNING, over(tickets.c.leased_until), over(tickets.c.retry_at, LONGEST_PAUSE))
_WHICH = tickets.c.id == bindparam("which")
_IS_HELD = tickets.c.leased_until.is_not(None)
_LATER = (func.min(moment).filter(moment > bindparam("now")) for moment in (tickets.c.leased_until, tickets.c.retry_at))
_LIST_FREE = Statement(select(tickets).where(_IS_FREE).order_by(tickets.c.asked_at, tickets.c.number))
_HAS_FREE = Statement(select(tickets.c.id).where(_IS_FREE).limit(1))
_LIST_LEASED = Statement(select(tickets).where(_IS_RUNNING, ~over(tickets.c.leased_until)))
_FIND = Statement(select(tickets).where(_WHICH))
_SAVE = Statement(update(tickets).where(_WHICH))
_RENEW = Statement(update(tickets).where(_IS_RUNNING, _WHICH, tickets.c.leased_by == bindparam("holder"), _IS_HELD))
_PUT_OFF = Statement(update(tickets).where(_WHICH).values(attempts=tickets.c.attempts + 1, leased_until=None))
_NEXT = Statement(select(*_LATER).where(_IS_RUNNING))
_LIST_HELD = Statement(select(tickets).where(_IS_RUNNING, _IS_HELD))
_TRY_ALL = Statement(update(tickets).where(_IS_RUNNING).values(retry_at=None))


class RunningTickets:
    """The tickets that are RUNNING: leased by an executor, backing off, in doubt, or free."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def list_free(self) -> list[Ticket]:
        """List free tickets, oldest first."""
        rows = _LIST_FREE.rows(self._transaction, **moments(real_now(self._transaction)))
        return [to_ticket(row) for row in rows]

    def list_leased(self) -> list[Ticket]:
        """List tickets leased by a living executor."""
        rows = _LIST_LEASED.rows(self._transaction, **moments(real_now(self._transaction)))
        return [to_ticket(row) for row in rows]

    def lease(self, ticket_id: UUID, holder: UUID, lasting: timedelta, doubt: timedelta | None) -> timedelta | None:
        """Lease a ticket to an executor. Return the doubt of an earlier one, or None.

        The doubt is how long its request may still appear at the exchange. `doubt` is how long that is if this
        executor dies. None: nothing appears late. An executor that takes over a doubt waits for its end and asks for
        nothing before, so it is not made longer.
        """
        now = real_now(self._transaction)
        row = _FIND.first(self._transaction, which=ticket_id)
        is_inherited = row.leased_by != holder and not is_over(row.doubt_until, now)
        until = now + lasting
        lease = {"leased_by": holder, "leased_until": until, "retry_at": None}
        if not is_inherited:
            lease["doubt_until"] = None if doubt is None else until + doubt
        _SAVE.run(self._transaction, which=ticket_id, **lease)
        return row.doubt_until - now if is_inherited else None

    def renew(self, ticket_id: UUID, holder: UUID, lasting: timedelta, doubt: timedelta | None) -> bool:
        """Renew a lease. False if another executor has the ticket, or it is not RUNNING any more.

        Without a `doubt` of its own, one that was taken over stays as it is.
        """
        until = real_now(self._transaction) + lasting
        values = {"leased_until": until} | ({} if doubt is None else {"doubt_until": until + doubt})
        return _RENEW.run(self._transaction, which=ticket_id, holder=holder, **values) == 1

    def count_attempts(self, ticket_id: UUID) -> int:
        """Return how often in a row it was put off."""
        row = _FIND.first(self._transaction, which=ticket_id)
        return 0 if row is None else int(row.attempts)

    def put_off(self, ticket_id: UUID, pause: timedelta, doubt: timedelta | None) -> None:
        """Count a failed attempt. It is not run before the pause ends.

        Without a `doubt` of its own, one that was taken over stays as it is.
        """
        now = real_now(self._transaction)
        values = {"retry_at": now + pause} | ({} if doubt is None else {"doubt_until": now + doubt})
        _PUT_OFF.run(self._transaction, which=ticket_id, **values)

    def until_next(self) -> timedelta | None:
        """Return how long until another may be free. None: nothing waits."""
        now = real_now(self._transaction)
        if _HAS_FREE.first(self._transaction, **moments(now)):
            return timedelta()
        found = [moment for moment in _NEXT.first(self._transaction, now=now) if moment is not None]
        return min(found) - now if found else None

    def release_all(self) -> None:
        """Release all leases: one process at a time has the database, and this is another.

        What may still appear at an exchange stays in doubt for as long as if it had been sent just now. A doubt that
        was taken over ends before its lease, and stays as it is.
        """
        now = real_now(self._transaction)
        for row in _LIST_HELD.rows(self._transaction):
            is_own = row.doubt_until is not None and row.doubt_until > row.leased_until
            doubt_until = now + (row.doubt_until - row.leased_until) if is_own else row.doubt_until
            _SAVE.run(self._transaction, which=row.id, leased_until=None, doubt_until=doubt_until)
        _TRY_ALL.run(self._transaction)
