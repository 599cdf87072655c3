"""The message that says the end of a long request aloud, beside its card."""

from collections.abc import Sequence
from uuid import uuid4

from bot.operations.model.notifications import with_sound
from bot.operations.ticket.contents import ended_saying, find_unclear
from bot.operations.ticket.subject import subject_of
from bot.rules.topics import topic_of
from storage.records import Arg, Card, End, Message, MessageContent, MessageKind, Team, Ticket
from storage.work import Work

TOLD = "told"
"""Subject of such a message that still changes, because the reason of a denial may follow."""
_SHORT = {End.TIMED_OUT: "timed-out", End.CANCELLED: "cancelled-why"}
"""Ends that change nothing. Said aloud in a line each."""


def say_end(work: Work, ticket: Ticket, cards: Sequence[Card], team: Team) -> MessageContent:
    """Say how the ticket ended. It is short where the team has a card that has every line of the plan."""
    saying = ended_saying(work, ticket)
    if cards and ticket.end in _SHORT and find_unclear(ticket) is None:
        facts: dict[str, Arg] = {"number": ticket.number, "subject": subject_of(ticket), "why": ticket.result}
        saying = Message(_SHORT[ticket.end], facts)
    return with_sound(MessageContent(saying), team, MessageKind.REQUESTS)


def card_of_end(ticket: Ticket, team: Team) -> Card | None:
    """Return the card of this message, if what it says may change."""
    if ticket.denied_by is None or ticket.denial_reason is not None:
        return None
    topic_id = topic_of(team, MessageKind.REQUESTS)
    return Card(uuid4(), team.chat_id, topic_id, ticket_id=ticket.id, subject=TOLD)
