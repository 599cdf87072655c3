"""Takes Telegram's updates in, hands them out, and lets go of them.

It must not know what an update says.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from storage.database import Database
from storage.records import InboxRow
from storage.work import Work


class Inbox:
    """The updates Telegram handed over that have had no effect yet. A row's age runs on real time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, updates: Sequence[Mapping[str, object]]) -> list[InboxRow]:
        """Keep a batch in one transaction; returns the rows of those that were not known yet."""
        received_at = datetime.now(UTC)
        return await self._database.write(lambda work: work.inbox.take(updates, received_at))

    async def list_waiting(self) -> list[InboxRow]:
        """Rows nobody has spent, oldest first."""
        return await self._database.read(lambda work: work.inbox.list_waiting())

    async def is_waiting(self, update_id: int) -> bool:
        """Whether the row is still unspent."""
        return await self._database.read(lambda work: _is_waiting(work, update_id))

    async def spend(self, update_id: int) -> None:
        """Wipe the row; one that is spent already stays so."""
        await self._database.write(lambda work: work.inbox.spend(update_id))

    async def fail(self, update_id: int) -> int | None:
        """Count a failed attempt; returns how many there are now, or None when the row was spent before it failed."""
        return await self._database.write(
            lambda work: work.inbox.fail(update_id) if _is_waiting(work, update_id) else None
        )


def _is_waiting(work: Work, update_id: int) -> bool:
    return any(row.update_id == update_id for row in work.inbox.list_waiting())
