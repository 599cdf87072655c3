"""Messages of the bot that are edited, or deleted, later."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, func, select, update

from storage.mapping import of_row, to_row
from storage.records import Card
from storage.statement import Statement
from storage.tables import cards

_WHICH = cards.c.id == bindparam("which")
_ALL = select(cards).order_by(cards.c.id)
_IN_CHAT = cards.c.chat_id == bindparam("where")
_NEWEST = select(func.max(cards.c.message_id)).where(_IN_CHAT).scalar_subquery()
_ADD = Statement(cards.insert())
_SAVE = Statement(update(cards).where(_WHICH))
_REMOVE = Statement(delete(cards).where(_WHICH))
_FIND = Statement(_ALL.where(_WHICH))
_LIST_OF_TICKET = Statement(_ALL.where(cards.c.ticket_id == bindparam("which")))
_LIST_ABOUT = Statement(_ALL.where(cards.c.subject == bindparam("what")))
_LIST_ABOUT_ANY = select(cards).where(cards.c.subject.in_(bindparam("these", expanding=True)))
_LIST_OF_SUBJECT = Statement(_ALL.where(cards.c.user_id == bindparam("whose"), cards.c.subject == bindparam("what")))
_FIND_BY_MESSAGE = Statement(_ALL.where(_IN_CHAT, cards.c.message_id == bindparam("which")))
_FIND_NEWEST = Statement(_ALL.where(_IN_CHAT, cards.c.message_id == _NEWEST))


class Cards:
    """The cards of all chats."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, card: Card) -> None:
        """A new card."""
        _ADD.run(self._connection, **to_row(card, cards))

    def save(self, card: Card) -> None:
        """Writes all of a known card."""
        _SAVE.run(self._connection, which=card.id, **to_row(card, cards))

    def find(self, card_id: UUID) -> Card | None:
        """The card, or None."""
        return _read(_FIND.first(self._connection, which=card_id))

    def remove(self, card_id: UUID) -> None:
        """The card is forgotten; its message is not touched."""
        _REMOVE.run(self._connection, which=card_id)

    def list_of_ticket(self, ticket_id: UUID) -> list[Card]:
        """The ticket's cards."""
        return [Card(**of_row(row)) for row in _LIST_OF_TICKET.rows(self._connection, which=ticket_id)]

    def list_of_subject(self, user_id: int, subject: str) -> list[Card]:
        """A person's private cards about something."""
        found = _LIST_OF_SUBJECT.rows(self._connection, whose=user_id, what=subject)
        return [Card(**of_row(row)) for row in found]

    def list_about(self, subject: str) -> list[Card]:
        """Every card about something, the team's and private ones."""
        return [Card(**of_row(row)) for row in _LIST_ABOUT.rows(self._connection, what=subject)]

    def list_about_any(self, subjects: Sequence[str]) -> list[Card]:
        """The same of any of these, in any order."""
        rows = self._connection.execute(_LIST_ABOUT_ANY, {"these": subjects}) if subjects else ()
        return [Card(**of_row(row)) for row in rows]

    def find_by_message(self, chat_id: int, message_id: int) -> Card | None:
        """The card that is this message, or None."""
        return _read(_FIND_BY_MESSAGE.first(self._connection, where=chat_id, which=message_id))

    def find_newest(self, chat_id: int) -> Card | None:
        """The card whose message is the newest of the chat's cards."""
        return _read(_FIND_NEWEST.first(self._connection, where=chat_id))


def _read(row: Any) -> Card | None:
    return None if row is None else Card(**of_row(row))
