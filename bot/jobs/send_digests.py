"""Send the daily digest of each team once a day at its hour, also after an outage or a clock jump.

It waits until every account of the team was checked, because it says "checked". Its absence is an alarm.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.clock import Clock
from bot.jobs.schedule import Round
from bot.operations.accounts.connection_key import list_ending_soon
from bot.operations.alerts.digest import blindness, digest
from bot.operations.drifts.lookup import with_earliest_expiry
from bot.operations.members.checklist import tick
from bot.operations.members.digest_schedule import zone_of
from bot.operations.model.notifications import tell_team
from bot.operations.ticket.glass import list_unseen, say_glass, seen_button
from bot.rules.digest import LONGEST_WAIT, day_of, is_week_later, next_digest
from storage.database import Database
from storage.records import MessageContent, Team, Ticket
from storage.work import Work

AT_ONCE = 50
LOOK_AGAIN = timedelta(seconds=5)
"""Real time until the next check whether all accounts were checked."""


class SendDigests:
    """Sends due digests and computes the next ones."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> Round:
        """Send up to fifty digests."""
        now = self._clock.now()
        due, ready, next_at = await self._database.read(lambda work: _glance(work, now))
        if not ready:
            return Round(again_in=LOOK_AGAIN) if due else Round(next_at=next_at)

        def body(work: Work) -> int:
            _, ready, _ = _glance(work, now)
            for team in ready:
                _go_on(work, team, now)
            return len(ready)

        return Round(did=await self._database.write(body))


def _list_glass(work: Work, team: Team, today: date) -> list[Ticket]:
    """List the break-glass tickets that today's digest repeats."""
    last, zone = team.digested_on and date.fromisoformat(team.digested_on), zone_of(work, team)
    return [
        one
        for one in list_unseen(work, team.id)
        if one.ended_at and is_week_later(date.fromisoformat(day_of(zone, one.ended_at)), last or None, today)
    ]


def _glance(work: Work, now: datetime) -> tuple[list[Team], list[Team], datetime | None]:
    """Return the due teams, those of them with all accounts checked, and when the next one is due."""
    due = work.teams.list_digests(now, now + LONGEST_WAIT, AT_ONCE)
    return due, [team for team in due if not work.alerts.is_behind(team.id, now)], work.teams.next_digest()


def _go_on(work: Work, team: Team, now: datetime) -> None:
    """Send if it is time and today's was not sent, and compute the next."""
    minute, zone = team.digest_minute, zone_of(work, team)
    if minute is None:
        raise ValueError("a team without a digest is never due")
    today = day_of(zone, now)
    if team.next_digest_at is not None and team.next_digest_at <= now and team.digested_on != today:
        keys = with_earliest_expiry(work.keys.list_of_team(team.id), work.drifts.list_open(team.id))
        blind, own = blindness(work, team.id), list_ending_soon(work, work.accounts.list_of(team.id), now)
        glass = _list_glass(work, team, date.fromisoformat(today))
        lines = [say_glass(work, one) for one in glass]
        saying = digest(keys, blind, own, work.audit.head(team.id), now, glass=lines)
        tell_team(work, team.id, MessageContent(saying, [[seen_button(one)] for one in glass]), now)
        team = replace(team, digested_on=today)
    work.teams.save(replace(team, next_digest_at=next_digest(minute, zone, now)))
    tick(work, team.id, now)
