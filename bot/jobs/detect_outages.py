"""Record heartbeats, and report to each team how long the bot was away and what it missed.

The length is measured by the clock that was handed in. A jump of that clock without an outage does not count as
absence.
"""

from datetime import datetime, timedelta

import structlog

from bot.clock import NOTICED, REAL_TIME, Clock
from bot.jobs.schedule import Round
from bot.operations.chats.missed_events import what_was_missed
from bot.operations.model.notifications import tell_team
from bot.operations.model.service_status import Service, ServiceStatus
from storage.database import Database
from storage.errors import DatabaseError
from storage.records import Arg, Message
from storage.work import Work

LONG = timedelta(hours=1)
"""Shortest absence that is reported."""
UPDATES_KEPT = timedelta(hours=24)
"""How long Telegram keeps messages for the bot. Source: Bot API, getUpdates, read 22 November 2026."""
SIGN = "telegram"
"""Name of the heartbeat."""

log = structlog.get_logger(__name__)


class DetectOutages:
    """Writes a heartbeat while Telegram can be reached.

    A late one is an absence. Replicas share the heartbeat.
    """

    def __init__(self, database: Database, clock: Clock, service_status: ServiceStatus) -> None:
        self._database = database
        self._clock = clock
        self._service_status = service_status
        self._is_away = True
        self._is_first = True
        self._looked_at = REAL_TIME.now()

    async def run(self) -> Round:
        """Write the heartbeat. After more than an hour without one, tell every team once."""
        real_now = REAL_TIME.now()
        # A machine that slept notices only the time.
        self._is_away |= real_now - self._looked_at > LONG
        self._looked_at = real_now
        if self._service_status.is_down(Service.TELEGRAM):
            self._is_away = True
            return Round()
        try:
            last = await self._database.write(self._give_sign)
        except DatabaseError as error:
            self._service_status.failed(Service.DATABASE, str(error))
            raise
        self._service_status.worked(Service.DATABASE)
        self._is_away = False
        if self._is_first and last is not None:
            self._compare_clocks(last)
        self._is_first = False
        return Round()

    def _compare_clocks(self, last: datetime) -> None:
        """Report when the clock is behind the heartbeat of an earlier process. Later heartbeats overwrite it."""
        self._service_status.note_last_sign(last)
        behind = last - self._clock.now()
        if behind >= NOTICED:
            log.warning("clock_behind", last_at_work=last.isoformat(), seconds=round(behind.total_seconds()))

    def _give_sign(self, work: Work) -> datetime | None:
        """Write the heartbeat and return the one before it."""
        now, last = self._clock.now(), work.heartbeats.find(SIGN)
        is_first_back = work.heartbeats.give(SIGN, last, now)
        if not self._is_away:
            return last
        work.deliveries.try_all_now()
        if is_first_back and last is not None and now - last > LONG:
            for team in work.teams.list_all():
                missed = what_was_missed(work, team, last, now)
                args: dict[str, Arg] = {"since": last, "missed": missed, "forgotten": now - last > UPDATES_KEPT}
                tell_team(work, team.id, Message("was-away", args), now)
        return last
