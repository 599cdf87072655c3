"""Fakes for tests of the web server: pages of one question, and a client."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.operations.desk.confirm_page import PageFacts, PageState
from bot.web.confirm import PageView
from bot.web.server import make_app
from bot.web.telegram import WebhookDoor
from storage.records import Message

TOKEN = "abcdefghij_ABCDEFGH-12"
SECRET = "a-secret-of-sixteen"
PUBLIC_URL = "https://keys.example.org"

FACTS = PageFacts(
    state=PageState.OPEN,
    plan=Message("plan-create"),
    who="Olga (11)",
    team="Desk",
    hash="3f2a 99c0",
    until=datetime(2026, 11, 22, 14, 35, tzinfo=UTC),
    is_own_email=False,
)
QUESTION = PageView(
    FACTS,
    title="Create key <b>trading</b>",
    lines=["It may trade & withdraw."],
    warnings=["No IP is bound."],
    back="https://t.me/keyminder_bot",
)


def in_state(view: PageView, state: PageState) -> PageView:
    """The same page later."""
    return replace(view, facts=replace(view.facts, state=state))


@dataclass
class OneQuestion:
    """Pages with one question behind TOKEN, decided once like the real ones."""

    view_now: PageView = QUESTION
    decisions: list[PageState] = field(default_factory=list)

    async def view(self, token: str) -> PageView | None:
        return self.view_now if token == TOKEN else None

    async def confirm(self, token: str) -> PageView | None:
        return self._decide(PageState.CONFIRMED) if token == TOKEN else None

    async def deny(self, token: str) -> PageView | None:
        return self._decide(PageState.DENIED) if token == TOKEN else None

    def _decide(self, result: PageState) -> PageView:
        if self.view_now.facts.state is PageState.OPEN:
            self.decisions.append(result)
            self.view_now = in_state(self.view_now, result)
        return self.view_now


@dataclass
class Inbox:
    """Takes updates, or fails."""

    taken: list[Mapping[str, object]] = field(default_factory=list)
    is_down: bool = False

    async def take(self, updates: Sequence[Mapping[str, object]]) -> None:
        if self.is_down:
            raise RuntimeError("the database is away")
        self.taken.extend(updates)


@dataclass
class Condition:
    """What is down."""

    down: dict[str, str] = field(default_factory=dict)
    is_unknown: bool = False

    async def __call__(self) -> Mapping[str, str]:
        if self.is_unknown:
            raise RuntimeError("no answer")
        return self.down


Client = TestClient[web.Request, web.Application]


@asynccontextmanager
async def open_app(
    pages: OneQuestion | None = None, inbox: Inbox | None = None, condition: Condition | None = None
) -> AsyncIterator[Client]:
    app = make_app(
        pages=pages or OneQuestion(),
        what_is_down=condition or Condition(),
        public_url=PUBLIC_URL,
        webhook=WebhookDoor(inbox.take, SECRET) if inbox else None,
    )
    async with TestClient(TestServer(app)) as client:
        yield client
