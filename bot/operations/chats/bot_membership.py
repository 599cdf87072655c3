"""Where the bot can write: removed, blocked, added again, and groups with another id or name."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.operations.chats.migration import follow_chat
from bot.operations.chats.unreachable import is_back, mark_reachable, mark_unreachable
from bot.operations.lookup.members import name_of_topic, title_of_place
from bot.operations.members.leave_chat import leave_chat
from bot.operations.model.remembered import Remembered, remembered_in
from storage.database import Database
from storage.records import ChatLocation, Person, UnreachableChat, UnreachableReason
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Arrival:
    """Sender and place of an update, as stored."""

    person: Person | None
    """None for a stranger."""
    question: Remembered | None
    """What the newest card of a private chat continues, where that card is a question. Groups answer with Reply."""
    is_silent: bool = False
    """Whether the place refused our messages. The next answer it accepts ends that."""

    @property
    def zone(self) -> str:
        """The IANA zone in which the person reads dates and times."""
        return self.person.zone if self.person else "UTC"

    @property
    def is_enrolling(self) -> bool:
        """Whether the person has seen a seed that no code has confirmed yet."""
        return self.person is not None and self.person.pending_seed_secret is not None

    def is_renamed(self, name: str, username: str | None) -> bool:
        """Whether a known person uses other names now. Nothing is kept about strangers."""
        return self.person is not None and (self.person.name, self.person.username) != (name, username)


class BotMembership:
    """Changes of where the bot can write.

    Each method is one transaction, and those for an update spend it.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def left(self, update_id: int, place: ChatLocation) -> None:
        """Record that the bot was removed from a group, or that a person blocked it."""
        why = UnreachableReason.BLOCKED if place.is_private else UnreachableReason.KICKED

        def body(work: Work) -> None:
            mark_unreachable(work, UnreachableChat(place.chat_id, None, why, self._clock.now()))
            work.inbox.spend(update_id)

        await self._database.write(body)

    async def came(self, update_id: int, place: ChatLocation) -> bool:
        """Record that the bot may write there. Return whether it is a private chat or the group of a team."""

        def body(work: Work) -> bool:
            is_back(work, place.chat_id, self._clock.now())
            work.inbox.spend(update_id)
            return place.is_private or bool(work.teams.list_in(place.chat_id))

        return await self._database.write(body)

    async def departed(self, update_id: int, chat_id: int, user_id: int, left_at: datetime) -> None:
        """Record that a person left a chat, or was removed, in that second."""

        def body(work: Work) -> None:
            leave_chat(work, chat_id, user_id, self._clock.now(), left_at=left_at)
            work.inbox.spend(update_id)

        await self._database.write(body)

    async def renamed(self, update_id: int, place: ChatLocation, chat_title: str, topic_name: str) -> None:
        """Give a group (no topic) or one of its topics another name. Its teams take that name."""

        def body(work: Work) -> None:
            for team in work.teams.list_in(place.chat_id):
                if place.topic_id is None or team.topic_id == place.topic_id:
                    known = topic_name if place.topic_id is not None else name_of_topic(team)
                    title = title_of_place(chat_title, team.topic_id, known)
                    work.teams.save(replace(team, title=title))
            work.inbox.spend(update_id)

        await self._database.write(body)

    async def look_at(self, user_id: int, place: ChatLocation) -> Arrival:
        """Read everything that an update of this person in this place needs."""

        def body(work: Work) -> Arrival:
            newest = work.cards.find_newest(place.chat_id) if place.is_private else None
            is_silent = work.unreachable_chats.affects(place.chat_id, place.topic_id)
            return Arrival(work.people.find(user_id), remembered_in(newest), is_silent)

        return await self._database.peek(body)

    async def rename(self, user_id: int, name: str, username: str | None) -> None:
        """Store the new names of a person."""
        await self._database.write(lambda work: work.people.rename(user_id, name, username))

    async def unreachable(self, place: ChatLocation, why: UnreachableReason) -> None:
        """Record that an answer could not be delivered."""
        lost_chat = UnreachableChat(place.chat_id, place.topic_id, why, self._clock.now())
        await self._database.write(lambda work: mark_unreachable(work, lost_chat))

    async def heard(self, place: ChatLocation) -> None:
        """Record that an unreachable place has accepted an answer."""
        now = self._clock.now()
        await self._database.write(lambda work: mark_reachable(work, place.chat_id, place.topic_id, now))

    async def follow(self, old_chat_id: int, new_chat_id: int) -> None:
        """Record that a group has another id. Saying so twice changes nothing."""
        await self._database.write(lambda work: follow_chat(work, old_chat_id, new_chat_id, self._clock.now()))
