"""Inbox → one queue per chat and person: in order inside, side by side otherwise.

Polling and webhook share it. The handler is handed in.
"""

import asyncio
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import structlog

from bot.chat.telegram.client import ChatUnreachable, Moved, SayError, TooFast, Unreachable
from bot.chat.telegram.http import ChatBot
from bot.chat.telegram.incoming import Incoming, Kind, read_update
from bot.clock import back_off
from bot.operations.chats.inbox import Inbox, UpdateSpent
from bot.operations.model.leases import CLAIM
from storage.records import ChatLocation, InboxRow, UnreachableReason

ATTEMPTS = 3
"""Failures after which an update is dropped."""

Handler = Callable[[Incoming], Awaitable[bool | None]]
"""Handle one update. True if the handler spent it in its own transaction, so nothing is left to write."""
Apology = Callable[[Incoming, str], Awaitable[None]]
"""Send the person an apology with the incident number."""

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

log = structlog.get_logger(__name__)


def new_incident() -> str:
    """A number to quote to the admin: eight characters that are hard to confuse on the telephone."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(8))


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How failures are repeated, in real seconds, and how many updates run side by side."""

    first_pause: float = 0.2
    longest_pause: float = 30.0
    parallel: int = 128
    look: float = CLAIM.total_seconds() / 3
    """Seconds between two scans for updates of other processes."""


@dataclass(frozen=True, slots=True)
class Answerer:
    """Functions that the update queue calls."""

    handle: Handler
    apologise: Apology
    follow: Callable[[int, int], Awaitable[None]]
    """An answer was refused because the group's old id has become a new one."""
    unreachable: Callable[[ChatLocation, UnreachableReason], Awaitable[None]]
    """An answer was refused because the chat takes no messages."""
    until_open: Callable[[int], Awaitable[None]]
    """Return when Telegram demands no pause in this chat any more."""


@dataclass(slots=True)
class _Queue:
    waiting: deque[Incoming] = field(default_factory=deque)
    worker: asyncio.Task[None] | None = None


