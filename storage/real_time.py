"""Real time of leases and back-offs, one for all processes on a database.

The sandbox does not move it. PostgreSQL has its own. SQLite has one process, in which time passes even while the
machine's clock is set back.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select

from storage.statement import Statement
from storage.tables.columns import UtcTime
from storage.transaction import Transaction

LONGEST_LEASE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=90)
"""Longer than any lease or back-off: an end further away was written before the clock was set back."""

_SERVER_NOW = Statement(select(func.clock_timestamp()))
_STARTED_AT = datetime.now(UTC) - timedelta(seconds=time.monotonic())


def real_now(transaction: Transaction) -> datetime:
    """Return the present moment, aware and in UTC."""
    if transaction.dialect.name == "sqlite":
        return _STARTED_AT + timedelta(seconds=time.monotonic())
    moment: datetime = _SERVER_NOW.value(transaction)
    return moment.astimezone(UTC)


def is_over(until: datetime | None, now: datetime, longest: timedelta = LONGEST_LEASE) -> bool:
    """Whether a lease or a back-off with this end has ended."""
    return until is None or until <= now or until > now + longest


def over(until: ColumnElement[Any], longest: timedelta = LONGEST_LEASE) -> ColumnElement[bool]:
    """Say the same of a column. `moments` are the parameters."""
    beyond = "beyond_pauses" if longest == LONGEST_PAUSE else "beyond_leases"
    now, latest = (bindparam(name, type_=UtcTime()) for name in ("now", beyond))
    return or_(until.is_(None), until <= now, until > latest)


def moments(now: datetime) -> dict[str, datetime]:
    """Return the parameters of a statement with `over`."""
    return {"now": now, "beyond_leases": now + LONGEST_LEASE, "beyond_pauses": now + LONGEST_PAUSE}
