"""Outbox → the doors: in order per destination, destinations side by side, at least once.

It must not know what a notice says; no log line holds any of it.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from bot.jobs.doors import Delivered, Delivery, Doors, Later, Moved, Never
from bot.jobs.schedule import Round
from bot.operations.clock import Clock, back_off
from storage.database import Database
from storage.records import Channel, Notice
from storage.work import Work

LEASE = timedelta(seconds=60)
"""Real time a delivery belongs to whoever took it."""
_TIME_LIMIT = timedelta(seconds=50)
"""Shorter than the lease, so that nobody else delivers meanwhile."""
_FAULTS_LIMIT = 5
"""After so many attempts that end in a fault of ours, a notice no longer holds up the others."""
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 300.0
_MARGIN = timedelta(milliseconds=100)
_GLANCE = 1.0
"""Seconds between two looks at the outbox while a delivery is slow."""
_LAST_WORDS = 5.0
"""Seconds that deliveries under way have left when the house stops."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Leased:
    notice: Notice
    zone: str


class DeliverNotices:
    """One long run as long as there is something due; a slow destination holds up only itself."""

    def __init__(
        self, database: Database, clock: Clock, doors: Doors, *, woken: asyncio.Event, parallel: int = 64
    ) -> None:
        """`woken` is the event of the job's line in the table: set whenever a notice was written."""
        self._database = database
        self._clock = clock
        self._doors = doors
        self._woken = woken
        self._parallel = parallel
        self._retries: set[datetime] = set()

    async def run(self) -> Round:
        """Deliver until nothing is due and nothing is under way."""
        under_way: set[asyncio.Task[None]] = set()
        try:
            while True:
                self._woken.clear()
                # Looking is a read: writing where nothing is due would cost a commit, and wake everybody for nothing.
                due_at = await self._database.read(lambda work: work.outbox.next_due(datetime.now(UTC)))
                if due_at is not None and due_at <= self._clock.now():
                    leased = await self._lease(self._parallel - len(under_way))
                    under_way |= {asyncio.create_task(self._deliver(one)) for one in leased}
                if not under_way:
                    return Round(next_at=due_at, again_in=self._until_retry())
                under_way = await self._wait(under_way)
        finally:
            if under_way:
                await asyncio.wait(under_way, timeout=_LAST_WORDS)
            for task in under_way:
                task.cancel()

    async def _wait(self, under_way: set[asyncio.Task[None]]) -> set[asyncio.Task[None]]:
        """Until a delivery has ended or something was written; returns those still under way."""
        news = asyncio.create_task(self._woken.wait())
        try:
            await asyncio.wait({news, *under_way}, timeout=_GLANCE, return_when=asyncio.FIRST_COMPLETED)
        finally:
            news.cancel()
        return {task for task in under_way if not task.done()}

    async def _lease(self, limit: int) -> list[_Leased]:
        if limit <= 0:
            return []
        now, real_now = self._clock.now(), datetime.now(UTC)

        def body(work: Work) -> list[_Leased]:
            notices = work.outbox.lease_due(now, real_now, real_now + LEASE, limit)
            return [_Leased(notice, _zone_of(work, notice.user_id)) for notice in notices]

        return await self._database.write(body)

    async def _deliver(self, leased: _Leased) -> None:
        notice = leased.notice
        delivery: Delivery
        try:
            async with asyncio.timeout(_TIME_LIMIT.total_seconds()):
                delivery = await self._carry(leased)
        except TimeoutError:
            delivery = Later("it took too long")
        except Exception as error:
            log.exception("a notice could not be made", notice_id=str(notice.id), channel=notice.channel)
            is_hopeless = notice.attempts + 1 >= _FAULTS_LIMIT
            delivery = Never(type(error).__name__) if is_hopeless else Later(type(error).__name__)
        try:
            await self._settle(notice, delivery)
        except Exception:
            # Still leased: it is delivered again when the lease is over.
            log.exception("a delivery could not be recorded", notice_id=str(notice.id), channel=notice.channel)

    async def _carry(self, leased: _Leased) -> Delivery:
        match leased.notice.channel:
            case Channel.SAY:
                return await self._doors.say(leased.notice, leased.zone)
            case Channel.DELETE:
                return await self._doors.delete(leased.notice)
            case Channel.MAIL:
                return await self._doors.mail(leased.notice, leased.zone)

    async def _settle(self, notice: Notice, delivery: Delivery) -> None:
        match delivery:
            case Delivered(message_id):
                now = self._clock.now()
                await self._database.write(lambda work: work.outbox.delivered(notice.id, message_id, now))
            case Later(why, after):
                until = datetime.now(UTC) + (after or _pause_of(notice))
                self._retries.add(until)
                log.info("a notice waits", notice_id=str(notice.id), channel=notice.channel, why=why)
                await self._database.write(lambda work: work.outbox.put_off(notice.id, until))
            case Never(why):
                log.warning("a notice was given up", notice_id=str(notice.id), channel=notice.channel, why=why)
                await self._database.write(lambda work: work.outbox.give_up(notice.id, why))
            case Moved(new_chat_id):
                await self._database.write(lambda work: _move(work, notice, new_chat_id))

    def _until_retry(self) -> timedelta | None:
        """Real time until the first put-off notice is due again; None when none was put off."""
        real_now = datetime.now(UTC)
        self._retries = {at for at in self._retries if at > real_now - _MARGIN}
        return max(min(self._retries) - real_now, _MARGIN) if self._retries else None


def _move(work: Work, notice: Notice, new_chat_id: int) -> None:
    if notice.chat_id is not None:
        work.teams.move_chat(notice.chat_id, new_chat_id)
    work.outbox.put_off(notice.id, datetime.now(UTC))


def _pause_of(notice: Notice) -> timedelta:
    return timedelta(seconds=back_off(notice.attempts + 1, _FIRST_PAUSE, _LONGEST_PAUSE))


def _zone_of(work: Work, user_id: int | None) -> str:
    person = None if user_id is None else work.people.find(user_id)
    return "UTC" if person is None else person.zone
