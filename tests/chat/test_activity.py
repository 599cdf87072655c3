"""A chat shows that the bot is at work, as long as it is."""

import asyncio
from datetime import timedelta

import pytest

from bot.chat.telegram.activity import Activity, BusyChats, at_work
from bot.chat.telegram.client import TelegramClient
from bot.chat.telegram.http import ChatBot
from bot.chat.telegram.rate_limit import TELEGRAM_LIMITS, RateLimiter
from bot.operations.model.service_status import ServiceStatus
from bot.sandbox.clock import SandboxClock
from bot.sandbox.telegram.world import World
from storage.records import ChatLocation
from tests.chat.conftest import FORUM, TEAM


async def test_the_chat_shows_it_at_once_until_the_bot_writes(world: World, line: TelegramClient) -> None:
    async with at_work(line, ChatLocation(TEAM), Activity.TYPING):
        await world.wait_until(lambda: world.activities == {TEAM: "typing"})
        await line.call("sendMessage", {"chat_id": TEAM, "text": "done"})
    assert world.activities == {}
    assert len(world.list_calls("sendChatAction")) == 1


async def test_a_refusal_and_a_failure_do_not_disturb_the_work(world: World, line: TelegramClient) -> None:
    async with at_work(line, ChatLocation(-5), Activity.DRAWING):
        await world.wait_until(lambda: world.list_calls("sendChatAction"))
    with pytest.raises(ZeroDivisionError):
        async with at_work(line, ChatLocation(FORUM), Activity.DRAWING):
            raise ZeroDivisionError


async def test_a_burst_in_a_group_says_at_once_that_answers_come(
    world: World, bot: ChatBot, clock: SandboxClock
) -> None:
    limiter = RateLimiter(clock, TELEGRAM_LIMITS)
    line = TelegramClient(bot, limiter, ServiceStatus(clock), limiter.turn)
    limiter.on_wait = BusyChats(line, limiter.is_busy).show
    for _ in range(TELEGRAM_LIMITS.chat.calls):
        await line.call("sendMessage", {"chat_id": TEAM, "text": "busy"})
    assert world.list_calls("sendChatAction") == []

    waiting = [
        asyncio.create_task(line.call("sendMessage", {"chat_id": TEAM, "text": f"answer {number}"}))
        for number in range(3)
    ]
    await world.wait_until(lambda: world.activities == {TEAM: "typing"})
    assert limiter.book(TEAM, is_news=False) is not None
    clock.jump(timedelta(minutes=2))
    await asyncio.gather(*waiting)

    assert len(world.list_calls("sendChatAction")) == 1


async def test_news_that_waits_is_not_announced(clock: SandboxClock) -> None:
    limiter = RateLimiter(clock, TELEGRAM_LIMITS)
    announced: list[int] = []
    limiter.on_wait = announced.append
    while limiter.book(TEAM, is_news=True) is None:
        await limiter.note(TEAM)

    assert announced == []
