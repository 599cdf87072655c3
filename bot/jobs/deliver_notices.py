"""Deliver the outbox: in order per destination, destinations side by side, at least once."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import structlog

from bot.clock import Clock
from bot.jobs.delivery import Channels, Delivered, Delivery, Rejected, RetryLater, Unreachable
from bot.jobs.delivery_results import settle
from bot.jobs.notice_leases import Alone, Hands, Leases, Taken
from bot.jobs.schedule import Round
from bot.operations.model.leases import LEASE, LeaseLost
from storage.database import Database
from storage.deliveries import Head
from storage.notice_queues import is_due
from storage.records import BlankPicture, Card, Channel, Message, MessageContent, Notice
from storage.work import Work

PATIENCE = timedelta(milliseconds=50)
"""How long the record of a delivery may wait for a commit to share.

A crash in this time delivers twice.
"""
_TIME_LIMIT = timedelta(seconds=50)
_FAULTS_LIMIT = 5
"""After so many attempts that end in a fault of ours, a notice no longer holds up the others."""
MARGIN = timedelta(milliseconds=100)
_FEW = 64
"""Destinations with waiting notices that the event loop may read itself, which is sooner than in another thread."""
_GLANCE = 1.0
"""Seconds between two reads of the outbox while a delivery is slow."""
_LAST_WORDS = 5.0
"""Seconds that running deliveries have left when the bot stops."""

log = structlog.get_logger(__name__)


class DeliverNotices:
    """Runs as long as something is due. A slow destination holds up only itself."""

    def __init__(  # noqa: PLR0913 - what it needs, and what a test sets
        self,
        database: Database,
        clock: Clock,
        channels: Channels,
        *,
        woken: asyncio.Event,
        parallel: int = 64,
        patience: timedelta = PATIENCE,
    ) -> None:
        """`woken` is the event of the job's row in the table, set whenever a notice was written."""
        self._database = database
        self._clock = clock
        self._channels = channels
        self._woken = woken
        self._parallel = parallel
        self._patience = patience
        self._hands: Hands = Alone(database) if database.is_alone else Leases(database)
        self._in_hand: dict[UUID, str] = {}
        """Notices being delivered, with their destinations."""
        self._is_long = False
        """The last read found notices for many destinations."""
        self._is_more_behind = False
        """The last read found more that may be due once a running delivery ends."""

    async def run(self) -> Round:
        """Deliver until nothing is due and nothing is under way."""
        under_way: set[asyncio.Task[bool]] = set()
        is_clear, rest = False, Round()
        try:
            while True:
                if not is_clear:
                    self._woken.clear()
                    heads, again_in = await self._read()
                    booked, next_at = self._book(heads, self._parallel - len(under_way))
                    rest = Round(next_at=next_at, again_in=again_in)
                    under_way |= await self._take(booked)
                if not under_way:
                    return rest
                under_way, is_clear = await self._wait(under_way)
        finally:
            if under_way:
                await asyncio.wait(under_way, timeout=_LAST_WORDS)
            for task in under_way:
                task.cancel()

    async def _read(self) -> tuple[list[Head], timedelta | None]:
        """Return the free heads, and the real time until the first put-off notice is due. None: none was."""
        read = self._database.read if self._is_long else self._database.peek
        found = await read(_look)
        self._is_long = len(found[0]) > _FEW
        return found

    async def _wait(self, under_way: set[asyncio.Task[bool]]) -> tuple[set[asyncio.Task[bool]], bool]:
        """Wait until a delivery has ended or a notice was written.

        Return those still running, and whether another read of the outbox would find nothing new.
        """
        news = asyncio.create_task(self._woken.wait())
        try:
            ended, _ = await asyncio.wait({news, *under_way}, timeout=_GLANCE, return_when=asyncio.FIRST_COMPLETED)
        finally:
            news.cancel()
        ended.discard(news)
        may_be_more = self._is_more_behind or self._woken.is_set() or not self._database.is_alone
        is_clear = bool(ended) and not may_be_more and all(task.result() for task in ended)
        return {task for task in under_way if not task.done()}, is_clear

    def _book(self, heads: Sequence[Head], limit: int) -> tuple[list[Head], datetime | None]:
        """Return at most `limit` heads that are due and have room, and when the next is due or has room."""
        now = self._clock.now()
        booked: list[Head] = []
        moments: list[datetime] = []
        busy = set(self._in_hand.values())
        self._is_more_behind = any(not head.is_last for head in heads)
        for head in heads:
            if head.id in self._in_hand:
                continue
            if head.destination in busy:
                self._is_more_behind = True
            elif not is_due(head.due_at, now):
                moments.append(head.due_at)
            elif len(booked) < limit:
                free_at = None if head.chat_id is None else self._channels.book(head.chat_id, head.is_news)
                if free_at is None:
                    booked.append(head)
                else:
                    moments.append(free_at)
            else:
                self._is_more_behind = True
        return booked, min(moments, default=None)

    async def _take(self, booked: Sequence[Head]) -> set[asyncio.Task[bool]]:
        if not booked:
            return set()
        heads = {head.id: head for head in booked}
        taken = await self._hands.take(heads.keys(), self._clock.now())
        self._in_hand |= {one.notice.id: heads[one.notice.id].destination for one in taken}
        return {asyncio.create_task(self._see_through(one, heads[one.notice.id])) for one in taken}

    async def _see_through(self, taken: Taken, head: Head) -> bool:
        """Deliver and record one notice. True: it was delivered and not rewritten since."""
        give_back = partial(self._in_hand.pop, head.id)
        try:
            delivery = await self._deliver(taken)
            is_over = await self._settle(taken.notice, delivery, self._patience if head.is_last else timedelta())
        except LeaseLost:
            log.warning("the lease of a notice was lost", notice_id=str(head.id), channel=taken.notice.channel)
            give_back()
            return False
        except Exception:
            # It is delivered again when its lease ends. Without a lease it waits as long.
            log.exception("a delivery could not be recorded", notice_id=str(head.id), channel=taken.notice.channel)
            asyncio.get_running_loop().call_later(LEASE.total_seconds(), give_back)
            return False
        except BaseException:
            give_back()
            raise
        give_back()
        return is_over

    async def _deliver(self, taken: Taken) -> Delivery:
        notice = taken.notice
        try:
            async with self._hands.holding(taken), asyncio.timeout(_TIME_LIMIT.total_seconds()):
                return await self._carry(taken)
        except LeaseLost:
            raise
        except TimeoutError:
            return RetryLater("it took too long")
        except Exception as error:
            log.exception("a notice could not be made", notice_id=str(notice.id), channel=notice.channel)
            is_hopeless = notice.attempts + 1 >= _FAULTS_LIMIT
            return Rejected(type(error).__name__) if is_hopeless else RetryLater(type(error).__name__)

    async def _carry(self, taken: Taken) -> Delivery:
        match taken.notice.channel:
            case Channel.SAY:
                return await self._say(taken.notice, taken.zone)
            case Channel.DELETE:
                return await self._channels.delete(taken.notice)
            case Channel.MAIL:
                return await self._channels.mail(taken.notice, taken.zone)

    async def _say(self, notice: Notice, zone: str) -> Delivery:
        """Send or edit. A secret is written into a message with a known id: a lost answer would leave a copy."""
        content, card = notice.content, notice.card
        if content is not None and content.protected and card is not None and card.message_id is None:
            announced = MessageContent(
                Message("secret-comes"), picture=None if content.picture is None else BlankPicture(), protected=True
            )
            made = await self._channels.say(replace(notice, content=announced), zone)
            if not isinstance(made, Delivered):
                return made
            known = replace(card, message_id=made.message_id)
            if not await self._database.write(lambda work: self._keep(work, known)):
                return made
            notice = replace(notice, card=known)
        return await self._channels.say(notice, zone)

    def _keep(self, work: Work, card: Card) -> bool:
        """Note the message that a secret is written into. False: the secret was withdrawn, so the message goes."""
        if work.cards.find(card.id) is not None:
            work.cards.save(card)
            return True
        left = Card(uuid4(), card.chat_id, user_id=card.user_id, message_id=card.message_id)
        work.cards.add(left)
        work.outbox.delete(left, self._clock.now())
        return False

    async def _settle(self, notice: Notice, delivery: Delivery, patience: timedelta) -> bool:
        about = {"notice_id": str(notice.id), "chat_id": notice.chat_id, "channel": notice.channel}
        match delivery:
            case RetryLater(why):
                log.info("a notice waits", **about, why=why)
            case Rejected(why):
                log.warning("a notice was given up", **about, why=why)
            case Unreachable(_, words):
                log.warning("nobody hears a notice", **about, why=words)
        now = self._clock.now()
        return await self._database.write(lambda work: settle(work, notice, delivery, now), patience=patience)


def _look(work: Work) -> tuple[list[Head], timedelta | None]:
    """Return the free heads, and the real time until the first put-off notice is due. None: none was."""
    real_now = work.real_now()
    again_at = work.deliveries.next_try(real_now)
    heads = work.deliveries.list_heads(real_now)
    return heads, None if again_at is None else max(again_at - real_now, MARGIN)
