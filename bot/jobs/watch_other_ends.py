"""Warn the owners of teams of other ends than those of keys.

What only the outside knows is asked once an hour: the certificate of the public address, and whether Telegram can
deliver updates.
"""

from datetime import datetime, timedelta

from bot.clock import Clock
from bot.jobs.schedule import Round
from bot.operations.alerts.ends_card import look_at_ends
from bot.operations.alerts.other_ends import note_certificate, note_webhook
from bot.operations.model.outside_ends import OutsideEnds
from storage.database import Database
from storage.work import Work

AT_ONCE = 50
ASKS_OUTSIDE = timedelta(hours=1)


class WatchOtherEnds:
    """Looks at due teams, fifty in one transaction."""

    def __init__(self, database: Database, clock: Clock, outside: OutsideEnds) -> None:
        self._database = database
        self._clock = clock
        self._outside = outside
        self._asked_at: datetime | None = None

    async def run(self) -> Round:
        """Ask outside if it is time, and look at the due teams."""
        now = self._clock.now()
        if self._asked_at is None or not timedelta() <= now - self._asked_at < ASKS_OUTSIDE:
            self._asked_at = now
            await self._ask(now)
        due, next_at = await self._database.read(
            lambda work: (work.end_alerts.list_due(now, AT_ONCE), work.end_alerts.next_due())
        )
        if not due:
            return Round(next_at=next_at)

        def body(work: Work) -> int:
            teams = work.end_alerts.list_due(now, AT_ONCE)
            for team_id in teams:
                look_at_ends(work, work.teams.get(team_id), now)
            return len(teams)

        return Round(did=await self._database.write(body))

    async def _ask(self, now: datetime) -> None:
        certificate = await self._outside.look_at_certificate()
        is_stopped = await self._outside.is_webhook_stopped(now)

        def body(work: Work) -> None:
            if certificate is not None:
                note_certificate(work, certificate.ends_at, now)
            if is_stopped is not None:
                note_webhook(work, now, is_stopped=is_stopped)

        if certificate is not None or is_stopped is not None:
            await self._database.write(body)
