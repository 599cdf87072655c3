"""Who hears the bot: it was removed, blocked, added again, a person left, or the group has another id now.

It must not know how Telegram says so.
"""

from datetime import datetime

from bot.operations.clock import Clock
from bot.operations.members.leave_chat import leave_chat
from bot.operations.moving import follow_chat
from bot.operations.silence import fell_silent, is_back
from storage.database import Database
from storage.records import Deafness, Place, Silence
from storage.work import Work


class Audience:
    """Each method one transaction; those that act on an update spend it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def left(self, update_id: int, place: Place) -> None:
        """The bot was removed from a group, or a person blocked it."""
        why = Deafness.BLOCKED if place.is_private else Deafness.KICKED

        def body(work: Work) -> None:
            fell_silent(work, Silence(place.chat_id, None, why, self._clock.now()))
            work.inbox.spend(update_id)

        await self._database.write(body)

    async def came(self, update_id: int, place: Place) -> bool:
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

    async def seen(self, user_id: int, name: str, username: str | None) -> None:
        """A person spoke under these names; of somebody unknown nothing is kept."""

        def is_news(work: Work) -> bool:
            known = work.people.find(user_id)
            return known is not None and (known.name, known.username) != (name, username)

        if await self._database.read(is_news):
            await self._database.write(lambda work: work.people.rename(user_id, name, username))

    async def unheard(self, place: Place, why: Deafness) -> None:
        """An answer could not be said."""
        silence = Silence(place.chat_id, place.topic_id, why, self._clock.now())
        await self._database.write(lambda work: fell_silent(work, silence))

    async def follow(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group has another id now; saying so twice changes nothing."""
        await self._database.write(lambda work: follow_chat(work, old_chat_id, new_chat_id, self._clock.now()))
