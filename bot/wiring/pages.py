"""The facts of the confirm page and of calendars, in words."""

from collections.abc import Callable
from datetime import datetime

from bot.operations.desk.confirm_page import PageFacts, Pages
from bot.operations.queries.calendar import CalendarFeeds, KeyEnd
from bot.web.calendar import CalendarEvent, CalendarView
from bot.web.confirm import PageView
from bot.wiring.delivery import Words, split_plan
from bot.wiring.plain_marks import WARNING, say_marks
from storage.records import Arg, Message


class WebPages:
    """The two-step page's facts, in words."""

    def __init__(self, pages: Pages, words: Words, find_chat: Callable[[], str]) -> None:
        """`find_chat` returns the link to the chat with the bot, or an empty text."""
        self._pages = pages
        self._words = words
        self._find_chat = find_chat

    async def view(self, token: str) -> PageView | None:
        """Return the facts without changing anything."""
        facts = await self._pages.view(token)
        return self._as_view(facts) if facts else None

    async def confirm(self, token: str) -> PageView | None:
        """Confirm, and return the result."""
        facts = await self._pages.confirm(token)
        return self._as_view(facts) if facts else None

    async def deny(self, token: str) -> PageView | None:
        """Deny, and return the result."""
        facts = await self._pages.deny(token)
        return self._as_view(facts) if facts else None

    def _as_view(self, facts: PageFacts) -> PageView:
        title = "page-title-email" if facts.is_own_email else "page-title-change"
        headline, entries = split_plan(facts.plan, self._words)
        lines = [line for line in headline.splitlines() if line.strip()]
        return PageView(
            facts,
            title=self._words(Message(title)),
            lines=[line for line in lines if not line.startswith(WARNING)],
            warnings=[line for line in lines if line.startswith(WARNING)],
            entries=entries,
            note=say_marks(self._words(facts.note)) if facts.note else "",
            back=self._find_chat(),
        )


class WebCalendars:
    """The personal calendars' facts, in words."""

    def __init__(self, feeds: CalendarFeeds, words: Words, now: Callable[[], datetime]) -> None:
        self._feeds = feeds
        self._words = words
        self._now = now

    async def view(self, token: str) -> CalendarView | None:
        """Return the calendar without changing anything."""
        ends = await self._feeds.read(token)
        if ends is None:
            return None
        events = [self._event(end) for end in ends]
        return CalendarView(self._words(Message("calendar-name")), events, self._now())

    def _event(self, end: KeyEnd) -> CalendarEvent:
        args: dict[str, Arg] = {"key": end.remark, "account": end.account, "team": end.team}
        title, text = self._words(Message("calendar-title", args)), self._words(Message("calendar-text", args))
        return CalendarEvent(str(end.key_id), end.expires_at, title, text)
