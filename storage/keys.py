"""Keys as we know them; never their secrets.

It must not know when a key ends: that is a rule.
"""

import unicodedata
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, func, select, update

from storage.alerts import Alerts
from storage.counters import next_number
from storage.drifts import Drifts
from storage.errors import RecordMissing
from storage.mapping import of_row, to_row
from storage.records import Key
from storage.tables import alerts, keys


class Keys:
    """The keys of all teams."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._alerts = Alerts(connection)
        self._drifts = Drifts(connection)

    def add(self, key: Key) -> None:
        """A new key; RecordTaken when remark or access id stand in the account."""
        self._connection.execute(keys.insert().values(_row(key)))
        self._touch(key.account_id)

    def save(self, key: Key) -> None:
        """Writes all of a known key."""
        self._connection.execute(update(keys).where(keys.c.id == key.id).values(_row(key)))
        self._touch(key.account_id)

    def remove(self, key_id: UUID) -> None:
        """The key is gone, and what was said about its end."""
        self._connection.execute(delete(alerts).where(alerts.c.key_id == key_id))
        gone = delete(keys).where(keys.c.id == key_id).returning(keys.c.account_id)
        for account_id in self._connection.scalars(gone).all():
            self._touch(account_id)

    def find(self, key_id: UUID) -> Key | None:
        """The key, or None."""
        found = self._list(keys.c.id == key_id)
        return found[0] if found else None

    def get(self, key_id: UUID) -> Key:
        """The key, or RecordMissing."""
        key = self.find(key_id)
        if key is None:
            raise RecordMissing(f"There is no key {key_id}.")
        return key

    def list_of_team(self, team_id: UUID) -> list[Key]:
        """All keys of a team, by number."""
        return self._list(keys.c.team_id == team_id)

    def list_of_account(self, account_id: UUID) -> list[Key]:
        """All keys of an account, by number."""
        return self._list(keys.c.account_id == account_id)

    def next_number(self, team_id: UUID) -> int:
        """A number that no key of the team has had."""
        return next_number(self._connection, team_id, "keys")

    def list_to_announce(self, now: datetime, limit: int) -> list[Key]:
        """Keys that have come alive and were not announced."""
        return self._list(keys.c.announced_live_at.is_(None), keys.c.live_at <= now, limit=limit)

    def list_to_probe(self) -> list[Key]:
        """Keys of which only the exchange can tell whether they live, and that were not seen to work yet."""
        return self._list(keys.c.announced_live_at.is_(None), keys.c.live_at.is_(None))

    def next_live(self, now: datetime) -> datetime | None:
        """When the next key comes alive; None: none is on its way."""
        waiting = keys.c.announced_live_at.is_(None), keys.c.live_at > now
        moment: datetime | None = self._connection.scalar(select(func.min(keys.c.live_at)).where(*waiting))
        return moment

    def _touch(self, account_id: UUID) -> None:
        self._alerts.touch(account_id)
        self._drifts.touch(account_id)

    def _list(self, *conditions: Any, limit: int | None = None) -> list[Key]:
        found = select(keys).where(*conditions).order_by(keys.c.number).limit(limit)
        rows = map(of_row, self._connection.execute(found))
        return [Key(**{name: value for name, value in row.items() if name != "folded_remark"}) for row in rows]


def _row(key: Key) -> dict[str, Any]:
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", key.remark).casefold())
    return {**to_row(key, keys), "folded_remark": folded}
