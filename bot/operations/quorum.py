"""Four eyes by themselves: a team that could approve, approves.

It must not know what is approved.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.operations.telling import tell_team
from bot.rules.approvers import Member, approvals_with
from storage.records import Event, Outcome, Saying, Standing
from storage.work import Work


def members_of(work: Work, team_id: UUID) -> list[Member]:
    """The team's members as the rules about approvals see them."""
    return [
        Member(membership, person.enrolled_at is not None) for membership, person in work.teams.list_members(team_id)
    ]


def approvers_of(work: Work, team_id: UUID) -> list[int]:
    """User ids of those who may approve now."""
    return [member.membership.user_id for member in members_of(work, team_id) if member.could_approve]


def count_enrolled(work: Work, team_id: UUID) -> int:
    """Enrolled, active members of any role."""
    return sum(
        member.is_enrolled and member.membership.standing is Standing.ACTIVE for member in members_of(work, team_id)
    )


def note_quorum(work: Work, team_id: UUID, now: datetime) -> None:
    """The first time two people could approve, MONEY tickets start to need one approval; the team is told."""
    team = work.teams.get(team_id)
    approvals = approvals_with(members_of(work, team_id), team.approvals)
    if team.quorum_reached or approvals == team.approvals:
        return
    work.teams.save(replace(team, approvals=approvals, quorum_reached=True))
    work.audit.add(team_id, None, Event.APPROVALS_BEGIN, Outcome.DONE, now, details={"approvals": approvals})
    tell_team(work, team_id, Saying("approvals-begin"), now)
