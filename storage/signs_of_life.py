"""When the house was last seen at work, so that it knows how long it was away.

It must not know what makes an absence.
"""

from datetime import datetime

from sqlalchemy import Connection, select, update

from storage.tables import signs_of_life


class SignsOfLife:
    """One moment for each thing that is watched."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, of: str) -> datetime | None:
        """The last sign, or None."""
        return self._connection.scalar(select(signs_of_life.c.seen_at).where(signs_of_life.c.of == of))

    def give(self, of: str, earlier: datetime | None, now: datetime) -> bool:
        """Writes the sign that follows `earlier`; False when somebody else has written one since that was read."""
        if earlier is None:
            self._connection.execute(signs_of_life.insert().values(of=of, seen_at=now))
            return True
        one = signs_of_life.c.of == of, signs_of_life.c.seen_at == earlier
        return self._connection.execute(update(signs_of_life).where(*one).values(seen_at=now)).rowcount == 1
