"""Which message may carry which button, and who may press it.

A client can send any press for any message with a button. What the press asks for is judged again where it is done.
"""

from enum import StrEnum

from storage.records import Card, ChatLocation, Team, Ticket

SECRET_SUBJECT = "secret"  # noqa: S105 - the name of a kind of card
"""Subject of a private card that is deleted once its reader has saved what it shows.

A team's secret has the id of its request behind it: `secret:…`.
"""
ALERTS_SUBJECT = "alerts:"
"""Prefix of the subject of an open card of alerts, followed by the account's id."""
QUESTION_SUBJECT = "again:"
"""Prefix of the subject of a card that a press continues and replaces."""


class Footing(StrEnum):
    """The kind of message a button belongs to."""

    QUESTION = "question"
    """A question that a press answers."""

    PRIVATE_STEP = "private-step"
    """A person's own private card of a ticket."""
    TICKET = "ticket"
    """A card of a ticket, or a message that lists tickets."""
    LIST = "list"
    """A message that shows another screen in its place. Of the cards a screen, or one that remembers its command."""


def may_stand(footing: Footing, card: Card | None, place: ChatLocation, user_id: int, ticket: Ticket | None) -> bool:
    """Whether a person may press a button of this kind on this message.

    `card` None: the message is not a card.
    """
    if place.ephemeral_id is not None:
        is_own = card is not None and card.user_id == user_id and card.ticket_id is not None
        return is_own and footing in {Footing.PRIVATE_STEP, Footing.TICKET} and _is_about(card, ticket)
    match footing:
        case Footing.LIST:
            return card is None or is_screen(card) or card.subject.startswith(QUESTION_SUBJECT)
        case Footing.QUESTION:
            return card is not None and card.subject.startswith(QUESTION_SUBJECT)
        case Footing.PRIVATE_STEP:
            is_own = card is None or (card.user_id == user_id and card.ticket_id is not None)
            return place.is_private and is_own and _is_about(card, ticket)
        case Footing.TICKET:
            return _is_about(card, ticket)


def is_screen(card: Card) -> bool:
    """Whether the card is a message that shows one thing, and may show another."""
    return card.press is not None


def is_own_secret(secret: Card | None, card: Card | None, user_id: int) -> bool:
    """Whether the named card is a secret of this person's, and the message is that card or not a card."""
    if secret is None or not secret.subject.startswith(SECRET_SUBJECT) or secret.user_id != user_id:
        return False
    return card is None or card.id == secret.id


def is_of_place(ticket: Ticket, place: ChatLocation, team: Team | None) -> bool:
    """Whether a ticket may be changed in this place: in private, or in the chat of its own team."""
    return place.is_private or (team is not None and ticket.team_id == team.id)


def _is_about(card: Card | None, ticket: Ticket | None) -> bool:
    return ticket is not None and (card is None or is_screen(card) or card.ticket_id == ticket.id)
