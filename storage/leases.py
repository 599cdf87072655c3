"""What one process at a time may do, whichever of them: for example poll Telegram.

A lease is a row that its holder renews. Nothing is kept on a connection, so a pooler may hand out another one at any
time. It must not know what is done with a lease.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection, delete, select, update

from storage.real_time import is_over, real_now
from storage.tables import leases


class Leases:
    """One row for each thing that is done by one process at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hold(self, name: str, holder: UUID, lasting: timedelta) -> bool:
        """Take or renew the lease; False while another process holds it."""
        now, one = real_now(self._connection), leases.c.name == name
        row = self._connection.execute(select(leases).where(one)).one_or_none()
        if row is None:
            self._connection.execute(leases.insert().values(name=name, holder=holder, held_until=now + lasting))
            return True
        if row.holder != holder and not is_over(row.held_until, now):
            return False
        self._connection.execute(update(leases).where(one).values(holder=holder, held_until=now + lasting))
        return True

    def let_go(self, name: str, holder: UUID) -> None:
        """End the lease, if it is this process's."""
        self._connection.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))
