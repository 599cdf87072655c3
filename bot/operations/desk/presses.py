"""Check that a pressed button exists below its message for this person, and handle [Saved]."""

from datetime import datetime
from uuid import UUID, uuid4

from bot.clock import Clock
from bot.operations.model.operation import Request
from bot.operations.model.replies import transact
from bot.operations.ticket.screens import leave_screen
from bot.rules.button_presses import SECRET_SUBJECT, Footing, is_of_place, is_own_secret, is_screen, may_stand
from bot.rules.limits import may_know_request
from bot.rules.verdict import Reason, Refused
from storage.database import Database
from storage.records import Card, Ticket
from storage.work import Work


class ButtonPresses:
    """Anyone can send any press for a message with a button, so only presses of real buttons count."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def is_genuine(self, request: Request, footing: Footing, ticket_id: UUID | None = None) -> bool:
        """Whether such a button can be below the pressed message, in that chat, for the sender."""

        def body(work: Work) -> bool:
            place = request.place
            ticket = work.tickets.find(ticket_id) if ticket_id else None
            if not may_stand(footing, _pressed_card(work, request), place, request.user_id, ticket):
                return False
            return ticket is None or is_known_here(work, ticket, request)

        return await self._database.read(body)

    async def may_turn(self, request: Request) -> bool:
        """Whether the pressed message may show another screen. It is no longer the screen that it was."""
        card = await self._database.read(lambda work: _pressed_card(work, request))
        if card is not None and is_screen(card):
            await self._database.write(lambda work: leave_screen(work, card))
        return may_stand(Footing.LIST, card, request.place, request.user_id, None)

    async def put_away_secret(self, request: Request, card_id: UUID) -> Refused | None:
        """[Saved]: delete the message with the secret, or a copy of it, for its reader only.

        A copy is a message with an unknown number: the answer to it was lost, and it was sent again.
        """

        def body(work: Work, now: datetime) -> Refused | None:
            secret, pressed = work.cards.find(card_id), _pressed_card(work, request)
            is_own = is_own_secret(secret, pressed, request.user_id)
            copy = _copy_of_secret(request) if pressed is None and (secret is None or is_own) else None
            if copy is not None:
                work.cards.add(copy)
                work.outbox.delete(copy, now)
            if secret is not None and is_own:
                work.outbox.delete(secret, now)
            return None if copy is not None or is_own else Refused(Reason.LINK_UNKNOWN)

        return await transact(self._database, self._clock, request, body)


def is_known_here(work: Work, ticket: Ticket, request: Request) -> bool:
    """Whether the sender may hear of it: in the chat of its team, or in private of what is theirs or their team's.

    A member who is limited to other accounts may press nothing of it, not even where they read it.
    """
    place, team_id = request.place, ticket.team_id
    membership = work.teams.find_membership(team_id, request.user_id) if team_id is not None else None
    if membership is not None and not may_know_request(membership, ticket):
        return False
    if not place.is_private:
        return is_of_place(ticket, place, work.teams.find_at(place.chat_id, place.topic_id))
    return ticket.user_id == request.user_id or membership is not None


def _copy_of_secret(request: Request) -> Card | None:
    """Return the pressed message if it is in the sender's own private chat."""
    place = request.place
    if not place.is_private or place.chat_id != request.user_id or place.message_id is None:
        return None
    return Card(uuid4(), place.chat_id, user_id=request.user_id, subject=SECRET_SUBJECT, message_id=place.message_id)


def _pressed_card(work: Work, request: Request) -> Card | None:
    place = request.place
    if place.ephemeral_id is not None:
        team = work.teams.find_at(place.chat_id, place.topic_id)
        is_on = team is not None and team.codes_here
        return work.cards.find_ephemeral(place.chat_id, request.user_id, place.ephemeral_id) if is_on else None
    return work.cards.find_by_message(place.chat_id, place.message_id) if place.message_id is not None else None
