"""Updates from Telegram: kept sealed until spent, their ids remembered after that.

Each is claimed by one process, which renews its claim while it lives.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, func, or_, select, update

from storage.errors import UpdateSpent
from storage.real_time import moments, over, real_now
from storage.records import InboxRow
from storage.sealing import FieldCipher
from storage.statement import Statement
from storage.tables import inbox
from storage.transaction import Transaction

_WHICH = inbox.c.update_id == bindparam("which")
_AMONG = inbox.c.update_id.in_(bindparam("these", expanding=True))
_WAITS = inbox.c.sealed_update.is_not(None)
_IS_MINE = inbox.c.claimed_by == bindparam("holder")
_IS_FREE = or_(inbox.c.claimed_by.is_(None), over(inbox.c.claimed_until))
_LET_GO = update(inbox).where(_WAITS).values(claimed_by=None, claimed_until=None)
_ADD = Statement(inbox.insert())
_LIST_KNOWN = Statement(
    select(inbox.c.update_id).where(inbox.c.update_id.between(bindparam("first"), bindparam("last")))
)
_HAS_FREE = Statement(select(inbox.c.update_id).where(_WAITS, _IS_FREE).limit(1))
_LIST_FREE = Statement(select(inbox).where(_WAITS, _IS_FREE).order_by(inbox.c.position))
_LIST_WAITING = Statement(select(inbox).where(_WAITS).order_by(inbox.c.position))
_LIST_HELD = Statement(select(inbox.c.update_id).where(_AMONG, _IS_MINE, _WAITS))
_CLAIM = Statement(update(inbox).where(_AMONG).values(claimed_by=bindparam("holder"), claimed_until=bindparam("until")))
_RELEASE = Statement(_LET_GO.where(_IS_MINE))
_RELEASE_ALL = Statement(_LET_GO.where(inbox.c.claimed_by.is_not(None)))
_BACKLOG = Statement(select(func.count(), func.min(inbox.c.received_at)).where(_WAITS))
_IS_WAITING = Statement(select(inbox.c.update_id).where(_WHICH, _WAITS))
_IS_KNOWN = Statement(select(inbox.c.update_id).where(_WHICH))
_WIPE = Statement(update(inbox).where(_WHICH, _WAITS).values(sealed_update=None, claimed_by=None))
_FAIL = Statement(update(inbox).where(_WHICH).values(attempts=inbox.c.attempts + 1).returning(inbox.c.attempts))
_LONG_OVER = (
    select(inbox.c.position)
    .where(inbox.c.sealed_update.is_(None), inbox.c.received_at < bindparam("before"))
    .order_by(inbox.c.received_at)
    .limit(bindparam("most"))
)
_FORGET = Statement(delete(inbox).where(inbox.c.position.in_(_LONG_OVER)))


class Inbox:
    """The waiting updates, and the ids of spent ones."""

    def __init__(self, transaction: Transaction, cipher: FieldCipher) -> None:
        self._transaction = transaction
        self._cipher = cipher

    def take(
        self, updates: Sequence[Mapping[str, object]], received_at: datetime, holder: UUID, lasting: timedelta
    ) -> list[InboxRow]:
        """Keep and return the new updates of a batch for this holder. Known ids are dropped."""
        ids = [int(str(one["update_id"])) for one in updates]
        if not ids:
            return []
        known = set(_LIST_KNOWN.values(self._transaction, first=min(ids), last=max(ids)))
        claim = {"claimed_by": holder, "claimed_until": real_now(self._transaction) + lasting}
        taken, rows = [], []
        for update_id, one in dict(zip(ids, updates, strict=True)).items():
            if update_id in known:
                continue
            sealed = self._cipher.seal(inbox.c.sealed_update, update_id, json.dumps(one, ensure_ascii=True))
            values = {"update_id": update_id, "sealed_update": sealed, "received_at": received_at, "attempts": 0}
            rows.append(values | claim)
            taken.append(InboxRow(update_id, one, received_at=received_at))
        _ADD.run_each(self._transaction, rows)
        return taken

    def has_free(self) -> bool:
        """Whether an update waits that no living process holds."""
        return _HAS_FREE.first(self._transaction, **moments(real_now(self._transaction))) is not None

    def claim_free(self, holder: UUID, lasting: timedelta) -> list[InboxRow]:
        """Claim the updates that no living process holds, in the order they came."""
        rows = _LIST_FREE.rows(self._transaction, **moments(real_now(self._transaction)))
        self._claim([row.update_id for row in rows], holder, lasting)
        return [self._read(row) for row in rows]

    def renew(self, update_ids: Collection[int], holder: UUID, lasting: timedelta) -> set[int]:
        """Renew the claim on these updates. Return those that are unspent and still this holder's."""
        held = set(_LIST_HELD.values(self._transaction, these=list(update_ids), holder=holder))
        self._claim(held, holder, lasting)
        return held

    def release(self, holder: UUID) -> None:
        """Leave this holder's updates to the others."""
        _RELEASE.run(self._transaction, holder=holder)

    def release_all(self) -> None:
        """Release all claims: one process at a time has the database, and this is another."""
        _RELEASE_ALL.run(self._transaction)

    def list_waiting(self) -> list[InboxRow]:
        """List the unspent updates, in the order they came."""
        return [self._read(row) for row in _LIST_WAITING.rows(self._transaction)]

    def backlog(self) -> tuple[int, datetime | None]:
        """Return how many updates are unspent, and when the oldest of them came."""
        count, oldest = _BACKLOG.first(self._transaction)
        return count, oldest

    def is_waiting(self, update_id: int) -> bool:
        """Whether the update is here and unspent."""
        return _IS_WAITING.first(self._transaction, which=update_id) is not None

    def spend(self, update_id: int) -> None:
        """Wipe the update and keep its id. Raises UpdateSpent, which undoes the rest, if it was spent before.

        An update that never was in the inbox has nothing to wipe.
        """
        if not self.wipe(update_id) and _IS_KNOWN.first(self._transaction, which=update_id):
            raise UpdateSpent(f"Update {update_id} has had its effect.")

    def wipe(self, update_id: int) -> bool:
        """Wipe the update, spent or not, and keep its id. False if there was nothing to wipe."""
        return _WIPE.run(self._transaction, which=update_id) == 1

    def fail(self, update_id: int) -> int:
        """Count a failed attempt, and return how many there were."""
        return _FAIL.value(self._transaction, which=update_id) or 0

    def forget_older(self, before: datetime, most: int) -> int:
        """Delete the ids of updates spent long ago, at most `most`, the oldest first. Return how many."""
        return _FORGET.run(self._transaction, before=before, most=most)

    def _claim(self, update_ids: Collection[int], holder: UUID, lasting: timedelta) -> None:
        if update_ids:
            until = real_now(self._transaction) + lasting
            _CLAIM.run(self._transaction, these=list(update_ids), holder=holder, until=until)

    def _read(self, row: Any) -> InboxRow:
        clear = self._cipher.open(inbox.c.sealed_update, row.update_id, row.sealed_update)
        return InboxRow(row.update_id, json.loads(clear), received_at=row.received_at, attempts=row.attempts)
