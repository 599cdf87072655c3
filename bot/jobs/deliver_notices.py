"""Deliver the outbox: in order per destination, destinations side by side, at least once."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.clock import Clock, back_off
from bot.jobs.delivery import Channels, ChatMigrated, Delivered, Delivery, Rejected, RetryLater, Unreachable
from bot.jobs.schedule import Round
from bot.operations.chats.migration import follow_chat
from bot.operations.chats.unreachable import go_round, hears_again, tell_otherwise
from bot.operations.model.leases import LEASE, LeaseLost, kept
from bot.operations.ticket.emails import show_progress
from storage.database import Database
from storage.deliveries import Head
from storage.notice_queues import is_due
from storage.records import Channel, Message, MessageContent, Notice, UnreachableReason
from storage.work import Work

_TIME_LIMIT = timedelta(seconds=50)
_FAULTS_LIMIT = 5
"""After so many attempts that end in a fault of ours, a notice no longer holds up the others."""
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 300.0
_FIRST_LOOK, _LONGEST_LOOK = 60.0, 3600.0
MARGIN = timedelta(milliseconds=100)
_GLANCE = 1.0
"""Seconds between two reads of the outbox while a delivery is slow."""
_LAST_WORDS = 5.0
"""Seconds that running deliveries have left when the bot stops."""

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Leased:
    """A notice that this process delivers."""

    notice: Notice
    zone: str
    until: datetime
    """When the lease ends, by the database's clock."""
    taken_at: float
    """The event loop's time just before the lease was taken."""


class DeliverNotices:
    """Runs as long as something is due. A slow destination holds up only itself."""

    def __init__(
        self, database: Database, clock: Clock, channels: Channels, *, woken: asyncio.Event, parallel: int = 64
    ) -> None:
        """`woken` is the event of the job's row in the table, set whenever a notice was written."""
        self._database = database
        self._clock = clock
        self._channels = channels
        self._woken = woken
        self._parallel = parallel

    async def run(self) -> Round:
        """Deliver until nothing is due and nothing is under way."""
        under_way: set[asyncio.Task[None]] = set()
        try:
            while True:
                self._woken.clear()
                # Read first: writing where nothing is due would cost a commit and wake every job for nothing.
                heads = await self._database.read(lambda work: work.deliveries.list_heads(work.real_now()))
                booked, next_at = self._book(heads, self._parallel - len(under_way))
                if booked:
                    leased = await self._lease(booked)
                    under_way |= {asyncio.create_task(self._deliver(one)) for one in leased}
                if not under_way:
                    return Round(next_at=next_at, again_in=await self._until_retry())
                under_way = await self._wait(under_way)
        finally:
            if under_way:
                await asyncio.wait(under_way, timeout=_LAST_WORDS)
            for task in under_way:
                task.cancel()

    async def _wait(self, under_way: set[asyncio.Task[None]]) -> set[asyncio.Task[None]]:
        """Wait until a delivery has ended or a notice was written. Return those still running."""
        news = asyncio.create_task(self._woken.wait())
        try:
            await asyncio.wait({news, *under_way}, timeout=_GLANCE, return_when=asyncio.FIRST_COMPLETED)
        finally:
            news.cancel()
        return {task for task in under_way if not task.done()}

    def _book(self, heads: Sequence[Head], limit: int) -> tuple[list[str], datetime | None]:
        """Return at most `limit` destinations with something due and room for it, and when the next has room."""
        now = self._clock.now()
        booked: list[str] = []
        moments: list[datetime] = []
        for head in heads:
            if not is_due(head.due_at, now):
                moments.append(head.due_at)
            elif len(booked) < limit:
                free_at = None if head.chat_id is None else self._channels.book(head.chat_id, head.is_news)
                if free_at is None:
                    booked.append(head.destination)
                else:
                    moments.append(free_at)
        return booked, min(moments, default=None)

    async def _lease(self, destinations: Sequence[str]) -> list[_Leased]:
        now, taken_at = self._clock.now(), asyncio.get_running_loop().time()

        def body(work: Work) -> list[_Leased]:
            real_now = work.real_now()
            until = real_now + LEASE
            notices = work.deliveries.lease_due(now, real_now, until, len(destinations), among=destinations)
            return [_Leased(notice, _zone_of(work, notice.user_id), until, taken_at) for notice in notices]

        return await self._database.write(body)

    async def _deliver(self, leased: _Leased) -> None:
        notice = leased.notice
        delivery: Delivery
        try:
            async with kept(partial(self._renew, leased), LEASE, leased.taken_at):
                async with asyncio.timeout(_TIME_LIMIT.total_seconds()):
                    delivery = await self._carry(leased)
        except LeaseLost:
            log.warning("the lease of a notice was lost", notice_id=str(notice.id), channel=notice.channel)
            return
        except TimeoutError:
            delivery = RetryLater("it took too long")
        except Exception as error:
            log.exception("a notice could not be made", notice_id=str(notice.id), channel=notice.channel)
            is_hopeless = notice.attempts + 1 >= _FAULTS_LIMIT
            delivery = Rejected(type(error).__name__) if is_hopeless else RetryLater(type(error).__name__)
        try:
            await self._settle(notice, delivery)
        except Exception:
            # Still leased: it is delivered again when the lease ends.
            log.exception("a delivery could not be recorded", notice_id=str(notice.id), channel=notice.channel)

    async def _renew(self, leased: _Leased) -> bool:
        def body(work: Work) -> datetime | None:
            until = work.real_now() + LEASE
            return until if work.deliveries.renew(leased.notice.id, leased.until, until) else None

        until = await self._database.write(body)
        leased.until = until or leased.until
        return until is not None

    async def _carry(self, leased: _Leased) -> Delivery:
        match leased.notice.channel:
            case Channel.SAY:
                return await self._say(leased.notice, leased.zone)
            case Channel.DELETE:
                return await self._channels.delete(leased.notice)
            case Channel.MAIL:
                return await self._channels.mail(leased.notice, leased.zone)

    async def _say(self, notice: Notice, zone: str) -> Delivery:
        """Send or edit. A secret is written into a message with a known id: a lost answer would leave a copy."""
        content, card = notice.content, notice.card
        if content is not None and content.protected and card is not None and card.message_id is None:
            announced = MessageContent(
                Message("secret-comes"), picture=None if content.picture is None else "", protected=True
            )
            made = await self._channels.say(replace(notice, content=announced), zone)
            if not isinstance(made, Delivered):
                return made
            known = replace(card, message_id=made.message_id)
            await self._database.write(lambda work: work.cards.save(known))
            notice = replace(notice, card=known)
        return await self._channels.say(notice, zone)

    async def _settle(self, notice: Notice, delivery: Delivery) -> None:
        match delivery:
            case Delivered(message_id):
                await self._database.write(lambda work: _deliver(work, notice, message_id, self._clock.now()))
            case RetryLater(why, after):
                pause = _pause_of(notice) if after is None else after
                log.info("a notice waits", notice_id=str(notice.id), channel=notice.channel, why=why)
                await self._database.write(lambda work: _put_off(work, notice, pause, self._clock.now()))
            case Rejected(why):
                about = {"notice_id": str(notice.id), "chat_id": notice.chat_id, "channel": notice.channel}
                log.warning("a notice was given up", **about, why=why)
                await self._database.write(lambda work: _give_up(work, notice, why, self._clock.now()))
            case Unreachable(deafness, words):
                about = {"notice_id": str(notice.id), "chat_id": notice.chat_id, "channel": notice.channel}
                log.warning("nobody hears a notice", **about, why=words)
                await self._database.write(lambda work: _go_round(work, notice, deafness, self._clock.now()))
            case ChatMigrated(new_chat_id):
                await self._database.write(lambda work: _move(work, notice, new_chat_id, self._clock.now()))

    async def _until_retry(self) -> timedelta | None:
        """Return real time until the first put-off notice is due again. None: none was put off."""
        return await self._database.read(_until_next_try)


