"""A slice of due accounts, so that each noun is read with one query."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, bindparam, select, tuple_

from storage.tables import accounts, watches
from storage.tables.columns import UtcTime

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""Before every clock: a changed account comes before those that are merely due."""

Due = tuple[datetime, UUID]
"""When an account is due, and its id."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The accounts behind `after` in the order of being due, up to and including `last`."""

    after: Due | None
    last: Due

    @property
    def bounds(self) -> dict[str, Any]:
        """Return the parameters of the statements."""
        after_time, after_account = self.after or (AT_ONCE, UUID(int=0))
        last_time, last_account = self.last
        return {
            "after_time": after_time,
            "after_account": after_account,
            "last_time": last_time,
            "last_account": last_account,
        }


def _place(name: str) -> ColumnElement[Any]:
    """Return the place in the order of being due. Its parameters have this name."""
    return tuple_(bindparam(f"{name}_time", type_=UtcTime()), bindparam(f"{name}_account", type_=Uuid()))


_ORDER = tuple_(watches.c.look_at, watches.c.account_id)
IS_BEHIND = _place("after") < _ORDER
IS_IN_SLICE = IS_BEHIND, _place("last") >= _ORDER


def select_accounts() -> Select[tuple[UUID]]:
    """Select the ids of the accounts in the slice."""
    return select(watches.c.account_id).where(*IS_IN_SLICE)


def select_teams() -> Select[tuple[UUID]]:
    """Select the ids of their teams."""
    return select(accounts.c.team_id).where(accounts.c.id.in_(select_accounts()))
