"""Messages of the bot that are edited or deleted later."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, null, or_, select, update

from storage.mapping import of_row, to_row
from storage.records import Card
from storage.statement import Statement
from storage.tables import cards, tickets
from storage.transaction import Transaction

_FEW = 5
_WHICH = cards.c.id == bindparam("which")
_ALL = select(cards).order_by(cards.c.id)
_IN_CHAT = cards.c.chat_id == bindparam("where")
_NEWEST = (
    select(cards)
    .where(_IN_CHAT, cards.c.message_id.is_not(None), cards.c.press.is_(None))
    .order_by(cards.c.message_id.desc())
)
_ADD = Statement(cards.insert())
_SAVE = Statement(update(cards).where(_WHICH))
_REMOVE = Statement(delete(cards).where(_WHICH))
_CLOSE_STEPS = Statement(
    update(cards)
    .where(cards.c.ticket_id == bindparam("which"), cards.c.opened_at.is_not(None))
    .values(opened_at=null()),
    wakes=False,
)
_OF_ENDED = cards.c.ticket_id.in_(
    select(tickets.c.id).where(tickets.c.team_id == bindparam("whose"), tickets.c.stage.is_(None))
)
_FORGET_ENDED = Statement(
    update(cards)
    .where(_IN_CHAT, cards.c.topic_id == bindparam("topic"), cards.c.user_id.is_(None), _OF_ENDED)
    .values(ticket_id=null(), subject=""),
    wakes=False,
)
_FIND = Statement(_ALL.where(_WHICH))
_LIST_OF_TICKET = Statement(_ALL.where(cards.c.ticket_id == bindparam("which")))
_LIST_SHOWING = Statement(
    _ALL.where(or_(cards.c.ticket_id == bindparam("which"), cards.c.subject.in_(bindparam("these", expanding=True))))
)
_LIST_ABOUT = Statement(_ALL.where(cards.c.subject == bindparam("what")))
_LIST_ABOUT_ANY = Statement(select(cards).where(cards.c.subject.in_(bindparam("these", expanding=True))))
_LIST_SCREENS_OF = Statement(select(cards).where(cards.c.user_id == bindparam("whose"), cards.c.press.is_not(None)))
_LIST_OF_SUBJECT = Statement(_ALL.where(cards.c.user_id == bindparam("whose"), cards.c.subject == bindparam("what")))
_LIST_BEGINNING = Statement(
    _ALL.where(cards.c.user_id == bindparam("whose"), cards.c.subject.startswith(bindparam("what")))
)
_FIND_BY_MESSAGE = Statement(_ALL.where(_IN_CHAT, cards.c.message_id == bindparam("which")))
_FIND_EPHEMERAL = Statement(
    _ALL.where(
        _IN_CHAT,
        cards.c.ephemeral_id == bindparam("which"),
        cards.c.ephemeral_id.is_not(None),
        cards.c.user_id == bindparam("whose"),
    )
)
_LIST_WITH_SECRET = Statement(
    select(cards)
    .where(cards.c.secret_since.is_not(None), cards.c.secret_since <= bindparam("before"))
    .order_by(cards.c.secret_since)
    .limit(bindparam("most"))
)
_LIST_NEWEST = Statement(_NEWEST.limit(_FEW))
_FIND_NEWEST = Statement(_NEWEST.limit(1))


class Cards:
    """The cards of all chats."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, card: Card) -> None:
        """Add a card."""
        _ADD.run(self._transaction, **to_row(card, cards))

    def save(self, card: Card) -> None:
        """Write all of a known card."""
        _SAVE.run(self._transaction, which=card.id, **to_row(card, cards))

    def forget_ended(self, team_id: UUID, chat_id: int, topic_id: int) -> None:
        """Forget that messages in a topic are about the team's ended tickets, so that they are not edited again."""
        _FORGET_ENDED.run(self._transaction, whose=team_id, where=chat_id, topic=topic_id)

    def find(self, card_id: UUID) -> Card | None:
        """Return the card, or None."""
        card: Card | None = _FIND.record(self._transaction, _read, which=card_id)
        return card

    def remove(self, card_id: UUID) -> None:
        """Delete the record of the card. Its message is not touched."""
        _REMOVE.run(self._transaction, which=card_id)

    def close_steps(self, ticket_id: UUID) -> None:
        """Forget that people have opened the ticket's private steps, or each code would look at all their past."""
        _CLOSE_STEPS.run(self._transaction, which=ticket_id)

    def list_of_ticket(self, ticket_id: UUID) -> list[Card]:
        """List the ticket's cards."""
        return _LIST_OF_TICKET.records(self._transaction, _read, which=ticket_id)

    def list_showing(self, ticket_id: UUID, subjects: Sequence[str]) -> list[Card]:
        """List the ticket's cards, and those about any of these subjects."""
        return _LIST_SHOWING.records(self._transaction, _read, which=ticket_id, these=list(subjects))

    def list_screens_of(self, user_id: int) -> list[Card]:
        """List the screens in a person's private chat, in any order."""
        return [Card(**of_row(row)) for row in _LIST_SCREENS_OF.rows(self._transaction, whose=user_id)]

    def list_of_subject(self, user_id: int, subject: str) -> list[Card]:
        """List a person's private cards about a subject."""
        found = _LIST_OF_SUBJECT.rows(self._transaction, whose=user_id, what=subject)
        return [Card(**of_row(row)) for row in found]

    def list_beginning(self, user_id: int, subject: str) -> list[Card]:
        """List a person's private cards with a subject that begins so."""
        found = _LIST_BEGINNING.rows(self._transaction, whose=user_id, what=subject)
        return [Card(**of_row(row)) for row in found]

    def list_about(self, subject: str) -> list[Card]:
        """List every card about a subject, the team's and private ones."""
        return [Card(**of_row(row)) for row in _LIST_ABOUT.rows(self._transaction, what=subject)]

    def list_about_any(self, subjects: Sequence[str]) -> list[Card]:
        """List every card about any of these subjects, in any order."""
        rows = _LIST_ABOUT_ANY.rows(self._transaction, these=list(subjects)) if subjects else ()
        return [Card(**of_row(row)) for row in rows]

    def list_with_secret(self, before: datetime, most: int) -> list[Card]:
        """List messages that have shown a secret since that moment or longer, the oldest first."""
        return [Card(**of_row(row)) for row in _LIST_WITH_SECRET.rows(self._transaction, before=before, most=most)]

    def find_by_message(self, chat_id: int, message_id: int) -> Card | None:
        """Return the card that is this message, or None."""
        return _read(_FIND_BY_MESSAGE.first(self._transaction, where=chat_id, which=message_id))

    def find_ephemeral(self, chat_id: int, user_id: int, ephemeral_id: int) -> Card | None:
        """Return the card that is this message for one person, or None."""
        return _read(_FIND_EPHEMERAL.first(self._transaction, where=chat_id, whose=user_id, which=ephemeral_id))

    def find_newest(self, chat_id: int) -> Card | None:
        """Return the card with the newest message in the chat. Screens do not count."""
        return _read(_FIND_NEWEST.first(self._transaction, where=chat_id))

    def list_newest(self, chat_id: int) -> list[Card]:
        """List the few cards with the newest messages in the chat, the newest first. Screens do not count."""
        return [Card(**of_row(row)) for row in _LIST_NEWEST.rows(self._transaction, where=chat_id)]


def _read(row: Any) -> Card | None:
    return None if row is None else Card(**of_row(row))
