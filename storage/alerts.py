"""Alerts: what was said about the end of each key, and when each account's keys are to be looked at again.

One row per account stands for all timers: a scan is one range of one index, flat in the number of keys. Writing or
removing a key sets the row back, so nobody has to remember to.
It must not know when a key ends, nor when that is said: that is a rule.
"""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection, Uuid, bindparam, func, select, tuple_, update

from storage.columns import UtcTime
from storage.mapping import of_row, to_row
from storage.records import Alert, Watch
from storage.statement import Statement
from storage.tables import accounts, alerts, keys, watches

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""Before every clock: what changed is looked at before anything that is merely due."""

Due = tuple[datetime, UUID]
"""When an account was to be looked at, and which."""

_OF_ACCOUNT = watches.c.account_id == bindparam("which")
_IS_AHEAD = watches.c.looked_at > bindparam("now")
_DUE = (
    select(watches.c.look_at, watches.c.account_id)
    .where(watches.c.look_at <= bindparam("now"))
    .order_by(watches.c.look_at, watches.c.account_id)
    .limit(bindparam("most"))
)
_AFTER = tuple_(bindparam("after_time", type_=UtcTime()), bindparam("after_account", type_=Uuid()))
_STEP = select(alerts.c.key_id, alerts.c.anchor_at, alerts.c.step).join(keys, keys.c.id == alerts.c.key_id)
_TOUCH = Statement(update(watches).where(_OF_ACCOUNT).values(look_at=AT_ONCE))
_ADD_WATCH = Statement(watches.insert())
_LIST_DUE = Statement(_DUE)
_LIST_DUE_AFTER = Statement(_DUE.where(tuple_(watches.c.look_at, watches.c.account_id) > _AFTER))
_NEXT_LOOK = Statement(select(func.min(watches.c.look_at)))
_FIND_WATCH = Statement(select(watches).where(_OF_ACCOUNT))
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
_LIST_SAID = Statement(_STEP.where(keys.c.account_id == bindparam("which")))
_LIST_LATEST = Statement(
    select(alerts)
    .join(keys, keys.c.id == alerts.c.key_id)
    .where(keys.c.team_id == bindparam("which"))
    .order_by(alerts.c.said_at.desc(), alerts.c.step.desc())
    .limit(bindparam("most"))
)


class Alerts:
    """The alerts of all keys and the watches over all accounts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def touch(self, account_id: UUID) -> None:
        """Something about the account's keys changed: they are looked at at once."""
        if _TOUCH.run(self._connection, which=account_id) == 0:
            _ADD_WATCH.run(self._connection, account_id=account_id, look_at=AT_ONCE)

    def list_due(self, now: datetime, after: Due | None, limit: int) -> list[Due]:
        """A page of the accounts to be looked at by now, the longest due first; `after` ends the page before."""
        if after is None:
            rows = _LIST_DUE.rows(self._connection, now=now, most=limit)
        else:
            time, account = after
            rows = _LIST_DUE_AFTER.rows(self._connection, now=now, most=limit, after_time=time, after_account=account)
        return [(look_at, account_id) for look_at, account_id in rows]

    def next_look(self) -> datetime | None:
        """When the next account is to be looked at; None: none is watched."""
        moment: datetime | None = _NEXT_LOOK.value(self._connection)
        return moment

    def find_watch(self, account_id: UUID) -> Watch | None:
        """The watch over an account, or None while it has had no key."""
        row = _FIND_WATCH.first(self._connection, which=account_id)
        return Watch(*row) if row else None

    def save_watch(self, watch: Watch) -> None:
        """Writes all of a known watch."""
        _SAVE_WATCH.run(self._connection, which=watch.account_id, **to_row(watch, watches))

    def has_looked_ahead(self, now: datetime) -> bool:
        """Whether an account was looked at later than now: the clock was stepped back."""
        return _HAS_LOOKED_AHEAD.first(self._connection, now=now) is not None

    def look_again(self, now: datetime) -> None:
        """Whatever was looked at later than now is looked at at once."""
        _LOOK_AGAIN.run(self._connection, now=now)

    def is_behind(self, team_id: UUID, now: datetime) -> bool:
        """Whether some account of the team is due and was not looked at."""
        return _IS_BEHIND.first(self._connection, which=team_id, now=now) is not None

    def add(self, alert: Alert) -> None:
        """A step was said; RecordTaken when it was said before."""
        _ADD.run(self._connection, **to_row(alert, alerts))

    def list_said(self, account_id: UUID) -> frozenset[tuple[UUID, datetime, int]]:
        """Every step that was said of the account's keys: key, what its ladder hung from, number."""
        return frozenset(tuple(row) for row in _LIST_SAID.rows(self._connection, which=account_id))

    def list_latest(self, team_id: UUID, limit: int) -> list[Alert]:
        """What was said last about the team's keys, newest first."""
        rows = _LIST_LATEST.rows(self._connection, which=team_id, most=limit)
        return [Alert(**of_row(row)) for row in rows]
