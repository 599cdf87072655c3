"""The inbox of Telegram's updates: take them in, hand them out, release them."""

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
"""Six times what a living process needs to take over the updates of a dead one."""


class Inbox:
    """The updates that this process holds. A row's age runs on real time."""

    def __init__(self, database: Database, patience: timedelta = timedelta()) -> None:
        """`patience` is how long the wiping of an answered row may wait for a commit to share."""
        self._database = database
        self._patience = patience
        self._holder = uuid4()

    async def take(self, updates: Sequence[Mapping[str, object]]) -> list[InboxRow]:
        """Store a batch in one transaction, and return the rows that are new."""
        received_at = REAL_TIME.now()
        return await self._database.write(lambda work: work.inbox.take(updates, received_at, self._holder, CLAIM))

    async def claim_free(self) -> list[InboxRow]:
        """Hold the rows that no living process holds, and return them, oldest first."""
        if not await self._database.read(lambda work: work.inbox.has_free()):
            return []
        return await self._database.write(lambda work: work.inbox.claim_free(self._holder, CLAIM))

    async def renew(self, update_ids: Collection[int]) -> set[int]:
        """Hold these for longer, and return those that are unspent and still held by this process."""
        return await self._database.write(lambda work: work.inbox.renew(update_ids, self._holder, CLAIM))

    async def release(self) -> None:
        """Release what is unspent to other processes and to the next start."""
        await self._database.write(lambda work: work.inbox.release(self._holder))

    async def list_waiting(self) -> list[InboxRow]:
        """List the unspent rows of all processes, oldest first."""
        return await self._database.read(lambda work: work.inbox.list_waiting())

    async def is_waiting(self, update_id: int) -> bool:
        """Whether the row is still unspent."""
        return await self._database.read(lambda work: work.inbox.is_waiting(update_id))

    async def spend(self, update_id: int) -> None:
        """Wipe the row. A spent row stays spent."""
        await self._database.write(lambda work: work.inbox.wipe(update_id))

    async def wipe(self, update_id: int) -> None:
        """Wipe an answered row with the next commit. A process that dies before that leaves it to be answered again."""
        await self._database.write(lambda work: work.inbox.wipe(update_id), patience=self._patience)

    async def fail(self, update_id: int) -> int | None:
        """Count a failed attempt. Return the number so far, or None when the row was spent before the failure."""
        return await self._database.write(
            lambda work: work.inbox.fail(update_id) if work.inbox.is_waiting(update_id) else None
        )


def is_late(oldest: datetime, now: datetime, allowed: timedelta) -> bool:
    """Whether an update has waited longer than allowed.

    A time in the future means that the clock was set back after the update was taken.
    """
    return not -NOTICED <= now - oldest <= allowed


def describe_backlog(work: Work, now: datetime) -> dict[str, str]:
    """Health details for monitoring: how many updates wait, if the oldest waits too long, else empty."""
    count, oldest = work.inbox.backlog()
    if oldest is None or not is_late(oldest, now, _LATE):
        return {}
    return {"updates": f"{count} wait to be acted on, since {oldest:%Y-%m-%d %H:%M} UTC"}
