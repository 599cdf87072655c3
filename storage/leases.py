"""Leases for work that one process at a time may do, for example polling Telegram.

A lease is a row that its holder renews. Nothing is kept on a connection, so a pooler may use another one at any time.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update

from storage.real_time import is_over, real_now
from storage.statement import Statement
from storage.tables import leases
from storage.transaction import Transaction

_WHICH = leases.c.name == bindparam("which")
_FIND = Statement(select(leases).where(_WHICH))
_ADD = Statement(leases.insert())
_SAVE = Statement(update(leases).where(_WHICH))
_REMOVE = Statement(delete(leases).where(_WHICH, leases.c.holder == bindparam("whose")))


class Leases:
    """One row for each thing that is done by one process at a time."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def hold(self, name: str, holder: UUID, lasting: timedelta) -> bool:
        """Take or renew the lease. False while another process holds it."""
        now = real_now(self._transaction)
        row = _FIND.first(self._transaction, which=name)
        if row is None:
            _ADD.run(self._transaction, name=name, holder=holder, held_until=now + lasting)
            return True
        if row.holder != holder and not is_over(row.held_until, now):
            return False
        _SAVE.run(self._transaction, which=name, holder=holder, held_until=now + lasting)
        return True

    def let_go(self, name: str, holder: UUID) -> None:
        """End the lease, if it is this process's."""
        _REMOVE.run(self._transaction, which=name, whose=holder)
