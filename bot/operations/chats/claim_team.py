"""Claim a group, or a topic of it, as a team, by the id of a listed human.

Of two claims at once one wins.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from bot.clock import Clock
from bot.operations.chats.move_team import list_lost
from bot.operations.chats.topics import SendSteps, leave_claimed_topic
from bot.operations.lookup.members import name_of_topic, title_of_place
from bot.operations.members.checklist import has_checklist, send_checklist
from bot.operations.model.button_data import more
from bot.operations.model.operation import Question, Request
from bot.operations.model.replies import answer, ask_back, ask_for_access, asked_card, refuse
from bot.rules.key_lookup import join_words
from bot.rules.verdict import Reason, Refused
from storage.database import Database
from storage.records import (
    Account,
    AccountKind,
    ChatLocation,
    Event,
    Membership,
    MembershipStatus,
    Message,
    MessageContent,
    Outcome,
    Role,
    Team,
)
from storage.work import Work

MAIN_ACCOUNT = "main"
MOST_OFFERED = 5
"""Lost teams that `/start` offers to move. A moved team makes room for the next."""


@dataclass(frozen=True, slots=True)
class Claim:
    """`/start` in a group."""

    request: Request
    chat_title: str
    topic_name: str = ""
    """Empty outside topics, and where Telegram did not send it."""

    @property
    def title(self) -> str:
        """The place's name for people, which distinguishes the teams of one group."""
        return title_of_place(self.chat_title, self.request.place.topic_id, self.topic_name)


class ClaimTeam:
    """Turn a group into a team, for the person ids that the caller hands in."""

    def __init__(self, database: Database, clock: Clock, owners: Collection[int], send_steps: SendSteps) -> None:
        self._database = database
        self._clock = clock
        self._send_steps = send_steps
        self._owners = frozenset(owners)

    def may_claim(self, user_id: int) -> bool:
        """Whether the settings list this person."""
        return user_id in self._owners

    async def claim(self, claim: Claim) -> Team | Refused | Question | None:
        """Claim the place for a listed owner, or ask an owner of a lost team whether to move it here.

        None: the sender is a member of the team here. The update is not spent.
        """

        def body(work: Work) -> Team | Refused | Question | None:
            lost = list_lost(work, claim.request.user_id)
            if not lost or work.teams.find_exactly_at(claim.request.place.chat_id, claim.request.place.topic_id):
                claimed = self._claim(work, claim)
                if claimed is not None:
                    work.inbox.spend(claim.request.update_id)
                return claimed
            work.inbox.spend(claim.request.update_id)
            question = self._ask_to_move(lost, may_claim=self.may_claim(claim.request.user_id))
            said = join_words(["/start", *([claim.topic_name] if claim.topic_name else [])])
            ask_back(work, replace(claim.request, said=said), question, self._clock.now())
            return question

        return await self._database.write(body)

    async def claim_anew(self, claim: Claim) -> Team | Refused | None:
        """Claim the place for a new team, although a team of the same owner is lost. None: it has a team by now."""

        def body(work: Work) -> Team | Refused | None:
            work.inbox.spend(claim.request.update_id)
            question = asked_card(work, claim.request)
            if question is not None:
                work.outbox.delete(question, self._clock.now())
            return self._claim(work, claim)

        return await self._database.write(body)

    @staticmethod
    def _ask_to_move(lost: Sequence[Team], *, may_claim: bool) -> Question:
        choices = [
            (Message("choice-move-team", {"team": team.title}), more(f"move {team.id.hex}"))
            for team in lost[:MOST_OFFERED]
        ]
        if may_claim:
            choices.append((Message("choice-new-team"), more("new")))
        asked = Message("ask-move-team", {"teams": [team.title for team in lost[:MOST_OFFERED]], "new": may_claim})
        return Question(asked, choices)

    def _claim(self, work: Work, claim: Claim) -> Team | Refused | None:
        """Claim the place. An existing team takes the place's current name if a member asks."""
        now, place = self._clock.now(), claim.request.place
        person = work.people.upsert(claim.request.user_id, claim.request.name)
        find = work.teams.find_exactly_at if person.user_id in self._owners else work.teams.find_at
        standing = find(place.chat_id, place.topic_id)
        if standing is not None:
            return _greet(work, claim, standing, now)
        if person.user_id not in self._owners:
            return refuse(work, claim.request, Refused(Reason.MAY_NOT_CLAIM, {"user_id": str(person.user_id)}), now)
        team = Team(
            id=uuid4(),
            chat_id=work.teams.present_id(place.chat_id),
            topic_id=place.topic_id,
            title=claim.title,
            claimed_by=person.user_id,
            claimed_at=now,
        )
        work.teams.add(team)
        leave_claimed_topic(work, ChatLocation(team.chat_id, team.topic_id), team.id, now, self._send_steps)
        work.teams.save_membership(
            Membership(team.id, person.user_id, Role.OWNER, MembershipStatus.ACTIVE, joined_at=now)
        )
        work.accounts.add(
            Account(id=uuid4(), team_id=team.id, name=MAIN_ACCOUNT, kind=AccountKind.EMBEDDED, created_at=now)
        )
        work.audit.add(team.id, person.user_id, Event.TEAM_CLAIM, Outcome.DONE, now, details={"title": team.title})
        send_checklist(work, team, claim.request, now)
        return team


def _greet(work: Work, claim: Claim, team: Team, now: datetime) -> Team | Refused | None:
    """Greet a stranger, and show an owner the first steps that are left. None for another member."""
    member = work.teams.find_membership(team.id, claim.request.user_id)
    if member is not None and member.standing is MembershipStatus.ACTIVE:
        # Telegram sends the topic's first name with each command in it.
        title = title_of_place(claim.chat_title, team.topic_id, name_of_topic(team) or claim.topic_name)
        if title != team.title:
            team = replace(team, title=title)
            work.teams.save(team)
        if not member.is_owner or not has_checklist(work, team):
            return None
        send_checklist(work, team, claim.request, now)
        return team
    if member is not None and member.standing is MembershipStatus.SUSPENDED:
        return refuse(work, claim.request, Refused(Reason.SUSPENDED), now)
    saying = Message("stranger-in-group", {"team": team.title})
    answer(work, claim.request, MessageContent(saying, [[ask_for_access()]]), now)
    return team
