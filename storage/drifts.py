"""Drifts: keys of which an exchange says something else than we know, open ones and those that are settled.

They are history too: none is ever removed. It must not know what makes a difference: that is a rule.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select, update

from storage.alerts import AT_ONCE, Alerts
from storage.counters import next_number
from storage.mapping import of_row, to_row
from storage.records import Drift, KeyFacts, Settling
from storage.tables import drifts, looks
from storage.wording import plain

_MOMENTS = ("created_at", "expires_at", "live_at")


class Drifts:
    """The drifts of all teams."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._alerts = Alerts(connection)

    def add(self, drift: Drift) -> None:
        """A new drift; the account's alerts are looked at, since a key may end sooner than we knew."""
        self._connection.execute(drifts.insert().values(_row(drift)))
        self._alerts.touch(drift.account_id)

    def settle(self, drift_id: UUID, settled_as: Settling, now: datetime, by: int | None = None) -> None:
        """What became of an open drift, and by whom."""
        values = {"settled_as": settled_as.value, "settled_at": now, "settled_by": by}
        one = drifts.c.id == drift_id, drifts.c.settled_as.is_(None)
        for account_id in self._connection.scalars(
            update(drifts).where(*one).values(values).returning(drifts.c.account_id)
        ).all():
            self._alerts.touch(account_id)

    def find(self, drift_id: UUID) -> Drift | None:
        """The drift, open or settled, or None."""
        found = self._list(drifts.c.id == drift_id)
        return found[0] if found else None

    def find_numbered(self, team_id: UUID, number: int) -> Drift | None:
        """The team's drift with that number, open or settled, or None."""
        found = self._list(drifts.c.team_id == team_id, drifts.c.number == number)
        return found[0] if found else None

    def list_open(self, team_id: UUID) -> list[Drift]:
        """The team's drifts that nobody has settled, by number."""
        return self._list(drifts.c.team_id == team_id, drifts.c.settled_as.is_(None))

    def list_open_of(self, account_id: UUID) -> list[Drift]:
        """An account's drifts that nobody has settled, by number."""
        return self._list(drifts.c.account_id == account_id, drifts.c.settled_as.is_(None))

    def list_kept_of(self, account_id: UUID) -> list[Drift]:
        """An account's keys that bear another name here from the first."""
        return self._list(drifts.c.account_id == account_id, drifts.c.settled_as == Settling.KEPT.value)

    def list_of_report(self, report_id: UUID) -> list[Drift]:
        """What one message is about, by number."""
        return self._list(drifts.c.report_id == report_id)

    def next_number(self, team_id: UUID) -> int:
        """A number that no drift of the team has had."""
        return next_number(self._connection, team_id, "drifts")

    def touch(self, account_id: UUID) -> None:
        """A key of the account changed: where a drift is open the account is compared at once."""
        is_open = select(drifts.c.id).where(drifts.c.account_id == account_id, drifts.c.settled_as.is_(None)).exists()
        one = looks.c.account_id == account_id
        self._connection.execute(update(looks).where(one, is_open).values(due_at=AT_ONCE))

    def _list(self, *conditions: Any) -> list[Drift]:
        found = select(drifts).where(*conditions).order_by(drifts.c.number)
        return [_read(row) for row in self._connection.execute(found)]


def _row(drift: Drift) -> dict[str, Any]:
    facts = {"known": drift.known, "there": drift.there}
    trees = {name: plain(asdict(one)) if one is not None else None for name, one in facts.items()}
    return {**to_row(drift, drifts), **trees}


def _read(row: Row[Any]) -> Drift:
    values = of_row(row)
    settled_as = values["settled_as"]
    return Drift(
        **{
            **values,
            "known": facts_of(row.known),
            "there": facts_of(row.there),
            "settled_as": Settling(settled_as) if settled_as else None,
        }
    )


def facts_of(tree: Mapping[str, Any] | None) -> KeyFacts | None:
    """What was written as JSON."""
    if tree is None:
        return None
    moments = {name: datetime.fromisoformat(tree[name]) if tree[name] else None for name in _MOMENTS}
    return KeyFacts(**{**tree, **moments, "ips": tuple(tree["ips"])})