class UpdateQueue:
    """Hand out updates. A queue exists only while it has updates."""

    def __init__(self, inbox: Inbox, answerer: Answerer, bot: ChatBot, patience: RetryPolicy | None = None) -> None:
        """The bot must know its own name before updates come: it separates our commands from other bots'."""
        self._inbox = inbox
        self._answerer = answerer
        self._bot = bot
        self._patience = patience or RetryPolicy()
        self._slots = asyncio.Semaphore(self._patience.parallel)
        self._queues: dict[tuple[int, int], _Queue] = {}
        self._in_hand: set[int] = set()
        self._wiping: set[asyncio.Task[None]] = set()
        self._quiet = asyncio.Event()
        self._quiet.set()

    async def start(self) -> None:
        """Queue what was left over, before anything new is taken."""
        await self.look()

    async def run(self) -> None:
        """Renew held updates and take over those of dead processes, until cancelled."""
        while True:
            await asyncio.sleep(self._patience.look)
            try:
                await self.look()
            except Exception as error:
                log.warning("the inbox is out of reach", error=type(error).__name__)

    async def look(self) -> None:
        """Renew the claims on held updates, drop those that another process took, and claim free ones."""
        if self._in_hand:
            asked = set(self._in_hand)
            self._in_hand -= asked - await self._inbox.renew(asked)
        self._line_up(await self._inbox.claim_free())

    async def take(self, updates: Sequence[Mapping[str, object]]) -> None:
        """Return once the batch is committed. Known ids are dropped. The inbox's errors reach the caller."""
        self._line_up(await self._inbox.take(updates))

    async def drain(self) -> None:
        """Wait until nothing is queued and nothing runs."""
        await self._quiet.wait()

    async def stop(self) -> None:
        """Stop at once. Unspent updates are left to other processes and the next start."""
        workers = [*self._wiping, *(queue.worker for queue in self._queues.values() if queue.worker is not None)]
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        self._queues.clear()
        self._wiping.clear()
        self._in_hand.clear()
        self._quiet.set()
        try:
            await self._inbox.release()
        except Exception as error:
            log.warning("the inbox is out of reach", error=type(error).__name__)

    def _line_up(self, rows: Sequence[InboxRow]) -> None:
        """Queue rows. Never fails: they are committed, and Telegram will not send them again."""
        for row in rows:
            if row.update_id in self._in_hand:
                continue
            self._in_hand.add(row.update_id)
            incoming = self._read(row)
            key = (incoming.place.chat_id, incoming.user_id)
            queue = self._queues.setdefault(key, _Queue())
            queue.waiting.append(incoming)
            self._quiet.clear()
            if queue.worker is None:
                queue.worker = asyncio.create_task(self._work(key, queue), name="update queue")

    def _read(self, row: InboxRow) -> Incoming:
        try:
            return read_update(row.update, self._bot.username)
        except Exception as error:
            log.warning("an update cannot be read", sender=0, update_id=row.update_id, error=type(error).__name__)
            return Incoming(row.update_id, kind=Kind.OTHER)

    async def _work(self, key: tuple[int, int], queue: _Queue) -> None:
        # The task's own context: its log lines name the sender, so that no sender can flood the log.
        structlog.contextvars.bind_contextvars(sender=key[1])
        while queue.waiting:
            incoming = queue.waiting.popleft()
            if incoming.update_id in self._in_hand:
                if await self._see_through(incoming):
                    self._in_hand.discard(incoming.update_id)
                else:
                    self._wipe_beside(incoming.update_id)
        # Nothing is awaited between the last check of the queue and its end, so no update can slip in between.
        del self._queues[key]
        self._note_quiet()

    def _note_quiet(self) -> None:
        if not self._queues and not self._wiping:
            self._quiet.set()

    def _wipe_beside(self, update_id: int) -> None:
        """Wipe an answered update while the chat's next one is handled."""
        task = asyncio.create_task(self._wipe(update_id), name="wipe an update")
        self._wiping.add(task)
        task.add_done_callback(self._note_wiped)

    def _note_wiped(self, task: asyncio.Task[None]) -> None:
        self._wiping.discard(task)
        self._note_quiet()

    async def _wipe(self, update_id: int) -> None:
        failures = 0
        while True:
            try:
                await self._inbox.wipe(update_id)
                break
            except Exception as error:
                failures += 1
                log.warning("the inbox is out of reach", update_id=update_id, error=type(error).__name__)
                await asyncio.sleep(back_off(failures, self._patience.first_pause, self._patience.longest_pause))
        self._in_hand.discard(update_id)

    async def _see_through(self, incoming: Incoming) -> bool:
        """Repeat one update until it is answered or dropped. Return whether nothing is left to be wiped."""
        failures = 0
        while True:
            try:
                async with self._slots:
                    return bool(await self._answerer.handle(incoming))
            except UpdateSpent:
                log.info("an update was acted on before", update_id=incoming.update_id)
                return True
            except Exception as error:
                failures += 1
                if await self._is_over(incoming, error):
                    return True
                if isinstance(error, Moved):
                    incoming = _moved(incoming, error.new_chat_id)
                if isinstance(error, TooFast):
                    # A long pause must not block a worker that others need.
                    await self._answerer.until_open(incoming.place.chat_id)
                await asyncio.sleep(back_off(failures, self._patience.first_pause, self._patience.longest_pause))

    async def _is_over(self, incoming: Incoming, error: Exception) -> bool:
        """Whether nothing is left to repeat after this failure."""
        try:
            if isinstance(error, SayError):
                return await self._is_heard_or_hopeless(incoming, error)
            return await self._is_let_go(incoming, error)
        except Exception as unsettled:
            log.warning("the inbox is out of reach", update_id=incoming.update_id, error=type(unsettled).__name__)
            return False

    async def _is_heard_or_hopeless(self, incoming: Incoming, error: SayError) -> bool:
        log.warning("an answer could not be said", update_id=incoming.update_id, why=str(error))
        if isinstance(error, Moved):
            await self._answerer.follow(incoming.place.chat_id, error.new_chat_id)
        if isinstance(error, ChatUnreachable):
            await self._answerer.unreachable(incoming.place, error.why)
        if isinstance(error, Unreachable | TooFast | Moved):
            # Telegram's failure is not the update's fault: it waits, unless its effect was committed.
            return not await self._inbox.is_waiting(incoming.update_id)
        if not isinstance(error, ChatUnreachable):
            # The answer itself is refused, so an apology is the answer.
            return await self._is_let_go(incoming, error)
        await self._inbox.spend(incoming.update_id)
        return True

    async def _is_let_go(self, incoming: Incoming, error: Exception) -> bool:
        update_id, incident = incoming.update_id, new_incident()
        attempts = await self._inbox.fail(update_id)
        log.error("an update failed", update_id=update_id, attempt=attempts, incident=incident, exc_info=error)
        if attempts is None:
            # It took effect before it failed. Repeating would do it twice, and an apology would deny it.
            return True
        if attempts < ATTEMPTS:
            return False
        await self._inbox.spend(update_id)
        await self._answerer.apologise(incoming, incident)
        return True


def _moved(incoming: Incoming, new_chat_id: int) -> Incoming:
    """The same update under the group's new id, where its message cannot be replied to."""
    return replace(incoming, place=replace(incoming.place, chat_id=new_chat_id, message_id=None))
