"""Takes Telegram's updates in, hands them out, and lets go of them.

It must not know what an update says.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from bot.clock import NOTICED, REAL_TIME
from bot.operations.model.leases import CLAIM
from storage.database import Database
from storage.errors import UpdateSpent
from storage.records import InboxRow
from storage.work import Work

__all__ = ["Inbox", "UpdateSpent", "describe_backlog"]

_LATE = timedelta(minutes=1)
"""Six times as long as a living process needs to take up what a dead one had in hand."""


class Inbox:
    """The updates that this process has in hand. A row's age runs on real time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._holder = uuid4()

    async def take(self, updates: Sequence[Mapping[str, object]]) -> list[InboxRow]:
        """Keep a batch in one transaction; returns the rows of those that were not known yet."""
        received_at = REAL_TIME.now()
        return await self._database.write(lambda work: work.inbox.take(updates, received_at, self._holder, CLAIM))

    async def claim_free(self) -> list[InboxRow]:
        """Rows that no living process has in hand, oldest first; they are this one's from here on."""
        if not await self._database.read(lambda work: work.inbox.has_free()):
            return []
        return await self._database.write(lambda work: work.inbox.claim_free(self._holder, CLAIM))

    async def renew(self, update_ids: Collection[int]) -> set[int]:
        """Go on holding these; returns those that are unspent and still this process's."""
        return await self._database.write(lambda work: work.inbox.renew(update_ids, self._holder, CLAIM))

    async def release(self) -> None:
        """Leave what is unspent to the other processes, and to the next start."""
        await self._database.write(lambda work: work.inbox.release(self._holder))

    async def list_waiting(self) -> list[InboxRow]:
        """Rows that are not spent, whoever has them in hand, oldest first."""
        return await self._database.read(lambda work: work.inbox.list_waiting())

    async def is_waiting(self, update_id: int) -> bool:
        """Whether the row is still unspent."""
        return await self._database.read(lambda work: work.inbox.is_waiting(update_id))

    async def spend(self, update_id: int) -> None:
        """Wipe the row; one that is spent already stays so."""
        await self._database.write(lambda work: work.inbox.wipe(update_id))

    async def fail(self, update_id: int) -> int | None:
        """Count a failed attempt; returns how many there are now, or None when the row was spent before it failed."""
        return await self._database.write(
            lambda work: work.inbox.fail(update_id) if work.inbox.is_waiting(update_id) else None
        )


def is_late(oldest: datetime, now: datetime, allowed: timedelta) -> bool:
    """Whether an update has waited longer; one from a time to come was taken before the clock was set back."""
    return not -NOTICED <= now - oldest <= allowed


def describe_backlog(work: Work, now: datetime) -> dict[str, str]:
    """For machines: how many updates wait, where the oldest has waited for too long; empty where none has."""
    count, oldest = work.inbox.backlog()
    if oldest is None or not is_late(oldest, now, _LATE):
        return {}
    return {"updates": f"{count} wait to be acted on, since {oldest:%Y-%m-%d %H:%M} UTC"}
