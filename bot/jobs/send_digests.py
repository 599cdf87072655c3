"""Send the digest of each team on its days at its hour, also after an outage or a clock jump.

The next time is planned for any day, so that a clock that was ahead is noticed within a day.

It waits until every account of the team was checked, because it says "checked". Its absence is an alarm.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.clock import Clock
from bot.jobs.schedule import Round
from bot.operations.accounts.connection_key import list_ending_soon
from bot.operations.alerts.digest import DigestSeen, blindness, digest
from bot.operations.drifts.lookup import with_earliest_expiry
from bot.operations.members.checklist import tick
from bot.operations.members.digest_schedule import zone_of
from bot.operations.model.notifications import tell_team
from bot.operations.ticket.glass import list_unseen, say_glass, seen_button
from bot.rules.digest import LONGEST_WAIT, at_minute, day_of, is_week_later, next_digest
from bot.rules.digest_days import is_owed
from storage.database import Database
from storage.records import MessageContent, MessageKind, Team, Ticket
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


def _last_digest_at(team: Team, minute: int, zone: str, now: datetime) -> datetime:
    """Return when the last digest came, or a day ago."""
    last = None if team.digested_on is None else at_minute(date.fromisoformat(team.digested_on), minute, zone)
    return last if last is not None and last < now else now - timedelta(days=1)


def _glance(work: Work, now: datetime) -> tuple[list[Team], list[Team], datetime | None]:
    """Return the due teams, those of them with all accounts checked, and when the next one is due."""
    due = work.teams.list_digests(now, now + LONGEST_WAIT, AT_ONCE)
    return due, [team for team in due if not work.alerts.is_behind(team.id, now)], work.teams.next_digest()


def _go_on(work: Work, team: Team, now: datetime) -> None:
    """Send if it is time and today's was not sent, and compute the next."""
    minute, zone = team.digest_minute, zone_of(work, team)
    if minute is None:
        raise ValueError("a team without a digest is never due")
    today, planned_at = day_of(zone, now), team.next_digest_at
    is_due = planned_at is not None and is_owed(minute, team.digest_days, zone, planned_at, now)
    if is_due and team.digested_on != today:
        keys = with_earliest_expiry(work.keys.list_of_team(team.id), work.drifts.list_open(team.id))
        glass = _list_glass(work, team, date.fromisoformat(today))
        seen = DigestSeen(
            keys,
            zone,
            since=_last_digest_at(team, minute, zone, now),
            blind=blindness(work, team.id),
            own=list_ending_soon(work, work.accounts.list_of(team.id), now),
            glass=[say_glass(work, one) for one in glass],
            requests=len(work.tickets.list_open(team.id)),
            differing=len(work.drifts.list_open(team.id)),
            head=work.audit.head(team.id),
        )
        content = MessageContent(digest(seen, now), [[seen_button(one)] for one in glass])
        tell_team(work, team.id, content, now, kind=MessageKind.DIGEST)
        team = replace(team, digested_on=today)
    work.teams.save(replace(team, next_digest_at=next_digest(minute, zone, now)))
    tick(work, team.id, now)
