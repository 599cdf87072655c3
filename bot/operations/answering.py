"""Answers that are no ticket: a refusal, or a question back.

It must not know words: only ids of sentences and what fills them.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import uuid4

from bot.operations.asked import Question, Returned, Sender
from bot.operations.clock import Clock
from bot.rules.verdict import Refused
from storage.database import Database
from storage.records import Button, Card, Content, Document, Saying
from storage.work import Work

TEAM_PRESS = "team "
MORE_PRESS = "more "
"""Says the command above the button again, with the words that follow."""
TEAM_WORDS = "in"
"""With a team's id behind it, before a command: the command is for that team."""
REPLY_SUBJECT = "reply:"
AGAIN_SUBJECT = "again:"
"""Beginnings of a card's subject: what a reply to it, or the choice of a team below it, says."""


def answer(work: Work, sender: Sender, saying: Saying, now: datetime, document: Document | None = None) -> None:
    """One message in the place where it was asked; a press is answered by whoever hears it."""
    if not sender.is_press:
        place = sender.place
        work.outbox.say(
            Content(saying, document=document),
            place.chat_id,
            topic_id=place.topic_id,
            reply_to=place.message_id,
            user_id=sender.user_id if place.is_private else None,
            due_at=now,
        )


def refuse(work: Work, sender: Sender, refused: Refused, now: datetime) -> Refused:
    """Says why not, in the place where it was asked."""
    answer(work, sender, refused.as_saying(), now)
    return refused


def ask_back(work: Work, sender: Sender, said: str, question: Question, now: datetime) -> None:
    """A card with the choices, or one that wants a reply; it remembers what was said so far, restart or not."""
    place, earlier = sender.place, asked_card(work, sender)
    subject = f"{REPLY_SUBJECT}{question.so_far}" if question.so_far else f"{AGAIN_SUBJECT}{said}"
    if earlier is not None and question.so_far is None:
        card = replace(earlier, subject=subject)
        work.cards.save(card)
    else:
        # A message that wants a reply cannot be made of one that did not.
        card = Card(id=uuid4(), chat_id=place.chat_id, topic_id=place.topic_id, subject=subject)
        work.cards.add(card)
        if earlier is not None:
            work.outbox.delete(earlier, now)
    work.outbox.say(
        Content(question.saying, _rows(question), expects_reply=question.so_far is not None),
        place.chat_id,
        topic_id=place.topic_id,
        reply_to=None if sender.is_press else place.message_id,
        card=card,
        user_id=sender.user_id if place.is_private else None,
        due_at=now,
    )


def asked_card(work: Work, sender: Sender) -> Card | None:
    """The question whose button was pressed, if it was one; what follows takes its place."""
    if not sender.is_press or sender.place.message_id is None:
        return None
    card = work.cards.find_by_message(sender.place.chat_id, sender.place.message_id)
    return card if card is not None and card.subject.startswith(AGAIN_SUBJECT) else None


def _rows(question: Question) -> Sequence[Sequence[Button]]:
    return [
        [Button(label=label, press=words if words.startswith((TEAM_PRESS, MORE_PRESS)) else f"ask {words}")]
        for label, words in question.choices
    ]


R = TypeVar("R")


async def transact(
    database: Database, clock: Clock, sender: Sender, body: Callable[[Work, datetime], R | Refused | Returned]
) -> R | Refused:
    """One transaction that spends the update and, where the answer is no, says so in the same place."""

    def whole(work: Work) -> R | Refused:
        now = clock.now()
        reply = body(work, now)
        if isinstance(reply, Returned):
            answer(work, sender, reply.refused.as_saying(), now, reply.document)
            reply = reply.refused
        elif isinstance(reply, Refused):
            refuse(work, sender, reply, now)
        work.inbox.spend(sender.update_id)
        return reply

    return await database.write(whole)
