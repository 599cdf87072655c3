"""A Telegram for one test: a world with a group and people, its Bot API server, and a connected bot."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp.test_utils import TestServer

from bot.chat.telegram.client import TelegramClient
from bot.chat.telegram.http import AiohttpRequest, ChatBot, Timeouts, make_bot
from bot.chat.telegram.rate_limit import TELEGRAM_LIMITS, RateLimiter
from bot.operations.model.service_status import ServiceStatus
from bot.sandbox.clock import SandboxClock
from bot.sandbox.telegram.server import BotApi
from bot.sandbox.telegram.world import World
from storage.database import Database
from storage.records import TrailFile

TEAM = -1001000000001
FORUM = -1001000000002
OLGA = 5000000001
PAUL = 5000000002
TOKEN = "700000001:test-token"


async def read_trail(file: TrailFile) -> bytes:
    """Return the name of the file in place of its lines."""
    return file.name.encode()


@pytest.fixture
def clock() -> SandboxClock:
    return SandboxClock()


@pytest.fixture
def world(clock: SandboxClock) -> World:
    world = World(clock, bot_token=TOKEN)
    world.add_person(OLGA, "Olga", last_name="Petrova")
    world.add_person(PAUL, "Paul")
    world.add_group(TEAM, "Desk", members=[OLGA, PAUL])
    world.add_group(FORUM, "Forum", topics=["Keys"], members=[OLGA, PAUL])
    for chat_id in (TEAM, FORUM):
        world.add_bot(chat_id, OLGA)
    for user_id in (OLGA, PAUL):
        world.post(user_id, user_id, "/start")
    return world


@asynccontextmanager
async def telegram_of(world: World, port: int | None = None) -> AsyncIterator[TestServer]:
    server = TestServer(BotApi(world).app(), port=port)
    await server.start_server(access_log=None)
    try:
        yield server
    finally:
        await server.close()


@pytest.fixture
async def api_root(world: World) -> AsyncIterator[str]:
    async with telegram_of(world) as server:
        yield str(server.make_url("/")).rstrip("/")


@pytest.fixture
async def bot(api_root: str) -> AsyncIterator[ChatBot]:
    bot = make_bot(TOKEN, api_root, AiohttpRequest(Timeouts(read=5, write=1, connect=1, pool=1)))
    await bot.initialize()
    yield bot
    await bot.shutdown()


@pytest.fixture
def line(bot: ChatBot, clock: SandboxClock) -> TelegramClient:
    """The client for answers, within Telegram's limits."""
    rate_limiter = RateLimiter(clock, TELEGRAM_LIMITS)
    return TelegramClient(bot, rate_limiter, ServiceStatus(clock), rate_limiter.turn)


@pytest.fixture
async def database(sqlite_database: Database) -> Database:
    """Return an empty database."""
    return sqlite_database
