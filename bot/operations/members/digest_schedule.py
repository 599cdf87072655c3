"""The times of a team's digest and quiet hours, in its own zone or that of the person who set it up."""

from dataclasses import replace
from datetime import datetime

from bot.rules.digest import next_digest
from bot.rules.quiet_hours import quiet_until
from storage.records import Team
from storage.work import Work


def zone_of(work: Work, team: Team) -> str:
    """IANA zone of a team: its own, or that of the person who claimed it."""
    if team.zone is not None:
        return team.zone
    claimer = work.people.find(team.claimed_by)
    return claimer.zone if claimer else "UTC"


def quiet_end_of(work: Work, team: Team, now: datetime) -> datetime | None:
    """Return when the team's quiet hours end. None: it is not quiet now."""
    return None if team.quiet_hours is None else quiet_until(team.quiet_hours, zone_of(work, team), now)


def plan_anew(work: Work, user_id: int, now: datetime) -> None:
    """Move later digests and quiet hours to the person's new zone. A digest that is due is sent first."""
    for team in [work.teams.get(one.team_id) for one in work.teams.list_memberships_of(user_id)]:
        work.alerts.mark_team_due(team.id)
        if team.claimed_by == user_id:
            plan_digest_anew(work, team, now)


def plan_digest_anew(work: Work, team: Team, now: datetime) -> None:
    """Move a later digest to the team's present zone."""
    is_to_come = team.next_digest_at is not None and team.next_digest_at > now
    if team.digest_minute is not None and is_to_come:
        next_at = next_digest(team.digest_minute, zone_of(work, team), now)
        work.teams.save(replace(team, next_digest_at=next_at))
