"""When the bot was last seen at work, to compute how long it was away."""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from storage.statement import Statement
from storage.tables import signs_of_life
from storage.transaction import Transaction

_WHICH = signs_of_life.c.of == bindparam("which")
_FIND = Statement(select(signs_of_life.c.seen_at).where(_WHICH))
_ADD = Statement(signs_of_life.insert())
_FOLLOW = Statement(update(signs_of_life).where(_WHICH, signs_of_life.c.seen_at == bindparam("earlier")))


class Heartbeats:
    """One moment for each watched thing."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def find(self, of: str) -> datetime | None:
        """Return the last heartbeat, or None."""
        moment: datetime | None = _FIND.value(self._transaction, which=of)
        return moment

    def give(self, of: str, earlier: datetime | None, now: datetime) -> bool:
        """Write the heartbeat that follows `earlier`.

        False if another process has written one since that was read.
        """
        if earlier is None:
            _ADD.run(self._transaction, of=of, seen_at=now)
            return True
        return _FOLLOW.run(self._transaction, which=of, earlier=earlier, seen_at=now) == 1
