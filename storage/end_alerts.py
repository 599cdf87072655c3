"""Announced steps of other ends than those of keys, and the moments of them that only the outside knows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select, update

from storage.mapping import to_row
from storage.records import Alert
from storage.statement import Statement
from storage.tables import end_alerts, noted_ends, teams
from storage.transaction import Transaction

_OF_TEAM = end_alerts.c.team_id == bindparam("whose")
_LIST = Statement(select(end_alerts).where(_OF_TEAM))
_ADD = Statement(end_alerts.insert())
_SAVE = Statement(
    update(end_alerts).where(
        _OF_TEAM,
        end_alerts.c.end_id == bindparam("of_end"),
        end_alerts.c.anchor_at == bindparam("of_anchor"),
        end_alerts.c.before_seconds == bindparam("of_step"),
    )
)
_DROP = Statement(delete(end_alerts).where(_OF_TEAM, end_alerts.c.end_id == bindparam("of_end")))
_BY_DUE = select(teams.c.id).order_by(teams.c.next_ends_at, teams.c.id).limit(bindparam("most"))
_LIST_DUE = tuple(
    Statement(_BY_DUE.where(is_due))
    for is_due in (teams.c.next_ends_at.is_(None), teams.c.next_ends_at <= bindparam("now"))
)
_NEXT_DUE = Statement(select(func.min(teams.c.next_ends_at)))
_TEAM = teams.c.id == bindparam("which")
_SET_NEXT = Statement(update(teams).where(_TEAM).values(next_ends_at=bindparam("due_at")), wakes=False)
_MAKE_DUE = Statement(update(teams).where(_TEAM).values(next_ends_at=None))
_ALL_DUE = Statement(update(teams).values(next_ends_at=None))
_WHAT = noted_ends.c.what == bindparam("which")
_LIST_NOTED = Statement(select(noted_ends).where(noted_ends.c.what.in_(bindparam("these", expanding=True))))
_NOTE = Statement(noted_ends.insert())
_NOTE_AGAIN = Statement(update(noted_ends).where(_WHAT))
_FORGET = Statement(delete(noted_ends).where(_WHAT))


def email_end(user_id: int) -> str:
    """Name the end of a person's e-mail address, as it is noted."""
    return f"email:{user_id}"


class EndAlerts:
    """The alerts of each team, by the id of what ends. In an Alert that id is its `key_id`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def list_due(self, now: datetime, limit: int) -> list[UUID]:
        """List the teams whose ends are to be looked at now."""
        rows = [row for statement in _LIST_DUE for row in statement.rows(self._transaction, now=now, most=limit)]
        return [row.id for row in rows[:limit]]

    def next_due(self) -> datetime | None:
        """Return when the next team is due. None: no team."""
        moment: datetime | None = _NEXT_DUE.value(self._transaction)
        return moment

    def set_next(self, team_id: UUID, due_at: datetime) -> None:
        """Set when the team's ends are looked at next."""
        _SET_NEXT.run(self._transaction, which=team_id, due_at=due_at)

    def mark_due(self, team_id: UUID) -> None:
        """Have the team's ends looked at now, because one has changed."""
        _MAKE_DUE.run(self._transaction, which=team_id)

    def mark_all_due(self) -> None:
        """Have the ends of every team looked at, because one concerns the whole installation."""
        _ALL_DUE.run(self._transaction)

    def by_end(self, team_id: UUID) -> Mapping[UUID, list[Alert]]:
        """Map what ends to its announced steps, in any order."""
        found = defaultdict[UUID, list[Alert]](list)
        for row in _LIST.rows(self._transaction, whose=team_id):
            found[row.end_id].append(_read(row))
        return found

    def add(self, team_id: UUID, said: Iterable[Alert]) -> None:
        """Record announced steps."""
        rows = [{"team_id": team_id, "end_id": one.key_id, **to_row(one, end_alerts)} for one in said]
        _ADD.run_each(self._transaction, rows)

    def save(self, team_id: UUID, alert: Alert) -> None:
        """Write how people reacted to an announced step, and how far it was escalated."""
        row = to_row(alert, end_alerts)
        of_anchor, of_step = row.pop("anchor_at"), row.pop("before_seconds")
        _SAVE.run(self._transaction, whose=team_id, of_end=alert.key_id, of_anchor=of_anchor, of_step=of_step, **row)

    def drop(self, team_id: UUID, end_id: UUID) -> None:
        """Forget what was announced, because it ends no more."""
        _DROP.run(self._transaction, whose=team_id, of_end=end_id)

    def find_noted(self, what: Sequence[str]) -> Mapping[str, datetime]:
        """Map those of these words that were noted to their moments."""
        rows = _LIST_NOTED.rows(self._transaction, these=list(what)) if what else ()
        return {row.what: row.at for row in rows}

    def note(self, what: str, at: datetime) -> None:
        """Note the moment of an end, in place of an earlier one."""
        if _NOTE_AGAIN.run(self._transaction, which=what, at=at) == 0:
            _NOTE.run(self._transaction, what=what, at=at)

    def forget(self, what: str) -> bool:
        """Forget it. Return whether it was noted."""
        return _FORGET.run(self._transaction, which=what) == 1


def _read(row: Any) -> Alert:
    values = row._asdict()
    del values["team_id"]
    return Alert(key_id=values.pop("end_id"), **values)
