"""When each account at an exchange was last compared with it, and when it is next."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, func, select, update

from storage.mapping import of_row, to_row
from storage.records import ConnectionStatus, Reconciliation
from storage.serialization import saying_from_json, to_json
from storage.statement import Statement
from storage.tables import accounts, looks
from storage.transaction import Transaction

_WHICH = looks.c.account_id == bindparam("which")
_IS_COMPARED = accounts.c.main_id.is_not(None), accounts.c.standing == ConnectionStatus.CONNECTED.value
"""Our own registry cannot differ from itself, so only accounts at exchanges are compared."""
_ALL = select(accounts.c.id).select_from(looks.join(accounts, accounts.c.id == looks.c.account_id)).where(*_IS_COMPARED)
_MOST: BindParameter[int] = bindparam("most")
_LIST_DUE = tuple(
    Statement(_ALL.where(is_due).order_by(moment, accounts.c.id).limit(_MOST))
    for moment, is_due in (
        (looks.c.due_at, looks.c.due_at <= bindparam("now")),
        (looks.c.looked_at, looks.c.looked_at > bindparam("now")),
    )
)
_NEXT_DUE = Statement(select(func.min(looks.c.due_at)).where(looks.c.due_at > bindparam("now")))
_FIND = Statement(select(looks).where(_WHICH))
_LIST_OF_TEAM = Statement(
    select(looks).join(accounts, accounts.c.id == looks.c.account_id).where(accounts.c.team_id == bindparam("whose"))
)
_SAVE = Statement(update(looks).where(_WHICH))
_ADD = Statement(looks.insert())


class Reconciliations:
    """One row for each account at an exchange. The first counts as compared when the account was made."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def list_due(self, now: datetime, limit: int) -> list[UUID]:
        """List due accounts, the longest due first. A clock that was set back makes all due."""
        due = [one for statement in _LIST_DUE for one in statement.values(self._transaction, now=now, most=limit)]
        return list(dict.fromkeys(due))[:limit]

    def next_due(self, now: datetime) -> datetime | None:
        """Return when the next account is due. None: no account."""
        moment: datetime | None = _NEXT_DUE.value(self._transaction, now=now)
        return moment

    def find(self, account_id: UUID) -> Reconciliation | None:
        """Return the last comparison of an account, or None."""
        row = _FIND.first(self._transaction, which=account_id)
        return _read(row) if row else None

    def by_account(self, team_id: UUID) -> dict[UUID, Reconciliation]:
        """Return the last comparison of each of the team's accounts at exchanges."""
        return {row.account_id: _read(row) for row in _LIST_OF_TEAM.rows(self._transaction, whose=team_id)}

    def save(self, last: Reconciliation) -> None:
        """Write all of a comparison, the account's first or another."""
        values = {**to_row(last, looks), "trouble": to_json(last.trouble) if last.trouble else None}
        if _SAVE.run(self._transaction, which=last.account_id, **values) == 0:
            _ADD.run(self._transaction, **values)


def _read(row: Any) -> Reconciliation:
    return Reconciliation(**{**of_row(row), "trouble": saying_from_json(row.trouble) if row.trouble else None})
