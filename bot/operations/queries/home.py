"""What the home of a team shows: what waits for people, keys that expire soon, and differences at exchanges."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bot.operations.alerts.card import KeyAlert, list_key_alerts
from bot.operations.drifts.lookup import with_earliest_expiry
from bot.operations.model.operation import Actor
from bot.rules.authorization import may_approve
from bot.rules.reminders import Urgency
from bot.rules.ticket_path import is_timed_out
from bot.rules.verdict import Allowed
from storage.records import Membership, MembershipStatus, Person, Stage, Team, Ticket
from storage.work import Work

_SOON = frozenset({Urgency.ENDED, Urgency.DAY, Urgency.WEEK})
_WEEK = timedelta(days=7)
_OWN_STEPS = frozenset({Stage.CODE, Stage.EMAIL, Stage.BY_HAND})


@dataclass(frozen=True, slots=True)
class HomeSeen:
    """`/start` of a member: in private what needs this person, in the group what waits for anyone."""

    team: Team
    person: Person
    membership: Membership | None
    requests: Sequence[tuple[Ticket, Person]]
    """Requests that wait for a person, with their requesters, oldest first."""
    joining: Sequence[tuple[Membership, Person]]
    """People whom an owner has yet to accept. Empty in private for those who are not owners."""
    soon: Sequence[KeyAlert]
    """Keys that have expired or expire within 7 days, most urgent first."""
    differing: int
    """Number of open differences at exchanges."""
    has_keys: bool


def see_home(work: Work, actor: Actor) -> HomeSeen:
    """Look at the team for everyone of it."""
    team = actor.the_team
    return _see(work, actor, _list_waiting(work, actor), _list_joining(work, team))


def see_own_home(work: Work, actor: Actor) -> HomeSeen:
    """Look at the team for the actor alone."""
    team, waiting = actor.the_team, _list_waiting(work, actor)
    is_asked = any(one.stage is Stage.APPROVAL for one in waiting)
    approved = work.tickets.list_approvals(team.id) if is_asked else frozenset()
    own = [one for one in waiting if _waits_for(one, actor, approved)]
    accepts = actor.membership is not None and actor.membership.is_owner
    return _see(work, actor, own, _list_joining(work, team) if accepts else [])


def _list_waiting(work: Work, actor: Actor) -> list[Ticket]:
    """List the tickets for which a person has to do something."""
    return [one for one in work.tickets.list_open(actor.the_team.id) if _waits(one, actor.now)]


def _see(work: Work, actor: Actor, waiting: Sequence[Ticket], joining: Sequence[tuple[Membership, Person]]) -> HomeSeen:
    team, now = actor.the_team, actor.now
    people = work.people.by_id(one.user_id for one in waiting)
    drifts = work.drifts.list_open(team.id)
    keys = with_earliest_expiry(work.keys.list_ending(team.id, now + _WEEK), drifts)
    return HomeSeen(
        team,
        actor.person,
        actor.membership,
        [(one, people[one.user_id]) for one in waiting],
        joining,
        [one for one in list_key_alerts(keys, now, drifts) if one.alert_step.urgency in _SOON],
        len(drifts),
        has_keys=bool(keys or work.keys.count_by_account(team.id)),
    )


def _waits(ticket: Ticket, now: datetime) -> bool:
    """Whether a person has to do something for it."""
    return ticket.stage is not Stage.RUNNING and not is_timed_out(ticket.stage, ticket.stage_until, now)


def _list_joining(work: Work, team: Team) -> list[tuple[Membership, Person]]:
    """List the people whom an owner has to accept."""
    return [one for one in work.teams.list_members(team.id) if one[0].standing is MembershipStatus.WAITING]


def _waits_for(ticket: Ticket, actor: Actor, approved: Collection[tuple[UUID, int]]) -> bool:
    """Whether the actor has to do it."""
    if ticket.user_id == actor.person.user_id:
        return ticket.stage in _OWN_STEPS
    may = (
        may_approve(
            actor.membership, actor.person, requester_id=ticket.user_id, accounts=ticket.accounts, now=actor.now
        )
        == Allowed()
    )
    return ticket.stage is Stage.APPROVAL and may and (ticket.id, actor.person.user_id) not in approved
