"""The time that leases and back-offs run on: the same for all processes on one database, and no sandbox moves it.

PostgreSQL tells its own. SQLite has one process, whose time passes even while the machine's clock is set back.
It must not know who holds a lease.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

LONGEST_LEASE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=90)
"""Longer than any lease, and any back-off: an end further away was written before the clock was set back."""

_STARTED_AT = datetime.now(UTC) - timedelta(seconds=time.monotonic())


def real_now(connection: Connection) -> datetime:
    """The present moment, aware and in UTC."""
    if connection.dialect.name == "sqlite":
        return _STARTED_AT + timedelta(seconds=time.monotonic())
    moment: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return moment.astimezone(UTC)


def is_over(until: datetime | None, now: datetime, longest: timedelta = LONGEST_LEASE) -> bool:
    """Whether a lease or a back-off with this end is over."""
    return until is None or until <= now or until > now + longest


def over(until: ColumnElement[Any], now: datetime, longest: timedelta = LONGEST_LEASE) -> ColumnElement[bool]:
    """The same of a column."""
    return or_(until.is_(None), until <= now, until > now + longest)
