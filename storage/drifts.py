"""Drifts: keys with other facts at the exchange than here, open and settled.

They are history too and are never removed.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update

from storage.alerts import Alerts
from storage.counters import next_number
from storage.due_slice import AT_ONCE, Slice, select_accounts
from storage.mapping import of_row, to_row
from storage.records import Drift, DriftResolution, KeyFacts
from storage.serialization import key_facts_of, plain
from storage.statement import Statement
from storage.tables import drifts, looks
from storage.transaction import Transaction

_IS_OPEN = drifts.c.settled_as.is_(None)
_WHICH = drifts.c.id == bindparam("which")
_OF_TEAM = drifts.c.team_id == bindparam("whose")
_OF_ACCOUNT = drifts.c.account_id == bindparam("whose")
_ALL = select(drifts).order_by(drifts.c.number)
_ADD = Statement(drifts.insert())
_SETTLE = Statement(update(drifts).where(_WHICH, _IS_OPEN).returning(drifts.c.account_id))
_FOLLOW = Statement(update(drifts).where(_WHICH, _IS_OPEN))
_FIND = Statement(_ALL.where(_WHICH))
_FIND_NUMBERED = Statement(_ALL.where(_OF_TEAM, drifts.c.number == bindparam("which")))
_LIST_OPEN = Statement(_ALL.where(_OF_TEAM, _IS_OPEN))
_LIST_OPEN_OF = Statement(_ALL.where(_OF_ACCOUNT, _IS_OPEN))
_LIST_OPEN_IN = Statement(_ALL.where(drifts.c.account_id.in_(select_accounts()), _IS_OPEN))
_LIST_KEPT_OF = Statement(_ALL.where(_OF_ACCOUNT, drifts.c.settled_as == DriftResolution.KEPT.value))
_LIST_OF_REPORT = Statement(_ALL.where(drifts.c.report_id == bindparam("which")))
_TOUCH = Statement(
    update(looks)
    .where(looks.c.account_id == bindparam("whose"), select(drifts.c.id).where(_OF_ACCOUNT, _IS_OPEN).exists())
    .values(due_at=AT_ONCE)
)


class Drifts:
    """The drifts of all teams."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._alerts = Alerts(transaction)

    def add(self, drift: Drift) -> None:
        """Add a drift, and check the account's alerts, because a key may expire sooner than known."""
        _ADD.run(self._transaction, **_row(drift))
        self._alerts.mark_due(drift.account_id)

    def settle(self, drift_id: UUID, settled_as: DriftResolution, now: datetime, by: int | None = None) -> None:
        """Record how an open drift was settled, and by whom."""
        values = {"settled_as": settled_as.value, "settled_at": now, "settled_by": by}
        for account_id in _SETTLE.values(self._transaction, which=drift_id, **values):
            self._alerts.mark_due(account_id)

    def follow(self, drift_id: UUID, known: KeyFacts, there: KeyFacts) -> None:
        """Apply a change of ours to both sides of an open drift. The difference stays the same drift."""
        _FOLLOW.run(self._transaction, which=drift_id, known=plain(asdict(known)), there=plain(asdict(there)))

    def find(self, drift_id: UUID) -> Drift | None:
        """Return the drift, open or settled, or None."""
        row = _FIND.first(self._transaction, which=drift_id)
        return None if row is None else _read(row)

    def find_numbered(self, team_id: UUID, number: int) -> Drift | None:
        """Return the team's drift with that number, open or settled, or None."""
        row = _FIND_NUMBERED.first(self._transaction, whose=team_id, which=number)
        return None if row is None else _read(row)

    def list_open(self, team_id: UUID) -> list[Drift]:
        """List the team's open drifts, by number."""
        return [_read(row) for row in _LIST_OPEN.rows(self._transaction, whose=team_id)]

    def list_open_of(self, account_id: UUID) -> list[Drift]:
        """List an account's open drifts, by number."""
        return [_read(row) for row in _LIST_OPEN_OF.rows(self._transaction, whose=account_id)]

    def list_open_in(self, accounts: Slice) -> list[Drift]:
        """List the open drifts of these accounts."""
        return [_read(row) for row in _LIST_OPEN_IN.rows(self._transaction, **accounts.bounds)]

    def list_kept_of(self, account_id: UUID) -> list[Drift]:
        """List an account's keys that had another name here from the first."""
        return [_read(row) for row in _LIST_KEPT_OF.rows(self._transaction, whose=account_id)]

    def list_of_report(self, report_id: UUID) -> list[Drift]:
        """List the drifts of one message, by number."""
        return [_read(row) for row in _LIST_OF_REPORT.rows(self._transaction, which=report_id)]

    def next_number(self, team_id: UUID) -> int:
        """Return a number that no drift of the team has had."""
        return next_number(self._transaction, team_id, "drifts")

    def mark_due(self, account_id: UUID) -> None:
        """Make the account due for comparison if it has an open drift, because a key of it changed."""
        _TOUCH.run(self._transaction, whose=account_id)


def _row(drift: Drift) -> dict[str, Any]:
    facts = {"known": drift.known, "there": drift.there}
    trees = {name: plain(asdict(one)) if one is not None else None for name, one in facts.items()}
    return {**to_row(drift, drifts), **trees}


def _read(row: Any) -> Drift:
    values = of_row(row)
    settled_as = values["settled_as"]
    return Drift(
        **{
            **values,
            "known": row.known and key_facts_of(row.known),
            "there": row.there and key_facts_of(row.there),
            "settled_as": DriftResolution(settled_as) if settled_as else None,
        }
    )
