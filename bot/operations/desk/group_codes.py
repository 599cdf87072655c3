"""Codes in a group, tapped in a message that only one person sees. A team has them off until an owner turns them on.

Whatever goes wrong with such a message, the person goes on in the private chat.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from bot.clock import Clock
from bot.operations.desk.desk import Desk, Reply
from bot.operations.desk.proofs import wanted_code
from bot.operations.members.set_codes import HERE, switch_codes
from bot.operations.model.actor import find_actor
from bot.operations.model.ephemeral import EphemeralMessages, NotEphemeral
from bot.operations.model.notifications import tell_owners
from bot.operations.model.operation import Actor, Request, TicketState
from bot.operations.model.replies import concerns_one, transact, ways_on
from bot.operations.ticket.acknowledgements import next_acknowledgement
from bot.operations.ticket.cards import open_prompt, waits_for
from bot.rules.one_time_code import is_locked
from bot.rules.verdict import Reason, Refused
from storage.database import Database
from storage.records import (
    Action,
    Card,
    ChatLocation,
    Event,
    Link,
    LinkPurpose,
    Message,
    MessageContent,
    Outcome,
    Ticket,
)
from storage.work import Work


@dataclass(frozen=True, slots=True)
class _Way:
    """How a person may give the code that a ticket waits for."""

    in_private: TicketState
    is_here: bool
    """Whether it may be tapped in the group."""


class GroupCodes:
    """Turns them on, and shows the pad."""

    def __init__(self, database: Database, clock: Clock, desk: Desk, messages: EphemeralMessages) -> None:
        self._database = database
        self._clock = clock
        self._desk = desk
        self._messages = messages

    async def choose(self, request: Request) -> Reply:
        """Ask the desk for the setting. Before it may be turned on, the sender gets a test message in the group."""
        words = [word.lower() for word in request.words]
        if words[:1] == [HERE] and await self._desk.may_ask(Action.POLICY_CODES, request):
            request = replace(request, no_codes=await self._test(request))
        return await self._desk.ask(Action.POLICY_CODES, request)

    async def open(self, request: Request, ticket_id: UUID) -> Reply:
        """Show the sender the pad in the group, or lead to the private chat."""
        way = await self._database.write(lambda work: _find_way(work, request, ticket_id, self._clock.now()))
        if isinstance(way, Refused):
            return await transact(self._database, self._clock, request, lambda _, __: way)
        reply = way.in_private
        if way.is_here:
            sent = await self._messages.send(request.place, request.user_id, MessageContent(Message("code-comes")))
            if isinstance(sent, int):
                return await self._show(request, way.in_private, sent)
            await self._database.write(lambda work: note_public(work, request.place, sent, self._clock.now()))
        return await transact(self._database, self._clock, request, lambda _, __: reply)

    async def leave(self, request: Request, ticket_id: UUID) -> Reply:
        """Lead to the private chat, because the pad in the group does not change any more."""

        def body(work: Work, now: datetime) -> Reply:
            place = request.place
            card = work.cards.find_ephemeral(place.chat_id, request.user_id, place.ephemeral_id or 0)
            if card is not None:
                _put_away(work, card, now)
            way = _find_way(work, request, ticket_id, now)
            return way if isinstance(way, Refused) else way.in_private

        return await transact(self._database, self._clock, request, body)

    async def tell_alone(self, request: Request, refused: Refused) -> bool:
        """Say a refusal in a group to the sender alone. False: it is for all, or it could not be done."""
        if not await self._database.read(lambda work: concerns_one(work, request, refused)):
            return False
        content = MessageContent(refused.as_saying(), ways_on(refused, request.place))
        return await self.say_alone(request, content)

    async def say_alone(self, request: Request, content: MessageContent) -> bool:
        """Say to the sender alone what all in the group may know. False: it could not be done."""
        sent = await self._messages.send(request.place, request.user_id, content)
        if isinstance(sent, int):
            return True
        await self._database.write(lambda work: note_public(work, request.place, sent, self._clock.now()))
        return False

    async def _test(self, request: Request) -> Reason | None:
        """Why codes may not be tapped in the team's group. None: the sender alone saw a message there."""
        actor = await self._database.read(
            lambda work: find_actor(work, request, self._clock.now(), action=Action.POLICY_CODES)
        )
        if not isinstance(actor, Actor):
            return Reason.CODES_NOT_TESTED
        place = ChatLocation(actor.the_team.chat_id, actor.the_team.topic_id)
        if not await self._messages.is_admin(place.chat_id):
            return Reason.CODES_NO_ADMIN
        sent = await self._messages.send(place, request.user_id, MessageContent(Message("codes-test")))
        if isinstance(sent, int):
            return None
        await self._database.write(lambda work: note_public(work, place, sent, self._clock.now()))
        return Reason.CODES_SHOWN if sent.was_public else Reason.CODES_NOT_SHOWN

    async def _show(self, request: Request, in_private: TicketState, number: int) -> Reply:
        """Turn the sender's message into the pad."""
        place = request.place
        card = Card(uuid4(), place.chat_id, place.topic_id, user_id=request.user_id, ephemeral_id=number)

        def body(work: Work, now: datetime) -> MessageContent | None:
            ticket = work.tickets.get(in_private.ticket_id)
            content = open_prompt(work, ticket, card, now)
            if waits_for(work, ticket, request.user_id):
                return content
            _put_away(work, work.cards.find(card.id) or card, now)
            return None

        content = await transact(self._database, self._clock, request, body)
        if isinstance(content, MessageContent) and await self._messages.edit(card, content):
            return replace(in_private, token=None)
        await self._database.write(lambda work: _put_away(work, work.cards.find(card.id), self._clock.now()))
        return in_private


