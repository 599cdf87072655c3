"""Answers that are no ticket: a refusal, or a question back.

It must not know words: only ids of sentences and what fills them.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID, uuid4

from bot.clock import Clock
from bot.operations.model.notifications import press
from bot.operations.model.operation import Offer, Question, RefusedWithFile, Sender
from bot.rules.verdict import Refused
from storage.database import Database
from storage.records import Action, Button, Card, Document, Message, MessageContent
from storage.work import Work

TEAM_PRESS = "team "
MORE_WORDS = "+ "
INSTEAD = "= "
"""Behind it the place of a word in what was said, and the word that is said there instead."""
TEAM_MARK = "in:"
"""Before what was said for a team chosen in private."""
PRESS_LIMIT = 64
"""Bytes of callback data. Source: Bot API, InlineKeyboardButton."""
REPLY_SUBJECT = "reply:"
AGAIN_SUBJECT = "again:"
OFFER_SUBJECT = "offer:"
"""Beginnings of a card's subject: what a reply to it, or the choice of a team below it, says; or what is offered."""


def answer(work: Work, sender: Sender, saying: Message, now: datetime, document: Document | None = None) -> None:
    """One message in the place where it was asked; a press is answered by whoever hears it."""
    if not sender.is_press:
        place = sender.place
        work.outbox.say(
            MessageContent(saying, document=document),
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


def ask_back(  # noqa: PLR0913 - what was asked, by whom, where and for which team
    work: Work, sender: Sender, said: str, question: Question, now: datetime, *, team_id: UUID | None = None
) -> None:
    """A card with the choices, or one that wants a reply; it remembers what was said so far, restart or not."""
    place, earlier = sender.place, asked_card(work, sender)
    team = f"{TEAM_MARK}{team_id.hex} " if team_id else ""
    subject = f"{REPLY_SUBJECT}{team}{question.so_far}" if question.so_far else f"{AGAIN_SUBJECT}{team}{said}"
    wants_reply = question.so_far is not None and not question.choices
    if earlier is not None and not wants_reply:
        card = replace(earlier, subject=subject)
        work.cards.save(card)
    else:
        # A message that wants a reply cannot be made of one that did not.
        card = Card(id=uuid4(), chat_id=place.chat_id, topic_id=place.topic_id, subject=subject)
        work.cards.add(card)
        if earlier is not None:
            work.outbox.delete(earlier, now)
    work.outbox.say(
        MessageContent(question.saying, _rows(question, team_id), expects_reply=wants_reply),
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
    return card if card is not None and card.subject.startswith((AGAIN_SUBJECT, REPLY_SUBJECT)) else None


def fitting(press: str, numbers: Sequence[str]) -> list[str]:
    """As many numbers, from the first, as a button that begins with `press` can carry."""
    count = len(numbers)
    while len(" ".join([press, *numbers[:count]])) > PRESS_LIMIT:
        count -= 1
    return list(numbers[:count])


def _rows(question: Question, team_id: UUID | None) -> Sequence[Sequence[Button]]:
    return [
        [Button(label=label, press=_pressed(words, team_id)) for label, words in row]
        for row in _in_rows(question.choices)
    ]


def _pressed(words: str, team_id: UUID | None) -> str:
    """What a choice says: another command, a team, or more words behind what the card remembers."""
    if words.startswith(MORE_WORDS):
        return f"and {words.removeprefix(MORE_WORDS)}"
    if words.startswith(INSTEAD):
        return f"as {words.removeprefix(INSTEAD)}"
    if words.startswith(TEAM_PRESS):
        return words
    with_team = f"in {team_id.hex} {words}" if team_id else ""
    # A press holds 64 bytes; where the team finds no room it is asked for once more.
    return with_team if with_team and len(with_team.encode()) <= PRESS_LIMIT else f"ask {words}"


def _in_rows(choices: Sequence[tuple[Message, str]]) -> list[Sequence[tuple[Message, str]]]:
    """Single words side by side, whole commands each in a row."""
    width = 3 if len(choices) > 4 and all(words.startswith(MORE_WORDS) for _, words in choices) else 1
    return [choices[start : start + width] for start in range(0, len(choices), width)]


def give_back(work: Work, sender: Sender, returned: RefusedWithFile, now: datetime) -> Refused:
    """The sheet with what is wrong; where it is right as it goes back, with the button that asks with it."""
    offer, place = returned.offer, sender.place
    if offer is None or sender.is_press:
        answer(work, sender, returned.refused.as_saying(), now, returned.document)
        return returned.refused
    subject = f"{OFFER_SUBJECT}{offer.user_id} {offer.team_id.hex} {offer.action.value} {offer.account}"
    card = Card(id=uuid4(), chat_id=place.chat_id, topic_id=place.topic_id, subject=subject)
    work.cards.add(card)
    work.outbox.say(
        MessageContent(
            returned.refused.as_saying(), [[press("button-accept-all", "accept")]], document=returned.document
        ),
        place.chat_id,
        topic_id=place.topic_id,
        reply_to=place.message_id,
        card=card,
        user_id=sender.user_id if place.is_private else None,
        due_at=now,
    )
    return returned.refused


def offer_of(card: Card) -> Offer | None:
    """What the press below a card asks for; None: it offers nothing, or no more."""
    if not card.subject.startswith(OFFER_SUBJECT):
        return None
    user_id, team_id, action, account = card.subject.removeprefix(OFFER_SUBJECT).split(" ", 3)
    return Offer(int(user_id), UUID(team_id), Action(action), account)


R = TypeVar("R")


async def transact(
    database: Database, clock: Clock, sender: Sender, body: Callable[[Work, datetime], R | Refused | RefusedWithFile]
) -> R | Refused:
    """One transaction that spends the update and, where the answer is no, says so in the same place."""

    def whole(work: Work) -> R | Refused:
        now = clock.now()
        reply = body(work, now)
        if isinstance(reply, RefusedWithFile):
            reply = give_back(work, sender, reply, now)
        elif isinstance(reply, Refused):
            refuse(work, sender, reply, now)
        work.inbox.spend(sender.update_id)
        return reply

    return await database.write(whole)
