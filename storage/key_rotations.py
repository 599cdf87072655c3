"""Keys that take the place of others, as long as both stand; how it ended stands in the audit.

A key of a rotation may go by itself, so nothing here is watched over by the database: `list_broken` finds it.
It must not know what is said about a rotation, nor when a key works.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, func, or_, select, update

from storage.mapping import of_row, to_row
from storage.records import Rotation
from storage.tables import keys, rotations


class KeyRotations:
    """The rotations under way in all teams."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, rotation: Rotation) -> None:
        """A new rotation; RecordTaken when the old key is being rotated already."""
        self._connection.execute(rotations.insert().values(to_row(rotation, rotations)))

    def save(self, rotation: Rotation) -> None:
        """Writes all of a known rotation."""
        one = rotations.c.new_key_id == rotation.new_key_id
        self._connection.execute(update(rotations).where(one).values(to_row(rotation, rotations)))

    def remove(self, rotation: Rotation) -> None:
        """It is over."""
        self._connection.execute(delete(rotations).where(rotations.c.new_key_id == rotation.new_key_id))

    def find_of(self, key_id: UUID) -> Rotation | None:
        """The rotation in which the key is the new one or the old one, or None."""
        found = self.list_among([key_id])
        return found[0] if found else None

    def list_among(self, key_ids: Collection[UUID]) -> list[Rotation]:
        """Those that one of the keys has a part in."""
        return self._list(or_(rotations.c.new_key_id.in_(key_ids), rotations.c.old_key_id.in_(key_ids)))

    def list_live(self, limit: int) -> list[Rotation]:
        """Those whose new key was found to work, and of which the team does not know yet."""
        works = keys.c.announced_live_at.is_not(None), keys.c.live_at.is_not(None)
        live = select(keys.c.id).where(keys.c.id == rotations.c.new_key_id, *works)
        return self._list(rotations.c.offered_at.is_(None), live.exists(), limit=limit)

    def list_waiting(self) -> list[Rotation]:
        """Those whose new key was not seen to work, whatever the team was told."""
        waiting = select(keys.c.id).where(keys.c.id == rotations.c.new_key_id, keys.c.live_at.is_(None))
        return self._list(waiting.exists())

    def list_due(self, now: datetime, limit: int) -> list[Rotation]:
        """Those offered, of which the team is to be reminded."""
        return self._list(rotations.c.offered_at.is_not(None), rotations.c.remind_at <= now, limit=limit)

    def list_broken(self, limit: int) -> list[Rotation]:
        """Those that have lost a key, whoever deleted it."""
        either = (rotations.c.new_key_id, rotations.c.old_key_id)
        gone = [~select(keys.c.id).where(keys.c.id == key_id).exists() for key_id in either]
        return self._list(or_(*gone), limit=limit)

    def next_due(self, now: datetime) -> datetime | None:
        """When the next team is to be reminded of one that was offered; None: none will be."""
        later = rotations.c.offered_at.is_not(None), rotations.c.remind_at > now
        moment: datetime | None = self._connection.scalar(select(func.min(rotations.c.remind_at)).where(*later))
        return moment

    def _list(self, *conditions: Any, limit: int | None = None) -> list[Rotation]:
        found = select(rotations).where(*conditions).order_by(rotations.c.new_key_id).limit(limit)
        return [Rotation(**of_row(row)) for row in self._connection.execute(found)]
