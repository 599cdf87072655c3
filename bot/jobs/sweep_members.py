"""Look once a day for every member in the chat of their team, and suspend those who have left.

Telegram reports a departure only to a bot that was running and, in large groups, to an admin.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from bot.clock import Clock
from bot.jobs.schedule import Round
from bot.operations.members.presence import PresenceCheck
from storage.database import Database
from storage.records import Team
from storage.work import Work

EVERY = timedelta(days=1)
AGAIN = timedelta(hours=1)
"""So long after a sweep in which Telegram did not say of each member, or which a crash ended."""


class SweepMembers:
    """Sweeps due teams, one in each run."""

    def __init__(self, database: Database, clock: Clock, presence_check: PresenceCheck) -> None:
        self._database = database
        self._clock = clock
        self._presence_check = presence_check

    async def run(self) -> Round:
        """Sweep the team that waits for it longest."""
        team, next_at = await self._database.read(self._glance)
        if team is None:
            return Round(next_at=next_at)
        # Other processes leave it alone from now on.
        await self._set(team.id, AGAIN)
        if await self._presence_check.sweep(team.id):
            await self._set(team.id, EVERY)
        return Round(did=1)

    def _glance(self, work: Work) -> tuple[Team | None, datetime | None]:
        due = work.teams.list_sweeps(self._clock.now(), 1)
        return (due[0] if due else None), work.teams.next_sweep()

    async def _set(self, team_id: UUID, pause: timedelta) -> None:
        next_at = self._clock.now() + pause
        await self._database.write(
            lambda work: work.teams.save(replace(work.teams.get(team_id), next_sweep_at=next_at))
        )
