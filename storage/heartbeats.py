"""When the bot was last seen at work, to compute how long it was away."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from storage.statement import Statement
from storage.tables import signs_of_life

_WHICH = signs_of_life.c.of == bindparam("which")
_FIND = Statement(select(signs_of_life.c.seen_at).where(_WHICH))
_ADD = Statement(signs_of_life.insert())
_FOLLOW = Statement(update(signs_of_life).where(_WHICH, signs_of_life.c.seen_at == bindparam("earlier")))


class Heartbeats:
    """One moment for each watched thing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, of: str) -> datetime | None:
        """Return the last heartbeat, or None."""
        moment: datetime | None = _FIND.value(self._connection, which=of)
        return moment

    def give(self, of: str, earlier: datetime | None, now: datetime) -> bool:
        """Write the heartbeat that follows `earlier`.

        False if another process has written one since that was read.
        """
        if earlier is None:
            _ADD.run(self._connection, of=of, seen_at=now)
            return True
        return _FOLLOW.run(self._connection, which=of, earlier=earlier, seen_at=now) == 1
