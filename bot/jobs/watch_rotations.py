"""Follow rotations: offer a new key that works, recall an ended overlap, end one with a lost key.

Nothing is deleted here. Only a person does that, with a code.
"""

from datetime import datetime

from bot.clock import Clock
from bot.jobs.schedule import Round
from bot.operations.keys.rotation import close_broken, offer, remind
from storage.database import Database
from storage.work import Work

AT_ONCE = 50


class WatchRotations:
    """Does what is due for each rotation."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> Round:
        """Check up to fifty rotations of each kind."""
        now = self._clock.now()

        def glance(work: Work) -> tuple[bool, datetime | None]:
            rotations = work.rotations
            has_work = bool(rotations.list_broken(1) or rotations.list_live(1) or rotations.list_due(now, 1))
            return has_work, rotations.next_due(now)

        has_work, next_at = await self._database.read(glance)
        if not has_work:
            return Round(next_at=next_at)

        def body(work: Work) -> int:
            broken = work.rotations.list_broken(AT_ONCE)
            for rotation in broken:
                close_broken(work, rotation, now)
            live = work.rotations.list_live(AT_ONCE)
            for rotation in live:
                offer(work, rotation, now)
            due = work.rotations.list_due(now, AT_ONCE)
            for rotation in due:
                remind(work, rotation, now)
            return len(broken) + len(live) + len(due)

        return Round(did=await self._database.write(body))
