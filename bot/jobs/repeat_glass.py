"""Repeat a break-glass every week until another owner acknowledges it, in teams whose digest is off.

In the other teams the digest repeats it.
"""

from dataclasses import replace
from datetime import datetime

from bot.clock import Clock
from bot.jobs.schedule import Round
from bot.operations.model.notifications import tell_team
from bot.operations.ticket.glass import REPEATED_AFTER, list_unseen, say_glass, seen_button
from storage.database import Database
from storage.records import Message, MessageContent, Team
from storage.work import Work

AT_ONCE = 50


class RepeatGlass:
    """Looks at up to fifty teams in each run."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> Round:
        """Do so for the teams that are due."""
        next_at = await self._database.read(lambda work: work.teams.next_glass())
        if next_at is None or next_at > self._clock.now():
            return Round(next_at=next_at)

        def body(work: Work) -> int:
            now = self._clock.now()
            due = work.teams.list_glass(now, AT_ONCE)
            for team in due:
                _repeat(work, team, now)
            return len(due)

        return Round(did=await self._database.write(body))


def _repeat(work: Work, team: Team, now: datetime) -> None:
    unseen = list_unseen(work, team.id)
    if unseen and team.digest_minute is None:
        saying = Message("glass-repeated", {"lines": [say_glass(work, one) for one in unseen]})
        tell_team(work, team.id, MessageContent(saying, [[seen_button(one)] for one in unseen]), now)
    work.teams.save(replace(team, glass_repeats_at=now + REPEATED_AFTER if unseen else None))
