"""People who ask to come into a team: its owners are asked, and invite or refuse them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from bot.clock import Clock
from bot.operations.members.presence import PresenceCheck
from bot.operations.model.actor import find_actor
from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button, list_owners, who
from bot.operations.model.operation import Actor, Request
from bot.rules.authorization import may_ask, may_read
from bot.rules.verdict import Reason, Refused
from storage.database import Database
from storage.records import Action, AuditFilter, Button, Card, Event, Message, MessageContent, Outcome, Role, Team
from storage.work import Work

PAUSE = timedelta(days=1)
"""A person asks a team at most once in this time."""
GROUPS_LOOKED_IN = 20
"""Groups in which a person who asks in private is looked for."""
LINES_LOOKED_AT = 1000
"""The newest lines of a trail, in which an earlier question of the same day is looked for."""
_OFFERED = (Role.VIEWER, Role.OPERATOR, Role.APPROVER)


class Access:
    """Ask for access, and refuse it. To accept is to invite."""

    def __init__(self, database: Database, clock: Clock, presence_check: PresenceCheck) -> None:
        self._database = database
        self._clock = clock
        self._presence_check = presence_check

    async def ask(self, request: Request) -> Refused | None:
        """Ask the owners of the group's team, or in private those of every group that has the sender.

        The answer never says whether there is such a team. Refused: the sender is in the group's team already.
        """
        asked = await self._database.read(lambda work: _list_asked(work, request, self._clock.now()))
        if isinstance(asked, Refused):
            return asked
        user_id, look = request.user_id, self._presence_check.refuse_newcomer
        present = [team.id for team in asked if await look(user_id, team.chat_id, team.title) is None]

        def body(work: Work) -> None:
            work.inbox.spend(request.update_id)
            still = _list_asked(work, request, self._clock.now())
            if request.place.is_private and still:
                # A person who is in none of the groups is looked for in them once a day too.
                work.audit.add(None, request.user_id, Event.ACCESS_ASK, Outcome.DONE, self._clock.now())
            for team in still if not isinstance(still, Refused) else ():
                if team.id in present:
                    _ask_owners(work, team, request, self._clock.now())

        await self._database.write(body)
        return None

    async def refuse(self, request: Request, user_id: int) -> Refused | None:
        """Refuse the person. The role is enough without a code, because nothing changes."""

        def body(work: Work) -> Refused | None:
            work.inbox.spend(request.update_id)
            now = self._clock.now()
            actor = find_actor(work, request, now, action=Action.MEMBER_SUSPEND)
            if not isinstance(actor, Actor):
                return actor if isinstance(actor, Refused) else Refused(Reason.LINK_UNKNOWN)
            verdict = may_ask(Action.MEMBER_SUSPEND, actor.membership, is_enrolled=actor.person.enrolled_at is not None)
            if isinstance(verdict, Refused):
                return verdict
            team_id = actor.the_team.id
            if not has_asked(work, team_id, user_id):
                return Refused(Reason.LINK_UNKNOWN)
            saying = answered("access-refused", work, user_id, request.user_id)
            close_access(work, team_id, user_id, saying, now)
            details = {"user_id": user_id}
            work.audit.add(team_id, request.user_id, Event.ACCESS_REFUSE, Outcome.DONE, now, details=details)
            return None

        return await self._database.write(body)


def has_asked(work: Work, team_id: UUID, user_id: int) -> bool:
    """Whether the person has asked the team and waits for its answer."""
    return bool(work.cards.list_about(_subject(team_id, user_id)))


def answered(sentence: str, work: Work, user_id: int, by: int) -> Message:
    """Say which owner accepted or refused the person."""
    return Message(sentence, {"who": who(work.people.get(user_id)), "by": who(work.people.get(by))})


def close_access(work: Work, team_id: UUID, user_id: int, saying: Message, now: datetime) -> None:
    """Say to every owner how the person's question ended."""
    content = MessageContent(saying)
    for card in work.cards.list_about(_subject(team_id, user_id)):
        work.cards.save(replace(card, subject=""))
        work.outbox.say(
            content, card.chat_id, topic_id=card.topic_id, card=card, user_id=card.user_id, is_news=True, due_at=now
        )


def _list_asked(work: Work, request: Request, now: datetime) -> Sequence[Team] | Refused:
    """List the teams that the sender may ask now."""
    place = request.place
    if place.is_private:
        if _has_asked_today(work, None, request.user_id, now):
            return []
        teams = work.teams.list_some(GROUPS_LOOKED_IN)
    else:
        team = work.teams.find_at(place.chat_id, place.topic_id)
        teams = [team] if team is not None else []
        membership = work.teams.find_membership(team.id, request.user_id) if team is not None else None
        if membership is not None:
            verdict = may_read(membership)
            is_in = Refused(Reason.ALREADY_MEMBER, {"role": membership.role.value})
            return verdict if isinstance(verdict, Refused) else is_in
    return [team for team in teams if _may_be_asked(work, team, request.user_id, now)]


def _may_be_asked(work: Work, team: Team, user_id: int, now: datetime) -> bool:
    is_in = work.teams.find_membership(team.id, user_id) is not None
    return not is_in and not _has_asked_today(work, team.id, user_id, now)


def _has_asked_today(work: Work, team_id: UUID | None, user_id: int, now: datetime) -> bool:
    """Whether the person has asked this team, or in private any."""
    today = AuditFilter(actor=user_id, kinds={Event.ACCESS_ASK}, since=now - PAUSE)
    last, _ = work.audit.head(team_id)
    return bool(work.audit_lines.list_after(team_id, today, last - LINES_LOOKED_AT, 1).lines)


def _ask_owners(work: Work, team: Team, request: Request, now: datetime) -> None:
    """Ask each owner in private, or the group while no owner has a private chat with the bot."""
    person = work.people.upsert(request.user_id, request.name)
    work.audit.add(team.id, person.user_id, Event.ACCESS_ASK, Outcome.DONE, now)
    subject = _subject(team.id, person.user_id)
    for old in work.cards.list_about(subject):
        work.outbox.delete(old, now)
        work.cards.save(replace(old, subject=""))
    owners = list_owners(work, team.id)
    places = [Card(uuid4(), owner.user_id, user_id=owner.user_id, subject=subject) for owner in owners]
    for card in places or [Card(uuid4(), team.chat_id, team.topic_id, subject=subject)]:
        work.cards.add(card)
        saying = Message("access-wanted", {"who": who(person), "team": team.title})
        content = MessageContent(saying, _buttons(person.user_id, team.id if card.user_id is not None else None))
        work.outbox.say(
            content, card.chat_id, topic_id=card.topic_id, card=card, user_id=card.user_id, is_news=True, due_at=now
        )


def _buttons(user_id: int, team_id: UUID | None) -> Sequence[Sequence[Button]]:
    accept = [
        button(Message("button-accept-as", {"role": role.value}), typed(f"invite {role.value} {user_id}", team_id))
        for role in _OFFERED
    ]
    return [*([one] for one in accept), [button("button-refuse", typed(f"refuse {user_id}", team_id))]]


def _subject(team_id: UUID, user_id: int) -> str:
    return f"access:{team_id.hex}:{user_id}"
