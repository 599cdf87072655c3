"""Keys that take the place of others, as long as both stand; how it ended stands in the audit.

A key of a rotation may go by itself, so nothing here is watched over by the database: `list_broken` finds it.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Integer, Uuid, bindparam, delete, func, or_, select, update

from storage.mapping import of_row, to_row
from storage.records import Rotation
from storage.statement import Statement
from storage.tables import keys, rotations

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
_LIST_AMONG = Statement(_ALL.where(or_(rotations.c.new_key_id.in_(_AMONG), rotations.c.old_key_id.in_(_AMONG))))
_LIST_LIVE = Statement(_ALL.where(rotations.c.offered_at.is_(None), _IS_LIVE).limit(_MOST))
_LIST_WAITING = Statement(_ALL.where(_IS_WAITING))
_LIST_DUE = Statement(_ALL.where(_IS_OFFERED, rotations.c.remind_at <= bindparam("now")).limit(_MOST))
_LIST_BROKEN = Statement(_ALL.where(_IS_BROKEN).limit(_MOST))
_NEXT_DUE = Statement(
    select(func.min(rotations.c.remind_at)).where(_IS_OFFERED, rotations.c.remind_at > bindparam("now"))
)


class KeyRotations:
    """The rotations under way in all teams."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, rotation: Rotation) -> None:
        """A new rotation; RecordTaken when the old key is being rotated already."""
        _ADD.run(self._connection, **to_row(rotation, rotations))

    def save(self, rotation: Rotation) -> None:
        """Writes all of a known rotation."""
        _SAVE.run(self._connection, which=rotation.new_key_id, **to_row(rotation, rotations))

    def remove(self, rotation: Rotation) -> None:
        """It is over."""
        _REMOVE.run(self._connection, which=rotation.new_key_id)

    def find_of(self, key_id: UUID) -> Rotation | None:
        """The rotation in which the key is the new one or the old one, or None."""
        row = _FIND_OF.first(self._connection, which=key_id)
        return None if row is None else Rotation(**of_row(row))

    def list_among(self, key_ids: Collection[UUID]) -> list[Rotation]:
        """Those that one of the keys has a part in."""
        return [Rotation(**of_row(row)) for row in _LIST_AMONG.rows(self._connection, these=list(key_ids))]

    def list_live(self, limit: int) -> list[Rotation]:
        """Those whose new key was found to work, and of which the team does not know yet."""
        return [Rotation(**of_row(row)) for row in _LIST_LIVE.rows(self._connection, most=limit)]

    def list_waiting(self) -> list[Rotation]:
        """Those whose new key was not seen to work, whatever the team was told."""
        return [Rotation(**of_row(row)) for row in _LIST_WAITING.rows(self._connection)]

    def list_due(self, now: datetime, limit: int) -> list[Rotation]:
        """Those offered, of which the team is to be reminded."""
        return [Rotation(**of_row(row)) for row in _LIST_DUE.rows(self._connection, now=now, most=limit)]

    def list_broken(self, limit: int) -> list[Rotation]:
        """Those that have lost a key, whoever deleted it."""
        return [Rotation(**of_row(row)) for row in _LIST_BROKEN.rows(self._connection, most=limit)]

    def next_due(self, now: datetime) -> datetime | None:
        """When the next team is to be reminded of one that was offered; None: none will be."""
        moment: datetime | None = _NEXT_DUE.value(self._connection, now=now)
        return moment
