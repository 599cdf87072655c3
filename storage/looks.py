"""Looks: when each account was last compared with its exchange, and when it will be next.

It must not know how one looks.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, or_, select, update

from storage.mapping import of_row, to_row
from storage.records import AccountKind, AccountStanding, Look
from storage.tables import accounts, looks
from storage.wording import saying_from_json, to_json


class Looks:
    """One look for each account that has been compared at least once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list_due(self, now: datetime, limit: int) -> list[UUID]:
        """Accounts to be compared by now, those never compared first; a clock that was stepped back makes all due."""
        late = or_(looks.c.account_id.is_(None), looks.c.due_at <= now, looks.c.looked_at > now)
        due = _comparable().where(late).order_by(looks.c.due_at.is_not(None), looks.c.due_at, accounts.c.id)
        return list(self._connection.scalars(due.limit(limit)))

    def next_due(self) -> datetime | None:
        """When the next account that was compared before is due; None: there is none."""
        moment: datetime | None = self._connection.scalar(select(func.min(looks.c.due_at)))
        return moment

    def find(self, account_id: UUID) -> Look | None:
        """The last look at an account, or None."""
        row = self._connection.execute(select(looks).where(looks.c.account_id == account_id)).one_or_none()
        return _read(row) if row else None

    def save(self, look: Look) -> None:
        """Writes all of a look, the account's first or another."""
        values = {**to_row(look, looks), "trouble": to_json(look.trouble) if look.trouble else None}
        one = looks.c.account_id == look.account_id
        if self._connection.execute(update(looks).where(one).values(values)).rowcount == 0:
            self._connection.execute(looks.insert().values(values))


def _comparable() -> Any:
    has_keys = or_(accounts.c.kind == AccountKind.EMBEDDED.value, accounts.c.main_id.is_not(None))
    is_led = accounts.c.standing == AccountStanding.CONNECTED.value
    joined = accounts.outerjoin(looks, looks.c.account_id == accounts.c.id)
    return select(accounts.c.id).select_from(joined).where(has_keys, is_led)


def _read(row: Row[Any]) -> Look:
    return Look(**{**of_row(row), "trouble": saying_from_json(row.trouble) if row.trouble else None})
