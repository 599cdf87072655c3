"""The confirm page's facts, in words."""

from bot.operations.desk.confirm_page import PageFacts, Pages
from bot.web.confirm import PageView
from bot.wiring.delivery import Words, split_plan
from storage.records import Message


class WebPages:
    """The two-step page's facts, in words."""

    def __init__(self, pages: Pages, words: Words) -> None:
        self._pages = pages
        self._words = words

    async def view(self, token: str) -> PageView | None:
        """Return the facts without changing anything."""
        facts = await self._pages.view(token)
        return self._as_view(facts) if facts else None

    async def decide(self, token: str, confirm: bool) -> PageView | None:
        """Confirm or deny."""
        facts = await self._pages.decide(token, confirm=confirm)
        return self._as_view(facts) if facts else None

    def _as_view(self, facts: PageFacts) -> PageView:
        title = "page-title-email" if facts.is_own_email else "page-title-change"
        headline, entries = split_plan(facts.plan, self._words)
        return PageView(
            facts,
            title=self._words(Message(title)),
            lines=[line for line in headline.splitlines() if line.strip()],
            entries=entries,
            note=self._words(facts.note) if facts.note else "",
        )
