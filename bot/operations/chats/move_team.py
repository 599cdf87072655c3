"""Move a team with a lost group or topic to another place, with its keys, people and alerts.

Only its owner moves it, and only while the old place is unreachable.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.clock import Clock
from bot.operations.chats.topics import SendSteps, leave_claimed_topic
from bot.operations.chats.unreachable import list_unreachable
from bot.operations.model.notifications import tell_team, who
from bot.operations.model.operation import Request
from bot.operations.model.replies import asked_card, transact
from bot.operations.ticket.cards import show
from bot.rules.authorization import may_read
from bot.rules.verdict import Reason, Refused
from storage.database import Database
from storage.records import Event, Message, MessageContent, Outcome, Role, Team
from storage.work import Work


class MoveTeam:
    """Give a lost team a new place, in one transaction."""

    def __init__(self, database: Database, clock: Clock, send_steps: SendSteps) -> None:
        self._database = database
        self._clock = clock
        self._send_steps = send_steps

    async def move(self, request: Request, team_id: UUID, title: str) -> Refused | None:
        """Bring the team here. `title` is the place's name for people."""

        def body(work: Work, now: datetime) -> Refused | None:
            team = work.teams.find(team_id)
            refused = _refuse(work, request, team)
            if team is None or refused is not None:
                return refused or Refused(Reason.NOT_A_MEMBER)
            leave_claimed_topic(work, request.place, team_id, now, self._send_steps)
            _move(work, request, team, title, now)
            return None

        return await transact(self._database, self._clock, request, body)


def _move(work: Work, request: Request, team: Team, title: str, now: datetime) -> None:
    place = request.place
    person = work.people.get(request.user_id)
    work.moves.move_team(team, place.chat_id, place.topic_id, title)
    details = {"from": team.title, "to": title}
    work.audit.add(team.id, person.user_id, Event.TEAM_MOVE, Outcome.DONE, now, details=details)
    told = Message("team-moved", {"who": who(person), "team": team.title, "place": title})
    tell_team(work, team.id, told, now)
    for membership, owner in work.teams.list_members(team.id):
        # Every owner gets a message, so that a team cannot move unnoticed.
        if membership.is_owner:
            work.outbox.say(MessageContent(told), owner.user_id, user_id=owner.user_id, is_news=True, due_at=now)
    question = asked_card(work, request)
    if question is not None:
        work.outbox.delete(question, now)
    for ticket in work.tickets.list_open(team.id):
        show(work, ticket, now)


def list_lost(work: Work, user_id: int) -> Sequence[Team]:
    """List the teams of this owner that are in an unreachable place."""
    owned = {one.team_id for one in work.teams.list_memberships_of(user_id) if one.is_owner}
    return [team for team, _ in list_unreachable(work, [one for one in work.teams.list_of(user_id) if one.id in owned])]


def _refuse(work: Work, request: Request, team: Team | None) -> Refused | None:
    membership = work.teams.find_membership(team.id, request.user_id) if team is not None else None
    verdict = may_read(membership)
    if isinstance(verdict, Refused):
        return verdict
    if membership is not None and not membership.is_owner:
        return Refused(Reason.ROLE_TOO_LOW, {"needed": Role.OWNER.value, "has": membership.role.value})
    place = request.place
    if place.is_private or work.teams.find_exactly_at(place.chat_id, place.topic_id) is not None:
        return Refused(Reason.PLACE_TAKEN)
    is_lost = team is not None and list_unreachable(work, [team])
    return None if is_lost else Refused(Reason.TEAM_NOT_LOST)
