"""Chats that do not hear the bot: groups it was removed from, people who blocked it.

It must not know what is done about that.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from storage.records import Deafness, Silence
from storage.tables import silences


class Silences:
    """The silences that last. A person's private chat has the person's id."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, silence: Silence) -> bool:
        """Whether it is new; one that lasts already stays as it began."""
        if self.find(silence.chat_id, silence.topic_id) is not None:
            return False
        self._connection.execute(
            silences.insert().values(
                chat_id=silence.chat_id,
                topic_id=silence.topic_id or 0,
                why=silence.why.value,
                since=silence.since,
            )
        )
        return True

    def find(self, chat_id: int, topic_id: int | None) -> Silence | None:
        """The silence of just this place, or None."""
        place = silences.c.chat_id == chat_id, silences.c.topic_id == (topic_id or 0)
        row = self._connection.execute(select(silences).where(*place)).one_or_none()
        return _read(row) if row else None

    def list_among(self, chat_ids: Collection[int]) -> list[Silence]:
        """Those of these chats, their topics included."""
        found = (
            select(silences).where(silences.c.chat_id.in_(chat_ids)).order_by(silences.c.chat_id, silences.c.topic_id)
        )
        return [_read(row) for row in self._connection.execute(found)]

    def end(self, silence: Silence) -> bool:
        """Whether it lasted until now."""
        place = silences.c.chat_id == silence.chat_id, silences.c.topic_id == (silence.topic_id or 0)
        return self._connection.execute(delete(silences).where(*place)).rowcount == 1


def _read(row: Row[Any]) -> Silence:
    return Silence(chat_id=row.chat_id, topic_id=row.topic_id or None, why=Deafness(row.why), since=row.since)
