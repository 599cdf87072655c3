"""Keys that replace others, as long as both exist. The audit keeps how each rotation ended.

A key of a rotation may be deleted alone, so there are no foreign keys here: `list_broken` finds it.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Integer, Uuid, bindparam, delete, func, or_, select, update

from storage.mapping import of_row, to_row
from storage.records import Rotation
from storage.statement import Statement
from storage.tables import keys, rotations
from storage.transaction import Transaction

_WHICH = rotations.c.new_key_id == bindparam("which")
_ALL = select(rotations).order_by(rotations.c.new_key_id)
_HAS_ID = keys.c.id == rotations.c.new_key_id
_IS_LIVE = select(keys.c.id).where(_HAS_ID, keys.c.announced_live_at.is_not(None), keys.c.live_at.is_not(None)).exists()
_IS_WAITING = select(keys.c.id).where(_HAS_ID, keys.c.live_at.is_(None)).exists()
_IS_OFFERED = rotations.c.offered_at.is_not(None)
_IS_BROKEN = or_(
    *(
        ~select(keys.c.id).where(keys.c.id == key_id).exists()
        for key_id in (rotations.c.new_key_id, rotations.c.old_key_id)
    )
)
_AMONG = bindparam("these", type_=Uuid(), expanding=True)
_MOST = bindparam("most", type_=Integer())
_ADD = Statement(rotations.insert())
_SAVE = Statement(update(rotations).where(_WHICH))
_REMOVE = Statement(delete(rotations).where(_WHICH))
_FIND_OF = Statement(_ALL.where(or_(_WHICH, rotations.c.old_key_id == bindparam("which"))))
_LIST_REPLACING = Statement(_ALL.where(rotations.c.old_key_id.in_(_AMONG)))
_LIST_LIVE = Statement(_ALL.where(rotations.c.offered_at.is_(None), _IS_LIVE).limit(_MOST))
_LIST_WAITING = Statement(_ALL.where(_IS_WAITING))
_LIST_DUE = Statement(_ALL.where(_IS_OFFERED, rotations.c.remind_at <= bindparam("now")).limit(_MOST))
_LIST_BROKEN = Statement(_ALL.where(_IS_BROKEN).limit(_MOST))
_NEXT_DUE = Statement(
    select(func.min(rotations.c.remind_at)).where(_IS_OFFERED, rotations.c.remind_at > bindparam("now"))
)


class KeyRotations:
    """The running rotations of all teams."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, rotation: Rotation) -> None:
        """Add a rotation. Raises RecordTaken if the old key is being rotated already."""
        _ADD.run(self._transaction, **to_row(rotation, rotations))

    def save(self, rotation: Rotation) -> None:
        """Write all of a known rotation."""
        _SAVE.run(self._transaction, which=rotation.new_key_id, **to_row(rotation, rotations))

    def remove(self, rotation: Rotation) -> None:
        """Delete an ended rotation."""
        _REMOVE.run(self._transaction, which=rotation.new_key_id)

    def find_of(self, key_id: UUID) -> Rotation | None:
        """Return the rotation with this key as the new one or the old one, or None."""
        row = _FIND_OF.first(self._transaction, which=key_id)
        return None if row is None else Rotation(**of_row(row))

    def list_replacing(self, key_ids: Collection[UUID]) -> list[Rotation]:
        """List the rotations that replace one of these keys."""
        return [Rotation(**of_row(row)) for row in _LIST_REPLACING.rows(self._transaction, these=list(key_ids))]

    def list_live(self, limit: int) -> list[Rotation]:
        """List those with a working new key that the team does not know of yet."""
        return [Rotation(**of_row(row)) for row in _LIST_LIVE.rows(self._transaction, most=limit)]

    def list_waiting(self) -> list[Rotation]:
        """List those with a new key that was not seen to work, reported or not."""
        return [Rotation(**of_row(row)) for row in _LIST_WAITING.rows(self._transaction)]

    def list_due(self, now: datetime, limit: int) -> list[Rotation]:
        """List the offered ones with a due reminder."""
        return [Rotation(**of_row(row)) for row in _LIST_DUE.rows(self._transaction, now=now, most=limit)]

    def list_broken(self, limit: int) -> list[Rotation]:
        """List those that have lost a key, deleted here or there."""
        return [Rotation(**of_row(row)) for row in _LIST_BROKEN.rows(self._transaction, most=limit)]

    def next_due(self, now: datetime) -> datetime | None:
        """Return when the next reminder of an offered one is due. None: no reminder."""
        moment: datetime | None = _NEXT_DUE.value(self._transaction, now=now)
        return moment
