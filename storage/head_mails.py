"""When the head of each team's audit trail is sent to its owners by e-mail."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select, update

from storage.statement import Statement
from storage.tables import teams
from storage.transaction import Transaction

_BY_DUE = select(teams.c.id).order_by(teams.c.next_head_at, teams.c.id).limit(bindparam("most"))
_LIST_NEW = Statement(_BY_DUE.where(teams.c.next_head_at.is_(None)))
_LIST_DUE = Statement(_BY_DUE.where(teams.c.next_head_at <= bindparam("now")))
_NEXT = Statement(select(func.min(teams.c.next_head_at)))
_SET_NEXT = Statement(
    update(teams).where(teams.c.id == bindparam("which")).values(next_head_at=bindparam("due_at")), wakes=False
)


class HeadMails:
    """A moment for each team. A new team has none yet."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def list_new(self, limit: int) -> list[UUID]:
        """List teams without a moment."""
        return [row.id for row in _LIST_NEW.rows(self._transaction, most=limit)]

    def list_due(self, now: datetime, limit: int) -> list[UUID]:
        """List teams whose moment has come, the longest due first."""
        return [row.id for row in _LIST_DUE.rows(self._transaction, now=now, most=limit)]

    def next_due(self) -> datetime | None:
        """Return the next moment. None: no team has one."""
        moment: datetime | None = _NEXT.value(self._transaction)
        return moment

    def set_next(self, team_id: UUID, due_at: datetime) -> None:
        """Set when the team is due next."""
        _SET_NEXT.run(self._transaction, which=team_id, due_at=due_at)
