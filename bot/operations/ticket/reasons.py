"""Why a person asks for a request or denies it: asked once in private, and shown to those who decide."""

from datetime import datetime
from uuid import uuid4

from bot.operations.model.button_data import typed
from bot.operations.model.notifications import button, short_hash
from bot.operations.model.operation import Request
from bot.operations.model.remembered import Remembered, remembered_in
from bot.operations.model.replies import answer, asked_card
from bot.operations.ticket.subject import subject_of
from storage.records import Arg, Card, Message, MessageContent, Outcome, Ticket
from storage.work import Work

_ASKS, _DENIES = "reason", "deny"
"""Commands that take the reason of a requester, and of a person who denied."""
NO_REASON = "-"
"""The word of a person who gives none."""


def ask_reason(work: Work, ticket: Ticket, user_id: int, now: datetime) -> None:
    """Ask the requester, or who denied it, why, in private. A line they type there answers it. Nothing waits for it."""
    said = f"{_DENIES if ticket.denied_by == user_id else _ASKS} {ticket.number}"
    question = Remembered(f"/{said}", ticket.team_id, takes_reply=True)
    card = Card(uuid4(), user_id, user_id=user_id, ticket_id=ticket.id, subject=question.to_subject())
    work.cards.add(card)
    none = button("button-no-reason", typed(f"{said} {NO_REASON}", ticket.team_id))
    asking = MessageContent(Message("ask-reason", _facts(ticket, user_id)), [[none]])
    work.outbox.say(asking, user_id, card=card, user_id=user_id, due_at=now)


def note_reason(work: Work, ticket: Ticket, request: Request, reason: str, now: datetime) -> None:
    """Write the reason into the trail, and say below the question that it was noted. Empty: the person gave none."""
    if reason:
        details: dict[str, object] = {"ticket": ticket.number, "hash": short_hash(ticket), "reason": reason}
        work.audit.add(
            ticket.team_id, request.user_id, ticket.action, Outcome.REASON, now, ticket_id=ticket.id, details=details
        )
    noted = Message("reason-noted", {**_facts(ticket, request.user_id), "reason": reason or None})
    asked = _question_of(work, ticket, request)
    if asked is None:
        answer(work, request, noted, now)
        return
    work.cards.save(closed := _closed(asked))
    work.outbox.say(MessageContent(noted), closed.chat_id, card=closed, user_id=closed.user_id, due_at=now)


def close_question(work: Work, ticket: Ticket, card: Card, now: datetime) -> None:
    """Say on an open question why, that its request has ended."""
    question = remembered_in(card)
    if question is None or not question.is_open:
        return
    work.cards.save(closed := _closed(card))
    over = MessageContent(Message("ask-reason-over", {"number": ticket.number, "subject": subject_of(ticket)}))
    work.outbox.say(over, card.chat_id, card=closed, user_id=card.user_id, due_at=now)


def say_reason(reason: str | None) -> Message | None:
    """A line for those who decide. None: not asked, or not answered yet."""
    if reason is None:
        return None
    return Message("ticket-reason", {"reason": reason or None})


def _question_of(work: Work, ticket: Ticket, request: Request) -> Card | None:
    """The question of this person that the words or the press answer."""
    dialogue = request.dialogue
    card = asked_card(work, request)
    if dialogue is not None and dialogue.question.card_id is not None:
        card = work.cards.find(dialogue.question.card_id)
    is_own = card is not None and card.user_id == request.user_id and card.ticket_id == ticket.id
    return card if is_own else None


def _closed(card: Card) -> Card:
    return Card(card.id, card.chat_id, card.topic_id, user_id=card.user_id, message_id=card.message_id)


def _facts(ticket: Ticket, user_id: int) -> dict[str, Arg]:
    return {"number": ticket.number, "subject": subject_of(ticket), "denied": ticket.denied_by == user_id}
