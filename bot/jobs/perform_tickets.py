"""Run tickets that are RUNNING and unleased: just proven, or interrupted."""

import asyncio
from datetime import timedelta

from bot.jobs.schedule import Round
from bot.operations.desk.executor import TicketExecutor

SHORTEST_WAIT = timedelta(seconds=0.25)
"""Time until a free ticket of a busy account is checked again."""


class PerformTickets:
    """Runs as long as a ticket is under way. A silent exchange holds up only its own accounts."""

    def __init__(self, executor: TicketExecutor, *, woken: asyncio.Event, parallel: int = 32) -> None:
        """`woken` is the event of the job's row in the table, set whenever a ticket was written."""
        self._executor = executor
        self._woken = woken
        self._parallel = parallel

    async def run(self) -> Round:
        """Perform until nothing is free and nothing is under way."""
        under_way: set[asyncio.Task[None]] = set()
        did = 0
        try:
            while True:
                self._woken.clear()
                taken = await self._executor.take(self._parallel - len(under_way))
                did += len(taken)
                under_way |= {asyncio.create_task(self._executor.perform(one), name="ticket") for one in taken}
                if not under_way:
                    return Round(did=did, again_in=await self._until_next())
                under_way = await self._wait(under_way)
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)

    async def _wait(self, under_way: set[asyncio.Task[None]]) -> set[asyncio.Task[None]]:
        """Wait until a ticket ends, is written, or its back-off ends. Return those still running."""
        next_in = await self._until_next()
        seconds = None if next_in is None else next_in.total_seconds()
        news = asyncio.create_task(self._woken.wait())
        try:
            await asyncio.wait({news, *under_way}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            news.cancel()
        return {task for task in under_way if not task.done()}

    async def _until_next(self) -> timedelta | None:
        next_in = await self._executor.until_next()
        return None if next_in is None else max(next_in, SHORTEST_WAIT)
