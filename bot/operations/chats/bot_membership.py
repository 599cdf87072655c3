"""Who hears the bot: it was removed, blocked, added again, a person left, or the group has another id or name now.

It must not know how Telegram says so.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.operations.chats.migration import follow_chat
from bot.operations.chats.unreachable import fell_silent, hears_again, is_back
from bot.operations.lookup.members import name_of_topic, title_of_place
from bot.operations.members.leave_chat import leave_chat
from bot.operations.model.replies import REPLY_SUBJECT
from storage.database import Database
from storage.records import ChatLocation, Person, UnreachableChat, UnreachableReason
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where an update comes from."""

    person: Person | None
    """None: nobody we know."""
    question: str | None
    """The subject of the newest card in the chat, where that is a question that wants an answer."""
    is_silent: bool = False
    """Whether the place refused messages of ours: an answer that it takes ends that."""

    @property
    def zone(self) -> str:
        """The IANA zone in which the person reads moments."""
        return self.person.zone if self.person else "UTC"

    @property
    def is_enrolling(self) -> bool:
        """Whether a seed was shown to the person that no code has proven yet."""
        return self.person is not None and self.person.pending_seed_secret is not None

    def is_renamed(self, name: str, username: str | None) -> bool:
        """Whether somebody known speaks under other names; of a stranger nothing is kept."""
        return self.person is not None and (self.person.name, self.person.username) != (name, username)


class BotMembership:
    """Each method one transaction; those that act on an update spend it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def left(self, update_id: int, place: ChatLocation) -> None:
        """The bot was removed from a group, or a person blocked it."""
        why = UnreachableReason.BLOCKED if place.is_private else UnreachableReason.KICKED

        def body(work: Work) -> None:
            fell_silent(work, UnreachableChat(place.chat_id, None, why, self._clock.now()))
            work.inbox.spend(update_id)

        await self._database.write(body)

    async def came(self, update_id: int, place: ChatLocation) -> bool:
        """The bot may write there; returns whether it is at home there: a private chat, or a team's group."""

        def body(work: Work) -> bool:
            is_back(work, place.chat_id, self._clock.now())
            work.inbox.spend(update_id)
            return place.is_private or bool(work.teams.list_in(place.chat_id))

        return await self._database.write(body)

    async def departed(self, update_id: int, chat_id: int, user_id: int, left_at: datetime) -> None:
        """A person left a chat, or was removed from it, in that second."""

        def body(work: Work) -> None:
            leave_chat(work, chat_id, user_id, self._clock.now(), left_at=left_at)
            work.inbox.spend(update_id)

        await self._database.write(body)

    async def renamed(self, update_id: int, place: ChatLocation, chat_title: str, topic_name: str) -> None:
        """A group (no topic), or one of its topics, has another name now; its teams go by that."""

        def body(work: Work) -> None:
            for team in work.teams.list_in(place.chat_id):
                if place.topic_id is None or team.topic_id == place.topic_id:
                    known = topic_name if place.topic_id is not None else name_of_topic(team)
                    title = title_of_place(chat_title, team.topic_id, known)
                    work.teams.save(replace(team, title=title))
            work.inbox.spend(update_id)

        await self._database.write(body)

    async def look_at(self, user_id: int, place: ChatLocation) -> Arrival:
        """What an update of this person in this place is understood by, in one read."""

        def body(work: Work) -> Arrival:
            person, newest = work.people.find(user_id), work.cards.find_newest(place.chat_id)
            is_question = newest is not None and newest.subject.startswith(REPLY_SUBJECT)
            question = newest.subject if newest is not None and is_question else None
            return Arrival(person, question, work.silences.affects(place.chat_id, place.topic_id))

        return await self._database.read(body)

    async def rename(self, user_id: int, name: str, username: str | None) -> None:
        """A person speaks under other names than before."""
        await self._database.write(lambda work: work.people.rename(user_id, name, username))

    async def unheard(self, place: ChatLocation, why: UnreachableReason) -> None:
        """An answer could not be said."""
        silence = UnreachableChat(place.chat_id, place.topic_id, why, self._clock.now())
        await self._database.write(lambda work: fell_silent(work, silence))

    async def heard(self, place: ChatLocation) -> None:
        """A silent place has taken an answer."""
        now = self._clock.now()
        await self._database.write(lambda work: hears_again(work, place.chat_id, place.topic_id, now))

    async def follow(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group has another id now; saying so twice changes nothing."""
        await self._database.write(lambda work: follow_chat(work, old_chat_id, new_chat_id, self._clock.now()))