def _find_way(work: Work, request: Request, ticket_id: UUID, now: datetime) -> _Way | Refused:
    """The sender's way to prove the ticket. Refused: it waits for no code of theirs."""
    ticket = work.tickets.find(ticket_id)
    if ticket is None:
        return Refused(Reason.LINK_UNKNOWN)
    kind = wanted_code(work, ticket, request, now)
    if isinstance(kind, Refused):
        return kind
    person = work.people.get(request.user_id)
    team = work.teams.find(ticket.team_id) if ticket.team_id else None
    is_on = team is not None and team.codes_here and team.chat_id == request.place.chat_id
    is_plain = not is_locked(person, now) and (ticket.user_id != person.user_id or next_acknowledgement(ticket) is None)
    token = work.links.create(_link_to(ticket, person.user_id, now))
    return _Way(TicketState(ticket.id, ticket.stage, token), is_here=is_on and is_plain)


def _link_to(ticket: Ticket, user_id: int, now: datetime) -> Link:
    """The link to a person's private step. An approval's is for everybody who may approve."""
    until = ticket.stage_until or now
    if ticket.user_id == user_id:
        return Link(LinkPurpose.TICKET, ticket.id, user_id, until)
    return Link(LinkPurpose.APPROVAL, ticket.id, None, until)


def _put_away(work: Work, card: Card | None, now: datetime) -> None:
    """Delete what a person sees alone in the group. Its card belongs to no ticket any more."""
    if card is not None and card.ticket_id is not None:
        work.outbox.drop(card)
        work.outbox.delete(card, now)
        work.cards.save(replace(card, ticket_id=None))


def note_public(work: Work, place: ChatLocation, sent: NotEphemeral, now: datetime) -> None:
    """Turn codes in the group off if a message for one person came out for all, and tell the owners."""
    if sent.left_id is not None:
        left = Card(uuid4(), place.chat_id, place.topic_id, message_id=sent.left_id)
        work.cards.add(left)
        work.outbox.delete(left, now)
    team = work.teams.find_at(place.chat_id, place.topic_id)
    if sent.was_public and team is not None and team.codes_here:
        switch_codes(work, team, is_here=False, now=now)
        work.audit.add(team.id, None, Event.CODE_SHOWN, Outcome.DONE, now)
        tell_owners(work, team.id, Message("codes-switched-off", {"team": team.title}), now)
