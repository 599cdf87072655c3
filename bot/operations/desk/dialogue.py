"""A question of the bot that goes on: wrong answers are asked for again, and `/cancel` ends it."""

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bot.operations.desk.catalogue import CATALOGUE
from bot.operations.model.actor import find_actor
from bot.operations.model.operation import Actor, Question, Request
from bot.operations.model.remembered import remembered_in
from bot.operations.model.replies import ask_further, mark_answered
from bot.rules.authorization import may_ask, may_read
from bot.rules.verdict import Allowed, Refused
from storage.records import Action, Message, MessageContent
from storage.work import Work

R = TypeVar("R")


def carry_on(work: Work, actor: Actor, action: Action, request: Request, reply: R) -> R | Question:
    """Ask again after an answer that was refused, if this person would still be asked the question."""
    dialogue = request.dialogue
    if dialogue is None:
        return reply
    if not isinstance(reply, Refused):
        mark_answered(work, dialogue)
        return reply
    if may_ask(action, actor.membership, is_enrolled=actor.person.enrolled_at is not None) != Allowed():
        return reply
    asked = CATALOGUE[action].prepare(work, actor, replace(request, words=dialogue.words, dialogue=None))
    return ask_further(reply, asked, dialogue) if isinstance(asked, Question) and asked.so_far else reply


def cancel_question(work: Work, request: Request, replied_to: int | None, now: datetime) -> bool:
    """End the open question that `/cancel` replies to, or the newest thing in a private chat. False: there is none."""
    chat_id = request.place.chat_id
    if replied_to is not None:
        card = work.cards.find_by_message(chat_id, replied_to)
    elif request.place.is_private and request.number is None:
        card = work.cards.find_newest(chat_id)
    else:
        card = None
    question = remembered_in(card)
    if card is None or question is None or not question.is_open:
        return False
    if not request.place.is_private and not _is_member(work, request, now):
        return False
    closed = replace(card, subject="")
    work.cards.save(closed)
    work.outbox.say(
        MessageContent(Message("question-cancelled", {"command": question.said})),
        chat_id,
        topic_id=card.topic_id,
        card=closed,
        user_id=request.user_id if request.place.is_private else None,
        due_at=now,
    )
    return True


def _is_member(work: Work, request: Request, now: datetime) -> bool:
    actor = find_actor(work, request, now)
    return isinstance(actor, Actor) and may_read(actor.membership) == Allowed()