def _until_next_try(work: Work) -> timedelta | None:
    real_now = work.real_now()
    again_at = work.deliveries.next_try(real_now)
    return None if again_at is None else max(again_at - real_now, MARGIN)


def _go_round(work: Work, notice: Notice, why: UnreachableReason, now: datetime) -> None:
    go_round(work, notice, why, now, work.real_now() + _long_pause_of(notice))


def _deliver(work: Work, notice: Notice, message_id: int | None, now: datetime) -> None:
    work.deliveries.delivered(notice.id, message_id, now)
    is_edit = notice.card is not None and notice.card.message_id is not None
    if notice.channel is Channel.SAY and notice.chat_id is not None and not is_edit:
        hears_again(work, notice.chat_id, notice.topic_id, now)
    if notice.channel is Channel.MAIL:
        show_progress(work, notice, now)


def _put_off(work: Work, notice: Notice, pause: timedelta, now: datetime) -> None:
    work.deliveries.put_off(notice.id, work.real_now() + pause)
    if notice.channel is Channel.MAIL and notice.attempts == 0:
        show_progress(work, notice, now)


def _give_up(work: Work, notice: Notice, why: str, now: datetime) -> None:
    """Give a notice up: a message takes another way, and the person of an e-mail is informed."""
    work.deliveries.give_up(notice.id, why)
    if notice.channel is Channel.SAY and not notice.is_held:
        tell_otherwise(work, notice, now)
    if notice.channel is Channel.MAIL and notice.user_id is not None and notice.to_email is not None:
        told = MessageContent(Message("letter-refused", {"email": notice.to_email}))
        work.outbox.say(told, notice.user_id, user_id=notice.user_id, due_at=now)
        show_progress(work, notice, now)


def _move(work: Work, notice: Notice, new_chat_id: int, now: datetime) -> None:
    work.deliveries.put_off(notice.id, work.real_now())
    if notice.chat_id is not None:
        follow_chat(work, notice.chat_id, new_chat_id, now)


def _pause_of(notice: Notice) -> timedelta:
    return timedelta(seconds=back_off(notice.attempts + 1, _FIRST_PAUSE, _LONGEST_PAUSE))


def _long_pause_of(notice: Notice) -> timedelta:
    """Return the pause before a refusing chat is asked again.

    It is ignored once the chat shows that it takes messages.
    """
    return timedelta(seconds=back_off(notice.attempts + 1, _FIRST_LOOK, _LONGEST_LOOK))


def _zone_of(work: Work, user_id: int | None) -> str:
    person = None if user_id is None else work.people.find(user_id)
    return "UTC" if person is None else person.zone
