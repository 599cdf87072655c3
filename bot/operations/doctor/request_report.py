"""`/doctor`: store the question with the card for its answer. A job does the checks."""

from datetime import datetime
from uuid import uuid4

from bot.clock import Clock
from bot.operations.model.actor import find_actor
from bot.operations.model.operation import Actor, Question, Request
from bot.operations.model.replies import ask_back, transact
from bot.rules.authorization import has_power, may_read
from bot.rules.limits import reaches
from bot.rules.verdict import Reason, Refused
from storage.database import Database
from storage.records import Card, DoctorRequest, Message, MessageContent, Role
from storage.work import Work

LEAST = Role.OPERATOR
SUBJECT = "doctor"
"""Subject of its cards."""


class Doctor:
    """Take the question of an operator, in one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def ask(self, request: Request) -> Refused | Question | None:
        """Ask for a report. None: the card is sent and will show the answer."""

        def body(work: Work, now: datetime) -> Refused | Question | None:
            actor = find_actor(work, request, now)
            if isinstance(actor, Question):
                ask_back(work, request, actor, now)
            if not isinstance(actor, Actor):
                return actor
            refused = _refuse(actor)
            if refused is None:
                work.people.upsert(request.user_id, request.name)
                _write_down(work, actor, request)
            return refused

        return await transact(self._database, self._clock, request, body)

    async def may_be_asked_by(self, request: Request) -> bool:
        """Whether `ask` would answer. It gives no reason."""

        def body(work: Work) -> bool:
            actor = find_actor(work, request, self._clock.now())
            return isinstance(actor, Actor) and _refuse(actor) is None

        return await self._database.read(body)


def _refuse(actor: Actor) -> Refused | None:
    verdict = may_read(actor.membership)
    if isinstance(verdict, Refused):
        return verdict
    if not reaches(actor.membership, frozenset()):
        return Refused(Reason.LIMITED)
    if actor.membership is not None and not has_power(actor.membership.role, LEAST):
        return Refused(Reason.ROLE_TOO_LOW, {"needed": LEAST.value, "has": actor.membership.role.value})
    return None


def _write_down(work: Work, actor: Actor, request: Request) -> None:
    place, user_id = request.place, request.user_id if request.place.is_private else None
    card = _pressed(work, request)
    if card is None:
        card = Card(id=uuid4(), chat_id=place.chat_id, topic_id=place.topic_id, user_id=user_id, subject=SUBJECT)
        work.cards.add(card)
    work.outbox.say(
        MessageContent(Message("doctor-examines")),
        place.chat_id,
        topic_id=place.topic_id,
        reply_to=None if request.is_press else place.message_id,
        card=card,
        user_id=user_id,
        due_at=actor.now,
    )
    doctor_request = DoctorRequest(card.id, actor.the_team.id, request.user_id, actor.now)
    # A question that waits for the same card asks for no more than this one.
    work.doctor_requests.remove(doctor_request)
    work.doctor_requests.add(doctor_request)


def _pressed(work: Work, request: Request) -> Card | None:
    """Find the answer below which the button was pressed, to be replaced by the next answer."""
    place = request.place
    if not request.is_press or place.message_id is None:
        return None
    card = work.cards.find_by_message(place.chat_id, place.message_id)
    return card if card is not None and card.subject == SUBJECT else None
