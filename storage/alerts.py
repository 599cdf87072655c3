"""Alerts: what was said about the end of each key, and when each account's keys are to be looked at again.

One row per account stands for all timers: a scan is one range of one index, flat in the number of keys. Writing or
removing a key sets the row back, so nobody has to remember to.
It must not know when a key ends, nor when that is said: that is a rule.
"""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection, func, select, tuple_, update

from storage.mapping import of_row, to_row
from storage.records import Alert, Watch
from storage.tables import accounts, alerts, keys, watches

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""Before every clock: what changed is looked at before anything that is merely due."""

Due = tuple[datetime, UUID]
"""When an account was to be looked at, and which."""


class Alerts:
    """The alerts of all keys and the watches over all accounts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def touch(self, account_id: UUID) -> None:
        """Something about the account's keys changed: they are looked at at once."""
        known = update(watches).where(watches.c.account_id == account_id).values(look_at=AT_ONCE)
        if self._connection.execute(known).rowcount == 0:
            self._connection.execute(watches.insert().values(account_id=account_id, look_at=AT_ONCE))

    def list_due(self, now: datetime, after: Due | None, limit: int) -> list[Due]:
        """A page of the accounts to be looked at by now, the longest due first; `after` ends the page before."""
        due = select(watches.c.look_at, watches.c.account_id).where(watches.c.look_at <= now)
        if after is not None:
            due = due.where(tuple_(watches.c.look_at, watches.c.account_id) > after)
        rows = self._connection.execute(due.order_by(watches.c.look_at, watches.c.account_id).limit(limit))
        return [(look_at, account_id) for look_at, account_id in rows]

    def next_look(self) -> datetime | None:
        """When the next account is to be looked at; None: none is watched."""
        moment: datetime | None = self._connection.scalar(select(func.min(watches.c.look_at)))
        return moment

    def find_watch(self, account_id: UUID) -> Watch | None:
        """The watch over an account, or None while it has had no key."""
        row = self._connection.execute(select(watches).where(watches.c.account_id == account_id)).one_or_none()
        return Watch(*row) if row else None

    def save_watch(self, watch: Watch) -> None:
        """Writes all of a known watch."""
        one = watches.c.account_id == watch.account_id
        self._connection.execute(update(watches).where(one).values(to_row(watch, watches)))

    def has_looked_ahead(self, now: datetime) -> bool:
        """Whether an account was looked at later than now: the clock was stepped back."""
        ahead = select(watches.c.account_id).where(watches.c.looked_at > now).limit(1)
        return self._connection.execute(ahead).first() is not None

    def look_again(self, now: datetime) -> None:
        """Whatever was looked at later than now is looked at at once."""
        ahead = update(watches).where(watches.c.looked_at > now)
        self._connection.execute(ahead.values(look_at=AT_ONCE, looked_at=None))

    def is_behind(self, team_id: UUID, now: datetime) -> bool:
        """Whether some account of the team is due and was not looked at."""
        behind = (
            select(watches.c.account_id)
            .join(accounts, accounts.c.id == watches.c.account_id)
            .where(accounts.c.team_id == team_id, watches.c.look_at <= now)
            .limit(1)
        )
        return self._connection.execute(behind).first() is not None

    def add(self, alert: Alert) -> None:
        """A step was said; RecordTaken when it was said before."""
        self._connection.execute(alerts.insert().values(to_row(alert, alerts)))

    def list_said(self, account_id: UUID) -> frozenset[tuple[UUID, datetime, int]]:
        """Every step that was said of the account's keys: key, what its ladder hung from, number."""
        step = select(alerts.c.key_id, alerts.c.anchor_at, alerts.c.step)
        found = step.join(keys, keys.c.id == alerts.c.key_id).where(keys.c.account_id == account_id)
        return frozenset(tuple(row) for row in self._connection.execute(found))

    def list_latest(self, team_id: UUID, limit: int) -> list[Alert]:
        """What was said last about the team's keys, newest first."""
        found = select(alerts).join(keys, keys.c.id == alerts.c.key_id).where(keys.c.team_id == team_id)
        rows = self._connection.execute(found.order_by(alerts.c.said_at.desc(), alerts.c.step.desc()).limit(limit))
        return [Alert(**of_row(row)) for row in rows]
