"""How fast Telegram lets a bot speak, and whose turn it is: answers to people before news of the house.

It must not know what is said. Its own forty lines and no library: aiolimiter and limits read clocks of their own, and
none can ask several windows before it takes from any.

Each process keeps its own count. Several replicas on one database together may be as many times too fast as there are
of them; Telegram then asks for pauses, and each replica keeps the pauses it was asked for.
"""

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock

LONG_PAUSE = timedelta(hours=1)
"""News does not wait for the end of such a pause: it finds another way."""
_MANY_CHATS = 1000
_EVERYBODY = 3
"""So many chats refused in a row, with nothing said in between: the pause is meant for the whole bot."""


@dataclass(frozen=True, slots=True)
class Rate:
    """At most so many calls in any span of that length."""

    calls: int
    span: timedelta
    kept: int
    """How many of them news leave for answers."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What Telegram puts up with.

    Source: core.telegram.org/bots/faq, "My bot is hitting limits", read 22 November 2026: 30 messages a second over
    all, one a second in a chat with short bursts tolerated, 20 a minute in a group. Edits count as messages do.
    """

    everywhere: Rate = Rate(30, timedelta(seconds=1), kept=6)
    chat: Rate = Rate(15, timedelta(seconds=15), kept=5)
    group: Rate = Rate(20, timedelta(minutes=1), kept=5)


TELEGRAM_LIMITS = Limits()


class RateLimiter:
    """Counts what is said, on the clock that was handed in."""

    def __init__(self, clock: Clock, limits: Limits) -> None:
        self._clock = clock
        self._limits = limits
        self._everywhere = _Window(limits.everywhere)
        self._chats: dict[int, tuple[_Window, ...]] = {}
        self._pauses: dict[int, _Pause] = {}
        self._pause: _Pause | None = None
        self._refused: set[int] = set()
        self._booked: set[int] = set()

    def book(self, chat_id: int, is_news: bool) -> datetime | None:
        """Takes room for the next `note` in that chat; returns None, or the moment until which there is none."""
        now = self._clock.now()
        if chat_id in self._booked or (is_news and self.pause_in(chat_id) >= LONG_PAUSE):
            return None
        free_at = self._free_at(chat_id, now, is_news=is_news)
        if free_at > now:
            return free_at
        self._take(chat_id, now)
        self._booked.add(chat_id)
        return None

    async def note(self, chat_id: int) -> None:
        """Something is said that was booked, or that belongs to it and cannot wait any more."""
        if chat_id in self._booked:
            self._booked.discard(chat_id)
        else:
            self._take(chat_id, self._clock.now())

    async def turn(self, chat_id: int) -> None:
        """Return when somebody may be answered in that chat."""
        while (free_at := self._free_at(chat_id, self._clock.now(), is_news=False)) > self._clock.now():
            await self._clock.sleep_until(free_at)
        self._take(chat_id, self._clock.now())

    def pause_in(self, chat_id: int) -> timedelta:
        """How long Telegram still wants nothing said there."""
        now = self._clock.now()
        pauses = [pause for pause in (self._pause, self._pauses.get(chat_id)) if pause is not None]
        return max((pause.until - now for pause in pauses if pause.since <= now < pause.until), default=timedelta())

    async def until_open(self, chat_id: int) -> None:
        """Return when no pause stands there any more."""
        while (pause := self.pause_in(chat_id)) > timedelta():
            await self._clock.sleep_until(self._clock.now() + pause)

    def refused(self, chat_id: int, retry_after: timedelta) -> None:
        """Telegram wants a pause in this chat; when it wants one everywhere, nobody is spoken to until then."""
        now = self._clock.now()
        self._pauses = {one: kept for one, kept in self._pauses.items() if kept.since <= now < kept.until}
        self._pauses[chat_id] = pause = _Pause(now, now + retry_after)
        self._refused.add(chat_id)
        if len(self._refused) >= _EVERYBODY:
            self._pause = pause

    def taken(self) -> None:
        """Telegram has taken what was said: it does not refuse everything."""
        self._refused.clear()

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
    """A clock that was set back before this has forgotten the pause."""
    until: datetime


class _Window:
    """The calls of the last span."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._taken: deque[datetime] = deque()

    def free_at(self, now: datetime, *, is_news: bool) -> datetime:
        """When there is room; `now`, or before, when there is."""
        self._forget(now)
        room = self._rate.calls - (self._rate.kept if is_news else 0)
        return now if len(self._taken) < room else self._taken[-room] + self._rate.span

    def take(self, now: datetime) -> None:
        """Counts one call."""
        self._forget(now)
        self._taken.append(now)

    def is_used(self, now: datetime) -> bool:
        """Whether anything was said within the span."""
        self._forget(now)
        return bool(self._taken)

    def _forget(self, now: datetime) -> None:
        if self._taken and self._taken[-1] > now:
            # The clock was set back: what was counted says nothing about now.
            self._taken.clear()
        while self._taken and self._taken[0] + self._rate.span <= now:
            self._taken.popleft()
