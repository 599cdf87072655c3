"""Updates that Telegram handed over: kept sealed until spent, their ids remembered after that.

Each is claimed by one process, which renews its claim while it lives.

It must not know what an update says.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, or_, select, update

from storage.errors import UpdateSpent
from storage.real_time import over, real_now
from storage.records import InboxRow
from storage.sealing import Vault
from storage.tables import inbox


class Inbox:
    """The updates that wait, and the ids of those that do not."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def take(
        self, updates: Sequence[Mapping[str, object]], received_at: datetime, holder: UUID, lasting: timedelta
    ) -> list[InboxRow]:
        """Keeps the new ones of a batch for this holder, and returns them; known ids are dropped."""
        ids = [int(str(one["update_id"])) for one in updates]
        known = set(self._connection.scalars(select(inbox.c.update_id).where(inbox.c.update_id.in_(ids))))
        claim = {"claimed_by": holder, "claimed_until": real_now(self._connection) + lasting}
        taken = []
        for update_id, one in dict(zip(ids, updates, strict=True)).items():
            if update_id in known:
                continue
            sealed = self._vault.seal(inbox.c.sealed_update, update_id, json.dumps(one, ensure_ascii=True))
            values = {"update_id": update_id, "sealed_update": sealed, "received_at": received_at, "attempts": 0}
            self._connection.execute(inbox.insert().values(values | claim))
            taken.append(InboxRow(update_id, one, received_at=received_at))
        return taken

    def has_free(self) -> bool:
        """Whether an update waits that no living process has in hand."""
        free = select(inbox.c.update_id).where(self._free()).limit(1)
        return self._connection.execute(free).first() is not None

    def claim_free(self, holder: UUID, lasting: timedelta) -> list[InboxRow]:
        """Takes the updates that no living process has in hand, in the order they came."""
        rows = self._connection.execute(select(inbox).where(self._free()).order_by(inbox.c.position)).all()
        self._claim([row.update_id for row in rows], holder, lasting)
        return [self._read(row) for row in rows]

    def renew(self, update_ids: Collection[int], holder: UUID, lasting: timedelta) -> set[int]:
        """Goes on holding these updates; returns those that are not spent and still this holder's."""
        own = inbox.c.update_id.in_(update_ids), inbox.c.claimed_by == holder, inbox.c.sealed_update.is_not(None)
        held = set(self._connection.scalars(select(inbox.c.update_id).where(*own)))
        self._claim(held, holder, lasting)
        return held

    def release(self, holder: UUID) -> None:
        """Leaves what this holder has in hand to the others."""
        self._let_go(inbox.c.claimed_by == holder)

    def release_all(self) -> None:
        """Leaves everything to whoever starts: one process at a time has the database, and this is another."""
        self._let_go(inbox.c.claimed_by.is_not(None))

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
        """Wipes the update, whose id stays known; raises UpdateSpent, which undoes the rest, when it was spent before.

        An update that never was in the inbox has nothing to wipe.
        """
        if not self.wipe(update_id) and self._is_known(update_id):
            raise UpdateSpent(f"Update {update_id} has had its effect.")

    def wipe(self, update_id: int) -> bool:
        """Wipes the update, spent or not, and keeps its id; False when there was nothing to wipe."""
        one = inbox.c.update_id == update_id, inbox.c.sealed_update.is_not(None)
        wiped = self._connection.execute(update(inbox).where(*one).values(sealed_update=None, claimed_by=None))
        return wiped.rowcount == 1

    def fail(self, update_id: int) -> int:
        """Counts a failed attempt, and returns how many there were."""
        one = inbox.c.update_id == update_id
        self._connection.execute(update(inbox).where(one).values(attempts=inbox.c.attempts + 1))
        return self._connection.scalar(select(inbox.c.attempts).where(one)) or 0

    def forget_older(self, before: datetime) -> None:
        """Forgets the ids of updates spent long ago."""
        old = inbox.c.sealed_update.is_(None), inbox.c.received_at < before
        self._connection.execute(delete(inbox).where(*old))

    def _is_known(self, update_id: int) -> bool:
        found = select(inbox.c.update_id).where(inbox.c.update_id == update_id)
        return self._connection.execute(found).first() is not None

    def _free(self) -> ColumnElement[bool]:
        now = real_now(self._connection)
        is_free = or_(inbox.c.claimed_by.is_(None), over(inbox.c.claimed_until, now))
        return and_(inbox.c.sealed_update.is_not(None), is_free)

    def _claim(self, update_ids: Collection[int], holder: UUID, lasting: timedelta) -> None:
        if update_ids:
            until = real_now(self._connection) + lasting
            one = inbox.c.update_id.in_(update_ids)
            self._connection.execute(update(inbox).where(one).values(claimed_by=holder, claimed_until=until))

    def _let_go(self, whose: ColumnElement[bool]) -> None:
        waiting = whose, inbox.c.sealed_update.is_not(None)
        self._connection.execute(update(inbox).where(*waiting).values(claimed_by=None, claimed_until=None))

    def _read(self, row: Row[Any]) -> InboxRow:
        clear = self._vault.open(inbox.c.sealed_update, row.update_id, row.sealed_update)
        return InboxRow(row.update_id, json.loads(clear), received_at=row.received_at, attempts=row.attempts)
