"""Claiming a group, or a topic of it, as a team: by a listed, human id; of two at once one wins.

It must not know settings: the listed ids are handed in.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import uuid4

from bot.operations.answering import answer, refuse
from bot.operations.asked import Sender
from bot.operations.clock import Clock
from bot.operations.telling import who
from bot.rules.verdict import Reason, Refused
from storage.database import Database
from storage.records import Account, AccountKind, Event, Membership, Outcome, Role, Saying, Standing, Team
from storage.work import Work

MAIN_ACCOUNT = "main"


@dataclass(frozen=True, slots=True)
class Claim:
    """`/start` in a group."""

    sender: Sender
    title: str


class Claiming:
    """How a group becomes a team."""

    def __init__(self, database: Database, clock: Clock, owners: Collection[int]) -> None:
        self._database = database
        self._clock = clock
        self._owners = frozenset(owners)

    def may_claim(self, user_id: int) -> bool:
        """Whether the settings list this person."""
        return user_id in self._owners

    async def claim(self, claim: Claim) -> Team | Refused:
        """Claims the place for a listed owner; a team that stands already greets its members."""

        def body(work: Work) -> Team | Refused:
            work.inbox.spend(claim.sender.update_id)
            now, place = self._clock.now(), claim.sender.place
            person = work.people.meet(claim.sender.user_id, claim.sender.name)
            standing = work.teams.find_exactly_at(place.chat_id, place.topic_id)
            if standing is not None:
                member = work.teams.find_membership(standing.id, person.user_id)
                if member is not None and member.standing is Standing.SUSPENDED:
                    return refuse(work, claim.sender, Refused(Reason.SUSPENDED), now)
                greeting = "team-stands" if member and member.standing is Standing.ACTIVE else "stranger-in-group"
                answer(work, claim.sender, Saying(greeting, {"team": standing.title}), now)
                return standing
            if person.user_id not in self._owners:
                return refuse(work, claim.sender, Refused(Reason.MAY_NOT_CLAIM, {"user_id": str(person.user_id)}), now)
            team = Team(
                id=uuid4(),
                chat_id=place.chat_id,
                topic_id=place.topic_id,
                title=claim.title,
                claimed_by=person.user_id,
                claimed_at=now,
            )
            work.teams.add(team)
            work.teams.save_membership(Membership(team.id, person.user_id, Role.OWNER, Standing.ACTIVE, joined_at=now))
            work.accounts.add(
                Account(id=uuid4(), team_id=team.id, name=MAIN_ACCOUNT, kind=AccountKind.EMBEDDED, created_at=now)
            )
            work.audit.add(team.id, person.user_id, Event.TEAM_CLAIM, Outcome.DONE, now, details={"title": team.title})
            sentence = "team-claimed" if person.enrolled_at else "team-claimed-enrol"
            answer(work, claim.sender, Saying(sentence, {"who": who(person), "team": team.title}), now)
            return team

        return await self._database.write(body)
