"""Presses: whether a button stands below its message for this person, and [Saved].

It must not know callback data.
"""

from datetime import datetime
from uuid import UUID

from bot.operations.answering import transact
from bot.operations.asked import Sender
from bot.operations.clock import Clock
from bot.rules.pressing import Footing, is_of_place, is_own_secret, may_stand
from bot.rules.verdict import Reason, Refused
from storage.database import Database
from storage.records import Card
from storage.work import Work


class Presses:
    """Anybody may send any press for a message that has a button; what no button says is not heard."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def is_genuine(self, sender: Sender, footing: Footing, ticket_id: UUID | None = None) -> bool:
        """Whether such a button can stand below the pressed message, in that chat, for the sender."""

        def body(work: Work) -> bool:
            place = sender.place
            ticket = work.tickets.find(ticket_id) if ticket_id else None
            if not may_stand(footing, _pressed_card(work, sender), place, sender.user_id, ticket):
                return False
            return ticket is None or is_of_place(ticket, place, work.teams.find_at(place.chat_id, place.topic_id))

        return await self._database.read(body)

    async def put_away_secret(self, sender: Sender, card_id: UUID) -> Refused | None:
        """[Saved]: the message with the secret goes, for its own reader alone."""

        def body(work: Work, now: datetime) -> Refused | None:
            secret = work.cards.find(card_id)
            if secret is None or not is_own_secret(secret, _pressed_card(work, sender), sender.user_id):
                return Refused(Reason.LINK_UNKNOWN)
            work.outbox.delete(secret, now)
            return None

        return await transact(self._database, self._clock, sender, body)


def _pressed_card(work: Work, sender: Sender) -> Card | None:
    place = sender.place
    return work.cards.find_by_message(place.chat_id, place.message_id) if place.message_id is not None else None
