"""Check that a person is still in their team's chat: at each proof and run before the transaction, and once a day.

The caller hands in how Telegram is asked. Only a clear yes passes.
"""

from collections.abc import Awaitable, Callable
from enum import StrEnum
from uuid import UUID

from bot.clock import Clock
from bot.operations.lookup.members import find_by_username
from bot.operations.members.leave_chat import leave_chat
from bot.operations.model.actor import find_actor
from bot.operations.model.notifications import who
from bot.operations.model.operation import Actor, Request
from bot.rules.authorization import may_read
from bot.rules.verdict import Allowed, Reason, Refused
from storage.database import Database
from storage.records import MembershipStatus, Message, Person, ProofKind, Team, Ticket
from storage.work import Work


class Presence(StrEnum):
    """What is known of a person in a chat."""

    HERE = "here"
    GONE = "gone"
    """Left, removed, or the account is deleted."""
    BOT = "bot"
    """Not a person, in any chat."""
    UNKNOWN = "unknown"
    """No answer, or none that says so."""


Look = Callable[[int, int], Awaitable[Presence]]
"""Look for a person in a chat, by chat id and user id."""


class PresenceCheck:
    """Check people's presence, and suspend those who have left."""

    def __init__(self, database: Database, clock: Clock, look: Look) -> None:
        self._database = database
        self._clock = clock
        self._look = look

    async def refuse(self, user_id: int, team_id: UUID | None) -> Refused | None:
        """Why the person's proof is not accepted now. None: they are present, or the rules refuse them anyway."""
        return await self.refuse_in(await self._database.read(lambda work: find_chat(work, user_id, team_id)), user_id)

    async def refuse_in(self, chat_id: int | None, user_id: int) -> Refused | None:
        """Why it is not accepted, for a chat that `find_chat` returned before."""
        match await self._call(user_id, chat_id):
            case Presence.GONE:
                return Refused(Reason.LEFT_CHAT)
            case Presence.UNKNOWN:
                return Refused(Reason.PRESENCE_UNKNOWN)
        return None

    async def refuse_newcomer(self, user_id: int, chat_id: int, title: str) -> Refused | None:
        """Why an invited person cannot join now. None: they are in the chat."""
        match await self._look(chat_id, user_id):
            case Presence.GONE:
                return Refused(Reason.NOT_IN_CHAT, {"team": title})
            case Presence.UNKNOWN:
                return Refused(Reason.PRESENCE_UNKNOWN)
        return None

    async def is_bot(self, request: Request, user_id: int) -> bool:
        """Whether Telegram says that this is a bot, asked only if the sender has a team. No answer means no."""

        def find_chat(work: Work) -> int | None:
            actor = find_actor(work, request, self._clock.now())
            if not isinstance(actor, Actor) or actor.team is None or may_read(actor.membership) != Allowed():
                return None
            return actor.team.chat_id

        chat_id = await self._database.read(find_chat)
        return chat_id is not None and await self._look(chat_id, user_id) is Presence.BOT

    async def find_away(self, request: Request, person: int | str) -> int | None:
        """Return the id of this person, named by id or @name, if they are suspended and surely not in the chat.

        The team is the sender's. No answer means that they may be there.
        """

        def find(work: Work) -> tuple[int, int] | None:
            actor = find_actor(work, request, self._clock.now())
            if not isinstance(actor, Actor) or actor.team is None or may_read(actor.membership) != Allowed():
                return None
            user_id = person if isinstance(person, int) else _find_named(work, actor.team, person)
            found = None if user_id is None else work.teams.find_membership(actor.team.id, user_id)
            if found is None or found.standing is not MembershipStatus.SUSPENDED:
                return None
            return actor.team.chat_id, found.user_id

        found = await self._database.read(find)
        return found[1] if found is not None and await self._look(*found) is Presence.GONE else None

    async def sweep(self, team_id: UUID) -> bool:
        """Look for every active member of the team. False: Telegram does not say of each of them."""

        def body(work: Work) -> list[tuple[int, int | None]]:
            return [(one.user_id, find_chat(work, one.user_id, team_id)) for one, _ in work.teams.list_members(team_id)]

        looked = [await self._call(user_id, chat_id) for user_id, chat_id in await self._database.read(body)]
        return Presence.UNKNOWN not in looked

    async def call_behind(self, ticket: Ticket) -> Message | None:
        """Check the requester and the approvers. Return who is unknown, for which the ticket then waits."""

        def behind(work: Work) -> list[tuple[Person, int | None]]:
            proofs = work.tickets.list_proofs(ticket.id)
            approved = [one.user_id for one in proofs if one.kind in {ProofKind.APPROVAL, ProofKind.BREAK_GLASS}]
            people = [work.people.get(user_id) for user_id in (ticket.user_id, *approved)]
            return [(person, find_chat(work, person.user_id, ticket.team_id)) for person in people]

        for person, chat_id in await self._database.read(behind):
            if await self._call(person.user_id, chat_id) is Presence.UNKNOWN:
                return Message("ticket-waits-for-presence", {"who": who(person)})
        return None

    async def _call(self, user_id: int, chat_id: int | None) -> Presence:
        """Return whether the chat has the person, an active member of the team. One who left is suspended."""
        if chat_id is None:
            return Presence.HERE
        presence = await self._look(chat_id, user_id)
        if presence is Presence.GONE:
            await self._database.write(lambda work: leave_chat(work, chat_id, user_id, self._clock.now()))
        return presence


def _find_named(work: Work, team: Team, username: str) -> int | None:
    person = find_by_username(work, team, username)
    return None if person is None else person.user_id


def find_chat(work: Work, user_id: int, team_id: UUID | None) -> int | None:
    """Return the chat to check, or None if the person is not a member who could lose that place."""
    team = work.teams.find(team_id) if team_id else None
    membership = work.teams.find_membership(team.id, user_id) if team else None
    return team.chat_id if team is not None and may_read(membership) == Allowed() else None
