"""The time of a team's daily digest, in the zone of the person who set up the team."""

from dataclasses import replace
from datetime import datetime

from bot.rules.digest import next_digest
from storage.records import Team
from storage.work import Work


def zone_of(work: Work, team: Team) -> str:
    """IANA zone of a team: that of the person who claimed it."""
    claimer = work.people.find(team.claimed_by)
    return claimer.zone if claimer else "UTC"


def plan_anew(work: Work, user_id: int, now: datetime) -> None:
    """Move later digests to the claimer's new zone. A digest that is due is sent first."""
    for team in [work.teams.get(one.team_id) for one in work.teams.list_memberships_of(user_id)]:
        is_to_come = team.next_digest_at is not None and team.next_digest_at > now
        if team.claimed_by == user_id and team.digest_minute is not None and is_to_come:
            next_at = next_digest(team.digest_minute, zone_of(work, team), now)
            work.teams.save(replace(team, next_digest_at=next_at))
