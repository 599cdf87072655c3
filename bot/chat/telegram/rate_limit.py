"""How fast Telegram lets a bot write, and in which order: answers to people before news.

Written here in forty lines without a library: aiolimiter and limits read clocks of their own, and neither can ask
several windows before it takes from any.

Each process keeps its own count. Several replicas on one database together may be as many times too fast as there are
of them. Telegram then demands pauses, and each replica keeps its own.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock

LONG_PAUSE = timedelta(hours=1)
"""News does not wait for the end of such a pause but takes another way."""
_LONG_WAIT = timedelta(seconds=1)
"""An answer that waits longer for room is announced."""
_MANY_CHATS = 1000
_EVERYBODY = 3
"""Chats refused in a row, with nothing accepted in between: the pause is for the whole bot."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Most calls in any span of that length."""

    calls: int
    span: timedelta
    kept: int
    """Calls that news reserves for answers."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's limits.

    Source: core.telegram.org/bots/faq, "My bot is hitting limits", read 22 November 2026: 30 messages a second over
    all, one a second in a chat with short bursts tolerated, 20 a minute in a group. Edits count as messages do.
    """

    everywhere: Rate = Rate(30, timedelta(seconds=1), kept=6)
    chat: Rate = Rate(15, timedelta(seconds=15), kept=5)
    group: Rate = Rate(20, timedelta(minutes=1), kept=5)


TELEGRAM_LIMITS = Limits()


class RateLimiter:
    """Count messages, on the clock that was handed in."""

    def __init__(self, clock: Clock, limits: Limits) -> None:
        self._clock = clock
        self._limits = limits
        self._everywhere = _Window(limits.everywhere)
        self._chats: dict[int, tuple[_Window, ...]] = {}
        self._pauses: dict[int, _Pause] = {}
        self._pause: _Pause | None = None
        self._refused: set[int] = set()
        self._booked: set[int] = set()
        self.on_wait: Callable[[int], None] | None = None
        """Called with a chat that is too busy for an answer now."""

    def book(self, chat_id: int, is_news: bool) -> datetime | None:
        """Reserve the next `note` in that chat. Return None, or the time until which there is no room."""
        now = self._clock.now()
        if chat_id in self._booked or (is_news and self.pause_in(chat_id) >= LONG_PAUSE):
            return None
        free_at = self._free_at(chat_id, now, is_news=is_news)
        if free_at > now:
            if not is_news:
                self._announce(chat_id)
            return free_at
        self._take(chat_id, now)
        self._booked.add(chat_id)
        return None

    async def note(self, chat_id: int) -> None:
        """Count a message reserved with `book`, or one that must not wait."""
        if chat_id in self._booked:
            self._booked.discard(chat_id)
        else:
            self._take(chat_id, self._clock.now())

    async def turn(self, chat_id: int) -> None:
        """Return when an answer may be sent in that chat."""
        while (free_at := self._free_at(chat_id, self._clock.now(), is_news=False)) > self._clock.now():
            self._announce(chat_id)
            await self._clock.sleep_until(free_at)
        self._take(chat_id, self._clock.now())

    def is_busy(self, chat_id: int) -> bool:
        """Whether an answer waits there for long because of many messages, and not because of a pause."""
        now = self._clock.now()
        waits = self._free_at(chat_id, now, is_news=False) - now
        return waits >= _LONG_WAIT and self.pause_in(chat_id) == timedelta()

    def pause_in(self, chat_id: int) -> timedelta:
        """Remaining time of Telegram's pause in the chat."""
        now = self._clock.now()
        pauses = [pause for pause in (self._pause, self._pauses.get(chat_id)) if pause is not None]
        return max((pause.until - now for pause in pauses if pause.since <= now < pause.until), default=timedelta())

    async def until_open(self, chat_id: int) -> None:
        """Return when the chat has no pause left."""
        while (pause := self.pause_in(chat_id)) > timedelta():
            await self._clock.sleep_until(self._clock.now() + pause)

    def refused(self, chat_id: int, retry_after: timedelta) -> None:
        """Record a pause that Telegram demands in this chat, or everywhere, which stops all messages."""
        now = self._clock.now()
        self._pauses = {one: kept for one, kept in self._pauses.items() if kept.since <= now < kept.until}
        self._pauses[chat_id] = pause = _Pause(now, now + retry_after)
        self._refused.add(chat_id)
        if len(self._refused) >= _EVERYBODY:
            self._pause = pause

    def taken(self) -> None:
        """Record that Telegram accepted a message: it does not refuse everything."""
        self._refused.clear()

    def _announce(self, chat_id: int) -> None:
        if self.on_wait is not None and self.is_busy(chat_id):
            self.on_wait(chat_id)

    def _free_at(self, chat_id: int, now: datetime, *, is_news: bool) -> datetime:
        windows = [self._everywhere, *self._windows_of(chat_id, now)]
        moments = [window.free_at(now, is_news=is_news) for window in windows]
        return max(now + self.pause_in(chat_id), *moments)

    def _take(self, chat_id: int, now: datetime) -> None:
        for window in (self._everywhere, *self._windows_of(chat_id, now)):
            window.take(now)

    def _windows_of(self, chat_id: int, now: datetime) -> tuple["_Window", ...]:
        if chat_id not in self._chats:
            if len(self._chats) >= _MANY_CHATS:
                self._forget_quiet_chats(now)
            # Groups have negative ids. Source: Bot API, Chat.id of groups and supergroups.
            rates = (self._limits.chat, self._limits.group) if chat_id < 0 else (self._limits.chat,)
            self._chats[chat_id] = tuple(_Window(rate) for rate in rates)
        return self._chats[chat_id]

    def _forget_quiet_chats(self, now: datetime) -> None:
        self._chats = {
            chat_id: windows
            for chat_id, windows in self._chats.items()
            if any(window.is_used(now) for window in windows)
        }


@dataclass(frozen=True, slots=True)
class _Pause:
    since: datetime
    """A clock that was set back before this time cancels the pause."""
    until: datetime


class _Window:
    """The calls of the last span."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._taken: deque[datetime] = deque()

    def free_at(self, now: datetime, *, is_news: bool) -> datetime:
        """Time when there is room, which is `now` or earlier if there is room already."""
        self._forget(now)
        room = self._rate.calls - (self._rate.kept if is_news else 0)
        return now if len(self._taken) < room else self._taken[-room] + self._rate.span

    def take(self, now: datetime) -> None:
        """Count one call."""
        self._forget(now)
        self._taken.append(now)

    def is_used(self, now: datetime) -> bool:
        """Whether a message was counted within the span."""
        self._forget(now)
        return bool(self._taken)

    def _forget(self, now: datetime) -> None:
        if self._taken and self._taken[-1] > now:
            # The clock was set back, so the counted times mean nothing now.
            self._taken.clear()
        while self._taken and self._taken[0] + self._rate.span <= now:
            self._taken.popleft()
