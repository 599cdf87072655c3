"""Replies other than a ticket: a refusal, or a question back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID, uuid4

from bot.clock import Clock
from bot.operations.model.button_data import Choice, CommandPress, MorePress, OfferPress, encode, typed
from bot.operations.model.notifications import button, private_start
from bot.operations.model.operation import Dialogue, Offer, Question, RefusedWithFile, Request
from bot.operations.model.remembered import Remembered, remembered_in
from bot.rules.verdict import Reason, Refused
from storage.database import Database
from storage.records import Action, Button, Card, ChatLocation, Message, MessageContent
from storage.work import Work

_WRONG_ANSWERS = 3
_MISSING_STEPS: Mapping[Reason, tuple[str, str]] = {
    Reason.NOT_ENROLLED: ("button-enrol", "enrol"),
    Reason.NO_EMAIL: ("button-set-email", "settings email"),
    Reason.ALREADY_ENROLLED: ("button-change-phone", "settings phone"),
    Reason.PHONE_TIMED_OUT: ("button-change-phone", "settings phone"),
}
"""Reason of a refusal → label and command of the step that a person takes in private instead, or first."""
_FOR_ONE = frozenset(
    {
        Reason.ROLE_TOO_LOW,
        Reason.SUSPENDED,
        Reason.NOT_ADMITTED_YET,
        Reason.NOT_YOURS,
        Reason.NOT_REQUESTER,
        Reason.OWN_TICKET,
        Reason.MAY_NOT_CANCEL,
        Reason.LOCKED,
        Reason.NOT_ENROLLED,
        Reason.NO_EMAIL,
    }
)
"""Refusals that are about their reader alone. Their buttons open the private chat."""
OFFER_SUBJECT = "offer:"
"""Prefix of the subject of a card that offers to ask with a returned sheet."""


def answer(
    work: Work, request: Request, said: Message | MessageContent, now: datetime, *, is_for_one: bool = False
) -> None:
    """Answer with one message in the place of the question. A press is answered by its handler instead.

    `is_for_one`: in a group the sender alone sees it, where Telegram can do that.
    """
    if not request.is_press:
        place = request.place
        work.outbox.say(
            MessageContent(said) if isinstance(said, Message) else said,
            place.chat_id,
            topic_id=place.topic_id,
            reply_to=place.message_id,
            user_id=request.user_id if place.is_private or is_for_one else None,
            due_at=now,
        )


def concerns_one(work: Work, request: Request, refused: Refused) -> bool:
    """Whether a refusal in a group is for the sender alone, and the team has seen that Telegram can do that."""
    place = request.place
    if place.is_private or refused.reason not in _FOR_ONE:
        return False
    team = work.teams.find_at(place.chat_id, place.topic_id)
    return team is not None and team.codes_here


def refuse(work: Work, request: Request, refused: Refused, now: datetime) -> Refused:
    """Send the refusal to the place of the question."""
    content = MessageContent(refused.as_saying(), ways_on(refused, request.place))
    answer(work, request, content, now, is_for_one=concerns_one(work, request, refused))
    return refused


def ways_on(refused: Refused, place: ChatLocation) -> list[list[Button]]:
    """The buttons below a refusal: ask to come in, or take the missing step in private."""
    if refused.reason in {Reason.NOT_A_MEMBER, Reason.IN_NO_TEAM}:
        return [[ask_for_access()]]
    if (step := _MISSING_STEPS.get(refused.reason)) is None:
        return []
    label, command = step
    return [[button(label, typed(command)) if place.is_private else private_start(command.split(" ")[-1])]]


def ask_for_access() -> Button:
    """[Ask for access]."""
    return button("button-ask-access", typed("access"))


def ask_back(work: Work, request: Request, question: Question, now: datetime) -> Question:
    """Send a card with choices, or one that waits for a reply. It stores what was said so far."""
    place, earlier = request.place, asked_card(work, request)
    so_far = question.so_far or ""
    remembered = Remembered(so_far or request.said, request.team_id, takes_reply=bool(so_far), wrong=question.wrong)
    subject = remembered.to_subject()
    wants_reply = question.so_far is not None and not question.choices
    if earlier is not None and not wants_reply:
        card = replace(earlier, subject=subject, ticket_id=question.about)
        work.cards.save(card)
    else:
        # An existing message cannot be turned into one that expects a reply.
        card = Card(uuid4(), place.chat_id, place.topic_id, subject=subject, ticket_id=question.about)
        work.cards.add(card)
        if earlier is not None:
            work.outbox.delete(earlier, now)
    saying = Message("ask-or-cancel", {"question": question.saying}) if so_far else question.saying
    work.outbox.say(
        MessageContent(saying, _rows(question, request.team_id), expects_reply=wants_reply),
        place.chat_id,
        topic_id=place.topic_id,
        reply_to=None if request.is_press else place.message_id,
        card=card,
        user_id=request.user_id if place.is_private else None,
        due_at=now,
    )
    return question


def asked_card(work: Work, request: Request) -> Card | None:
    """Return the question below which the button was pressed, or None. The answer replaces it."""
    if not request.is_press or request.place.message_id is None:
        return None
    card = work.cards.find_by_message(request.place.chat_id, request.place.message_id)
    return card if remembered_in(card) is not None else None


def ask_further(refused: Refused, question: Question, dialogue: Dialogue) -> Question:
    """The question again after a wrong answer, with its example after every third."""
    wrong = dialogue.question.wrong + 1
    repeated = question.saying if wrong % _WRONG_ANSWERS == 0 else None
    saying = Message("answer-refused", {"refusal": refused.as_saying(), "question": repeated})
    return replace(question, saying=saying, so_far=dialogue.question.said, wrong=wrong, refused=refused)


def mark_answered(work: Work, dialogue: Dialogue) -> None:
    """Note that an answer to the question was understood."""
    card = work.cards.find(dialogue.question.card_id) if dialogue.question.card_id else None
    if card is not None:
        work.cards.save(replace(card, subject=replace(dialogue.question, is_answered=True).to_subject()))


def fitting(press: CommandPress, numbers: Sequence[str]) -> CommandPress:
    """The press with as many of the numbers, from the first, as a button can carry."""
    for number in numbers:
        longer = replace(press, words=(*press.words, number))
        if encode(longer) is None:
            break
        press = longer
    return press


def _rows(question: Question, team_id: UUID | None) -> Sequence[Sequence[Button]]:
    return [[button(label, _for_team(press, team_id)) for label, press in row] for row in _in_rows(question.choices)]


def _for_team(press: Choice, team_id: UUID | None) -> Choice:
    """A command for the chosen team. If its id does not fit into the button, the team is asked for once more."""
    if not isinstance(press, CommandPress) or encode(there := replace(press, team_id=team_id)) is None:
        return press
    return there


def _in_rows(choices: Sequence[tuple[Message, Choice]]) -> list[Sequence[tuple[Message, Choice]]]:
    """Single words side by side, whole commands each in a row."""
    width = 3 if len(choices) > 4 and all(isinstance(press, MorePress) for _, press in choices) else 1
    return [choices[start : start + width] for start in range(0, len(choices), width)]


def give_back(work: Work, request: Request, returned: RefusedWithFile, now: datetime) -> Refused:
    """Return the sheet with its errors. A sheet that is right when returned gets a button to ask with it."""
    offer, place = returned.offer, request.place
    if offer is None or request.is_press:
        answer(work, request, MessageContent(returned.refused.as_saying(), document=returned.document), now)
        return returned.refused
    subject = f"{OFFER_SUBJECT}{offer.user_id} {offer.team_id.hex} {offer.action.value} {offer.account}"
    card = Card(id=uuid4(), chat_id=place.chat_id, topic_id=place.topic_id, subject=subject)
    work.cards.add(card)
    work.outbox.say(
        MessageContent(
            returned.refused.as_saying(), [[button("button-accept-all", OfferPress())]], document=returned.document
        ),
        place.chat_id,
        topic_id=place.topic_id,
        reply_to=place.message_id,
        card=card,
        user_id=request.user_id if place.is_private else None,
        due_at=now,
    )
    return returned.refused


def offer_of(card: Card) -> Offer | None:
    """Return the offer below a card, or None if it has none or it was accepted."""
    if not card.subject.startswith(OFFER_SUBJECT):
        return None
    user_id, team_id, action, account = card.subject.removeprefix(OFFER_SUBJECT).split(" ", 3)
    return Offer(int(user_id), UUID(team_id), Action(action), account)


R = TypeVar("R")


async def transact(
    database: Database, clock: Clock, request: Request, body: Callable[[Work, datetime], R | Refused | RefusedWithFile]
) -> R | Refused:
    """Run one transaction that spends the update and sends a refusal to the place of the question."""

    def whole(work: Work) -> R | Refused:
        now = clock.now()
        reply = body(work, now)
        if isinstance(reply, RefusedWithFile):
            reply = give_back(work, request, reply, now)
        elif isinstance(reply, Refused):
            refuse(work, request, reply, now)
        work.inbox.spend(request.update_id)
        return reply

    return await database.write(whole)
