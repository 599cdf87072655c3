"""Updates that Telegram handed over: kept sealed until spent, their ids remembered after that.

It must not know what an update says.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from storage.records import InboxRow
from storage.sealing import Vault
from storage.tables import inbox


class Inbox:
    """The updates that wait, and the ids of those that do not."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def take(self, updates: Sequence[Mapping[str, object]], received_at: datetime) -> list[InboxRow]:
        """Keeps the new ones of a batch, and returns them; known ids are dropped."""
        ids = [int(str(one["update_id"])) for one in updates]
        known = set(self._connection.scalars(select(inbox.c.update_id).where(inbox.c.update_id.in_(ids))))
        taken = []
        for update_id, one in dict(zip(ids, updates, strict=True)).items():
            if update_id in known:
                continue
            sealed = self._vault.seal(inbox.c.sealed_update, update_id, json.dumps(one, ensure_ascii=True))
            values = {"update_id": update_id, "sealed_update": sealed, "received_at": received_at, "attempts": 0}
            self._connection.execute(inbox.insert().values(values))
            taken.append(InboxRow(update_id, one, received_at=received_at))
        return taken

    def list_waiting(self) -> list[InboxRow]:
        """Updates that are not spent, in the order they came."""
        found = select(inbox).where(inbox.c.sealed_update.is_not(None)).order_by(inbox.c.position)
        return [self._read(row) for row in self._connection.execute(found)]

    def backlog(self) -> tuple[int, datetime | None]:
        """How many updates are not spent, and when the oldest of them came."""
        waiting = select(func.count(), func.min(inbox.c.received_at)).where(inbox.c.sealed_update.is_not(None))
        count, oldest = self._connection.execute(waiting).one()
        return count, oldest

    def is_waiting(self, update_id: int) -> bool:
        """Whether the update is here and not spent."""
        one = inbox.c.update_id == update_id, inbox.c.sealed_update.is_not(None)
        return self._connection.execute(select(inbox.c.update_id).where(*one)).one_or_none() is not None

    def spend(self, update_id: int) -> None:
        """Wipes the update; its id stays known."""
        self._connection.execute(update(inbox).where(inbox.c.update_id == update_id).values(sealed_update=None))

    def fail(self, update_id: int) -> int:
        """Counts a failed attempt, and returns how many there were."""
        one = inbox.c.update_id == update_id
        self._connection.execute(update(inbox).where(one).values(attempts=inbox.c.attempts + 1))
        return self._connection.scalar(select(inbox.c.attempts).where(one)) or 0

    def forget_older(self, before: datetime) -> None:
        """Forgets the ids of updates spent long ago."""
        old = inbox.c.sealed_update.is_(None), inbox.c.received_at < before
        self._connection.execute(delete(inbox).where(*old))

    def _read(self, row: Row[Any]) -> InboxRow:
        clear = self._vault.open(inbox.c.sealed_update, row.update_id, row.sealed_update)
        return InboxRow(row.update_id, json.loads(clear), received_at=row.received_at, attempts=row.attempts)
