"""Signs of life: how long the house was away, and what each team missed meanwhile.

The length is told on the clock that was handed in; a jump of that clock while all was well is no absence.
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
"""An absence that is worth a word."""
UPDATES_KEPT = timedelta(hours=24)
"""How long Telegram keeps what people write. Source: Bot API, getUpdates, read 22 November 2026."""
SIGN = "telegram"
"""Whose sign it is."""

log = structlog.get_logger(__name__)


class KeepWatch:
    """Gives a sign while Telegram can be reached; one that comes late is an absence. Replicas share the sign."""

    def __init__(self, database: Database, clock: Clock, condition: ServiceStatus) -> None:
        self._database = database
        self._clock = clock
        self._condition = condition
        self._is_away = True
        self._is_first = True
        self._looked_at = REAL_TIME.now()

    async def run(self) -> Round:
        """Gives the sign; after more than an hour without one every team is told, once."""
        real_now = REAL_TIME.now()
        # A machine that slept notices nothing but the time.
        self._is_away |= real_now - self._looked_at > LONG
        self._looked_at = real_now
        if self._condition.is_down(Service.TELEGRAM):
            self._is_away = True
            return Round()
        try:
            last = await self._database.write(self._give_sign)
        except DatabaseError as error:
            self._condition.failed(Service.DATABASE, str(error))
            raise
        self._condition.worked(Service.DATABASE)
        self._is_away = False
        if self._is_first and last is not None:
            self._compare_clocks(last)
        self._is_first = False
        return Round()

    def _compare_clocks(self, last: datetime) -> None:
        """Say when the clock is behind the sign of an earlier process; later signs overwrite it."""
        self._condition.note_last_sign(last)
        behind = last - self._clock.now()
        if behind >= NOTICED:
            log.warning("clock_behind", last_at_work=last.isoformat(), seconds=round(behind.total_seconds()))

    def _give_sign(self, work: Work) -> datetime | None:
        """Returns the sign before this one."""
        now, last = self._clock.now(), work.signs_of_life.find(SIGN)
        is_first_back = work.signs_of_life.give(SIGN, last, now)
        if not self._is_away:
            return last
        work.deliveries.try_all_now()
        if is_first_back and last is not None and now - last > LONG:
            for team in work.teams.list_all():
                missed = what_was_missed(work, team, last, now)
                args: dict[str, Arg] = {"since": last, "missed": missed, "forgotten": now - last > UPDATES_KEPT}
                tell_team(work, team.id, Message("was-away", args), now)
        return last
