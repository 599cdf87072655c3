"""Messages of the bot that are edited, or deleted, later.

It must not know what they say.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, func, select, update

from storage.mapping import of_row, to_row
from storage.records import Card
from storage.tables import cards


class Cards:
    """The cards of all chats."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, card: Card) -> None:
        """A new card."""
        self._connection.execute(cards.insert().values(to_row(card, cards)))

    def save(self, card: Card) -> None:
        """Writes all of a known card."""
        self._connection.execute(update(cards).where(cards.c.id == card.id).values(to_row(card, cards)))

    def find(self, card_id: UUID) -> Card | None:
        """The card, or None."""
        found = self._list(cards.c.id == card_id)
        return found[0] if found else None

    def remove(self, card_id: UUID) -> None:
        """The card is forgotten; its message is not touched."""
        self._connection.execute(delete(cards).where(cards.c.id == card_id))

    def list_of_ticket(self, ticket_id: UUID) -> list[Card]:
        """The ticket's cards."""
        return self._list(cards.c.ticket_id == ticket_id)

    def list_of_subject(self, user_id: int, subject: str) -> list[Card]:
        """A person's private cards about something."""
        return self._list(cards.c.user_id == user_id, cards.c.subject == subject)

    def list_about(self, subject: str) -> list[Card]:
        """Every card about something, the team's and private ones."""
        return self._list(cards.c.subject == subject)

    def find_by_message(self, chat_id: int, message_id: int) -> Card | None:
        """The card that is this message, or None."""
        found = self._list(cards.c.chat_id == chat_id, cards.c.message_id == message_id)
        return found[0] if found else None

    def find_newest(self, chat_id: int) -> Card | None:
        """The card whose message is the newest of the chat's cards."""
        newest = select(func.max(cards.c.message_id)).where(cards.c.chat_id == chat_id).scalar_subquery()
        found = self._list(cards.c.chat_id == chat_id, cards.c.message_id == newest)
        return found[0] if found else None

    def _list(self, *conditions: Any) -> list[Card]:
        rows = map(of_row, self._connection.execute(select(cards).where(*conditions).order_by(cards.c.id)))
        return [Card(**row) for row in rows]
