"""How this process takes notices: by leases in the database, or without writing if it is alone there."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bot.operations.model.leases import LEASE, kept
from storage.database import Database
from storage.records import Notice
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Taken:
    """A notice that this process delivers, and its reader's time zone."""

    notice: Notice
    zone: str


class Hands(Protocol):
    """How notices are taken and kept. After a crash, what was taken and not recorded is delivered again."""

    async def take(self, notice_ids: Collection[UUID], now: datetime) -> list[Taken]:
        """Take those of the heads that are still free."""
        ...

    def holding(self, taken: Taken) -> AbstractAsyncContextManager[None]:
        """Keep it from other processes while the block runs. Raises LeaseLost."""
        ...


class Alone:
    """No other process delivers, and the caller takes nothing twice, so nothing is written."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, notice_ids: Collection[UUID], _now: datetime) -> list[Taken]:
        """Read them. A notice that is rewritten later is recognised when its delivery is recorded."""

        def body(work: Work) -> list[Taken]:
            return [Taken(notice, _zone_of(work, notice)) for notice in work.deliveries.list_waiting(notice_ids)]

        return await self._database.peek(body)

    def holding(self, _taken: Taken) -> AbstractAsyncContextManager[None]:
        """Do nothing."""
        return nullcontext()


@dataclass(slots=True)
class _Lease:
    until: datetime
    """By the database's clock."""
    taken_at: float
    """The event loop's time just before it was asked for."""


class Leases:
    """Several processes deliver: every notice taken has a lease, which is renewed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: dict[UUID, _Lease] = {}

    async def take(self, notice_ids: Collection[UUID], now: datetime) -> list[Taken]:
        """Lease them in one write."""
        taken_at = asyncio.get_running_loop().time()

        def body(work: Work) -> tuple[list[Taken], datetime]:
            real_now = work.real_now()
            until = real_now + LEASE
            leased = work.deliveries.lease_due(now, real_now, until, len(notice_ids), among=notice_ids)
            return [Taken(notice, _zone_of(work, notice)) for notice in leased], until

        taken, until = await self._database.write(body)
        self._held |= {one.notice.id: _Lease(until, taken_at) for one in taken}
        return taken

    @asynccontextmanager
    async def holding(self, taken: Taken) -> AsyncIterator[None]:
        """Renew the lease until the block ends."""
        notice_id = taken.notice.id
        lease = self._held[notice_id]

        def body(work: Work) -> datetime | None:
            until = work.real_now() + LEASE
            return until if work.deliveries.renew(notice_id, lease.until, until) else None

        async def renew() -> bool:
            until = await self._database.write(body)
            lease.until = until or lease.until
            return until is not None

        try:
            async with kept(renew, LEASE, lease.taken_at):
                yield
        finally:
            del self._held[notice_id]


def _zone_of(work: Work, notice: Notice) -> str:
    return "UTC" if notice.user_id is None else work.people.find_zone(notice.user_id)
