"""Who asks, and in which team: read again in every transaction that needs it."""

from datetime import datetime

from bot.operations.model.button_data import TeamPress
from bot.operations.model.operation import Actor, Question, Request
from bot.rules.policy import POLICY
from bot.rules.verdict import Reason, Refused
from storage.records import Action, Message, Person, Team, Ticket
from storage.work import Work


def find_actor(
    work: Work, request: Request, now: datetime, *, action: Action | None = None
) -> Actor | Refused | Question:
    """Return the person and the place's team, in private their only team, or the question which.

    A personal action needs no team.
    """
    person = work.people.find(request.user_id) or Person(user_id=request.user_id, name=request.name)
    if action is not None and action in POLICY and POLICY[action].least is None:
        return Actor(now=now, person=person, team=None, membership=None)
    team = _team(work, request)
    if not isinstance(team, Team):
        return team
    return Actor(now=now, person=person, team=team, membership=work.teams.find_membership(team.id, person.user_id))


def _team(work: Work, request: Request) -> Team | Refused | Question:
    if not request.place.is_private:
        team = work.teams.find_at(request.place.chat_id, request.place.topic_id)
        return team or Refused(Reason.NO_TEAM)
    teams = work.teams.list_of(request.user_id)
    if request.team_id is not None:
        teams = [team for team in teams if team.id == request.team_id]
    match teams:
        case []:
            return refuse_outsider(work, request.user_id)
        case [team]:
            return team
        case _:
            choices = [(Message("choice-team", {"team": team.title}), TeamPress(team.id)) for team in teams]
            return Question(Message("ask-which-team"), choices)


def refuse_outsider(work: Work, user_id: int) -> Refused:
    """Why a person has no team to work in: suspended in all of theirs, or never a member."""
    return Refused(Reason.SUSPENDED if work.teams.list_memberships_of(user_id) else Reason.IN_NO_TEAM)


def actor_of(work: Work, ticket: Ticket, now: datetime) -> Actor:
    """The people of a ticket, as they are now."""
    person = work.people.get(ticket.user_id)
    team = work.teams.get(ticket.team_id) if ticket.team_id else None
    membership = work.teams.find_membership(team.id, person.user_id) if team else None
    return Actor(now=now, person=person, team=team, membership=membership)
