"""The confirm page's facts, in words."""

from collections.abc import Callable

from bot.operations.desk.confirm_page import PageFacts, Pages
from bot.web.confirm import PageView
from bot.wiring.delivery import Words, split_plan
from bot.wiring.plain_marks import WARNING, say_marks
from storage.records import Message


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
