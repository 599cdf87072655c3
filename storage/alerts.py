"""Alerts: announced expiry steps of each key, and when each account's keys are checked again.

One row per account replaces all timers: a scan is one range of one index, flat in the number of keys. Writing or
removing a key resets the row.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select, update

from storage.due_slice import AT_ONCE, IS_BEHIND, IS_IN_SLICE, Due, Slice
from storage.mapping import of_row, to_row
from storage.records import Alert, Watch
from storage.statement import Statement
from storage.tables import accounts, alerts, keys, watches
from storage.transaction import Transaction

_OF_ACCOUNT = watches.c.account_id == bindparam("which")
_IS_AHEAD = watches.c.looked_at > bindparam("now")
_DUE = (
    select(watches.c.look_at, watches.c.account_id)
    .where(watches.c.look_at <= bindparam("now"))
    .order_by(watches.c.look_at, watches.c.account_id)
    .limit(bindparam("most"))
)
_TOUCH = Statement(update(watches).where(_OF_ACCOUNT).values(look_at=AT_ONCE))
_TOUCH_TEAM = Statement(
    update(watches)
    .where(watches.c.account_id.in_(select(accounts.c.id).where(accounts.c.team_id == bindparam("which"))))
    .values(look_at=AT_ONCE)
)
_ADD_WATCH = Statement(watches.insert())
_LIST_DUE = Statement(_DUE)
_LIST_DUE_AFTER = Statement(_DUE.where(IS_BEHIND))
_NEXT_LOOK = Statement(select(func.min(watches.c.look_at)))
_SAVE_WATCH = Statement(update(watches).where(_OF_ACCOUNT))
_HAS_LOOKED_AHEAD = Statement(select(watches.c.account_id).where(_IS_AHEAD).limit(1))
_LOOK_AGAIN = Statement(update(watches).where(_IS_AHEAD).values(look_at=AT_ONCE, looked_at=None))
_IS_BEHIND = Statement(
    select(watches.c.account_id)
    .join(accounts, accounts.c.id == watches.c.account_id)
    .where(accounts.c.team_id == bindparam("which"), watches.c.look_at <= bindparam("now"))
    .limit(1)
)
_ADD = Statement(alerts.insert())
_LIST_SAID_ABOUT = Statement(select(alerts).where(alerts.c.key_id.in_(bindparam("which", expanding=True))))
_LIST_SAID_OF = Statement(
    select(alerts).join(keys, keys.c.id == alerts.c.key_id).where(keys.c.account_id == bindparam("which"))
)
_SAVE = Statement(
    update(alerts).where(
        alerts.c.key_id == bindparam("of_key"),
        alerts.c.anchor_at == bindparam("of_anchor"),
        alerts.c.before_seconds == bindparam("of_step"),
    )
)
_LIST_WATCHES_IN = Statement(select(watches).where(*IS_IN_SLICE).order_by(watches.c.look_at, watches.c.account_id))
_LIST_LATEST = Statement(
    select(alerts)
    .join(keys, keys.c.id == alerts.c.key_id)
    .where(keys.c.team_id == bindparam("which"))
    .order_by(alerts.c.said_at.desc(), alerts.c.before_seconds)
    .limit(bindparam("most"))
)

ASKED_AT_ONCE = 256
"""Keys in one question, because a database takes only so many values."""


class Alerts:
    """The alerts of all keys and the watches over all accounts."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def mark_due(self, account_id: UUID) -> None:
        """Make the account due at once, because its keys changed."""
        if _TOUCH.run(self._transaction, which=account_id) == 0:
            _ADD_WATCH.run(self._transaction, account_id=account_id, look_at=AT_ONCE)

    def mark_team_due(self, team_id: UUID) -> None:
        """Make all accounts of the team due at once, because what it wants to be told changed."""
        _TOUCH_TEAM.run(self._transaction, which=team_id)

    def list_due(self, now: datetime, after: Due | None, limit: int) -> list[Due]:
        """Return a page of due accounts, the longest due first. `after` ends the page before."""
        if after is None:
            rows = _LIST_DUE.rows(self._transaction, now=now, most=limit)
        else:
            time, account = after
            rows = _LIST_DUE_AFTER.rows(self._transaction, now=now, most=limit, after_time=time, after_account=account)
        return [(look_at, account_id) for look_at, account_id in rows]

    def next_look(self) -> datetime | None:
        """Return when the next account is due. None: no account is watched."""
        moment: datetime | None = _NEXT_LOOK.value(self._transaction)
        return moment

    def list_watches_in(self, accounts: Slice) -> list[Watch]:
        """List the watches over these accounts, the longest due first."""
        return [Watch(*row) for row in _LIST_WATCHES_IN.rows(self._transaction, **accounts.bounds)]

    def save_watches(self, known: Sequence[Watch]) -> None:
        """Write all of known watches."""
        rows = [to_row(watch, watches) for watch in known]
        for row in rows:
            row["which"] = row.pop("account_id")  # writing the column that finds the row costs as much again
        _SAVE_WATCH.run_each(self._transaction, rows)

    def has_looked_ahead(self, now: datetime) -> bool:
        """Whether an account was checked later than now, because the clock was set back."""
        return _HAS_LOOKED_AHEAD.first(self._transaction, now=now) is not None

    def look_again(self, now: datetime) -> None:
        """Make every account due that was checked later than now."""
        _LOOK_AGAIN.run(self._transaction, now=now)

    def is_behind(self, team_id: UUID, now: datetime) -> bool:
        """Whether an account of the team is due and was not checked."""
        return _IS_BEHIND.first(self._transaction, which=team_id, now=now) is not None

    def add(self, said: Sequence[Alert]) -> None:
        """Record announced steps. Raises RecordTaken if one was announced before."""
        _ADD.run_each(self._transaction, [to_row(alert, alerts) for alert in said])

    def save(self, alert: Alert) -> None:
        """Write how people reacted to an announced step, and how far it was escalated."""
        row = to_row(alert, alerts)
        of_key, of_anchor, of_step = (row.pop(name) for name in ("key_id", "anchor_at", "before_seconds"))
        _SAVE.run(self._transaction, of_key=of_key, of_anchor=of_anchor, of_step=of_step, **row)

    def by_key_of(self, account_id: UUID) -> Mapping[UUID, list[Alert]]:
        """Map the keys of the account to their announced steps, in any order."""
        return _by_key(_LIST_SAID_OF.rows(self._transaction, which=account_id))

    def by_key(self, key_ids: Iterable[UUID]) -> Mapping[UUID, list[Alert]]:
        """Map these keys to their announced steps, in any order. One without any is left out."""
        ids = list(key_ids)
        parts = (ids[first : first + ASKED_AT_ONCE] for first in range(0, len(ids), ASKED_AT_ONCE))
        return _by_key(row for part in parts for row in _LIST_SAID_ABOUT.rows(self._transaction, which=part))

    def list_latest(self, team_id: UUID, limit: int) -> list[Alert]:
        """List the last steps announced about the team's keys, newest first."""
        rows = _LIST_LATEST.rows(self._transaction, which=team_id, most=limit)
        return [Alert(**of_row(row)) for row in rows]


def _by_key(rows: Iterable[Any]) -> Mapping[UUID, list[Alert]]:
    found = defaultdict[UUID, list[Alert]](list)
    for row in rows:
        found[row.key_id].append(Alert(*row))
    return found
