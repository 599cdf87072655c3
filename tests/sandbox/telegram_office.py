"""A Bot API server on a free port of this machine, and python-telegram-bot as its client."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import ClientSession, web
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.sandbox.telegram.models import Json, Message
from bot.sandbox.telegram.server import BotApi
from bot.sandbox.telegram.world import World
from tests.bot_api import read

OLGA, PIM = 1001, 1002
GROUP, SUPERGROUP, FORUM = -555, -1001234567890, -1009876543210
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (300).to_bytes(4, "big") * 2
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


class StoppedClock:
    """A clock that moves only when a test moves it."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def move(self, by: timedelta) -> None:
        self.at += by


def make_bot(token: str, root: str) -> Bot:
    """The library's own client of a server at this address.

    It needs no certificates, because the sandbox speaks plain HTTP. To read them takes as long as ten tests.
    """
    ours, polling = (HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2))
    return Bot(
        token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=ours,
        get_updates_request=polling,
    )


class Office:
    """The world, its server's address, and two ways to call it."""

    def __init__(self, world: World, clock: StoppedClock, root: str, session: ClientSession) -> None:
        self.world = world
        self.clock = clock
        self.root = root
        self.session = session
        token = world.state.bot.token
        self.bot = make_bot(token, root)

    async def call(self, method: str, **parameters: object) -> tuple[int, Json]:
        """Call the method with JSON parameters, and return HTTP status and answer."""
        async with self.session.post(
            f"{self.root}/bot{self.world.state.bot.token}/{method}", json=parameters
        ) as answer:
            body: Json = await answer.json()
            return answer.status, body

    async def refuse(self, method: str, **parameters: object) -> str:
        """The description of the refusal of this call."""
        _, body = await self.call(method, **parameters)
        assert body["ok"] is False, body
        return str(body["description"])


def take(world: World) -> list[Any]:
    """Take the waiting updates, each checked by the schema of the Bot API."""
    bodies = [update.body() for update in world.updates.list_waiting()]
    world.updates.clear()
    return [read("Update", body) for body in bodies]


def hear(world: World) -> list[str]:
    """Take the texts of the waiting messages."""
    return [update.message.text or update.message.caption or "" for update in take(world) if update.message]


def say_as_bot(world: World, chat_id: int, text: str, buttons: tuple[str, ...] = ()) -> Message:
    """A message of the bot with these buttons in one row."""
    row: list[Json] = [{"text": data, "callback_data": data} for data in buttons]
    return world.add_message(Message(0, chat_id, world.bot_id, world.now(), text, keyboard=[row] if row else []))


def make_world(clock: StoppedClock) -> World:
    """Olga owns a group, a supergroup and a forum. Pim is in each. The bot is in each and knows both."""
    world = World(clock)
    world.add_person(OLGA, "Olga", last_name="Operator", username="olga")
    world.add_person(PIM, "Pim")
    world.add_group(GROUP, "Desk", members=[OLGA, PIM])
    world.add_group(SUPERGROUP, "Big desk", members=[OLGA, PIM])
    world.add_group(FORUM, "Forum", topics=["Keys", "Alerts"], members=[OLGA, PIM])
    for chat_id in (GROUP, SUPERGROUP, FORUM):
        world.add_bot(chat_id, OLGA)
    for user_id in (OLGA, PIM):
        world.post(user_id, user_id, "/start")
    world.updates.clear()
    return world


@asynccontextmanager
async def open_office() -> AsyncIterator[Office]:
    """The server, started and stopped."""
    clock = StoppedClock()
    world = make_world(clock)
    runner = web.AppRunner(BotApi(world, webhook_delay_seconds=0.01).app())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    async with ClientSession() as session:
        office = Office(world, clock, f"http://{host}:{port}", session)
        async with office.bot:
            yield office
    await runner.cleanup()
