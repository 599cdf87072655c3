"""The expiry of keys of all teams, with their names, for monitoring."""

from datetime import datetime

from sqlalchemy import bindparam, select

from storage.records import KeyExpiry
from storage.statement import Statement
from storage.tables import accounts, keys, teams
from storage.transaction import Transaction

_NAMED = (
    select(keys.c.id, keys.c.expires_at, keys.c.remark, accounts.c.name, teams.c.title)
    .join(accounts, accounts.c.id == keys.c.account_id)
    .join(teams, teams.c.id == keys.c.team_id)
    .limit(bindparam("most"))
)
_LIST_COMING = Statement(_NAMED.where(keys.c.expires_at > bindparam("now")).order_by(keys.c.expires_at))
_LIST_PAST = Statement(_NAMED.where(keys.c.expires_at <= bindparam("now")).order_by(keys.c.expires_at.desc()))


class KeyExpiries:
    """Keys of all teams that expire at a known time."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def list_coming(self, now: datetime, limit: int) -> list[KeyExpiry]:
        """List the keys that expire next, the soonest first."""
        return [KeyExpiry(*row) for row in _LIST_COMING.rows(self._transaction, now=now, most=limit)]

    def list_past(self, now: datetime, limit: int) -> list[KeyExpiry]:
        """List the keys that have expired, the latest first."""
        return [KeyExpiry(*row) for row in _LIST_PAST.rows(self._transaction, now=now, most=limit)]
