"""Answer `/doctor`: examine outside any transaction, and write the answer into the waiting card."""

from collections.abc import Awaitable, Callable, Sequence

from bot.clock import Clock
from bot.jobs.schedule import Round
from bot.operations.doctor.findings import Finding, report
from bot.operations.model.leases import LEASE
from bot.operations.model.operation import ShowWork
from storage.database import Database
from storage.records import ChatLocation, DoctorRequest
from storage.work import Work

AT_ONCE = 1
"""A lease covers one examination, which has less time than that for everything it asks."""

Examine = Callable[[DoctorRequest], Awaitable[Sequence[Finding]]]


class AnswerDoctor:
    """Answers one request after the other."""

    def __init__(self, database: Database, clock: Clock, examine: Examine, show_work: ShowWork) -> None:
        self._database = database
        self._clock = clock
        self._examine = examine
        self._show_work = show_work

    async def run(self) -> Round:
        """Answer the one that has waited longest."""
        if not await self._database.read(lambda work: work.doctor_requests.has_waiting(work.real_now())):
            return Round()
        taken = await self._database.write(_take)
        for doctor_request in taken:
            await self._answer(doctor_request)
        return Round(len(taken))

    async def _answer(self, doctor_request: DoctorRequest) -> None:
        waiting = await self._database.read(lambda work: work.cards.find(doctor_request.card_id))
        findings: Sequence[Finding] = ()
        if waiting is not None:
            async with self._show_work(ChatLocation(waiting.chat_id, waiting.topic_id)):
                findings = await self._examine(doctor_request)
        now = self._clock.now()

        def body(work: Work) -> None:
            card = work.cards.find(doctor_request.card_id)
            if not work.doctor_requests.remove(doctor_request) or card is None:
                return
            title = work.teams.get(doctor_request.team_id).title
            content = report(title, findings, is_private=card.user_id is not None)
            work.outbox.say(content, card.chat_id, topic_id=card.topic_id, card=card, user_id=card.user_id, due_at=now)

        await self._database.write(body)


def _take(work: Work) -> Sequence[DoctorRequest]:
    now = work.real_now()
    return work.doctor_requests.lease(now, now + LEASE, AT_ONCE)
