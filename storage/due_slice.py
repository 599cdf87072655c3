"""A slice of the accounts that are due to be looked at, so that whatever is known of them is one query a noun."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, bindparam, select, tuple_

from storage.columns import UtcTime
from storage.tables import accounts, watches

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""Before every clock: what changed is looked at before anything that is merely due."""

Due = tuple[datetime, UUID]
"""When an account was to be looked at, and which."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The accounts behind `after` in the order of being due, up to `last` and with it."""

    after: Due | None
    last: Due

    @property
    def bounds(self) -> dict[str, Any]:
        """As the statements name them."""
        after_time, after_account = self.after or (AT_ONCE, UUID(int=0))
        last_time, last_account = self.last
        return {
            "after_time": after_time,
            "after_account": after_account,
            "last_time": last_time,
            "last_account": last_account,
        }


def _place(name: str) -> ColumnElement[Any]:
    """In the order of being due; its parameters are named so."""
    return tuple_(bindparam(f"{name}_time", type_=UtcTime()), bindparam(f"{name}_account", type_=Uuid()))


_ORDER = tuple_(watches.c.look_at, watches.c.account_id)
IS_BEHIND = _place("after") < _ORDER
IS_IN_SLICE = IS_BEHIND, _place("last") >= _ORDER


def select_accounts() -> Select[tuple[UUID]]:
    """The ids of the accounts in the slice."""
    return select(watches.c.account_id).where(*IS_IN_SLICE)


def select_teams() -> Select[tuple[UUID]]:
    """The ids of the teams that they belong to."""
    return select(accounts.c.team_id).where(accounts.c.id.in_(select_accounts()))
