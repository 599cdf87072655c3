"""Pinned messages: what Telegram says about them, and what it refuses."""

import pytest

from bot.chat.telegram.client import TelegramClient, Unreachable
from bot.chat.telegram.http import ChatBot
from bot.chat.telegram.pins import ChatPins
from bot.chat.telegram.rate_limit import TELEGRAM_LIMITS, RateLimiter
from bot.operations.model.service_status import ServiceStatus
from bot.rules.pinned_card import PinsSeen
from bot.sandbox.clock import SandboxClock
from bot.sandbox.telegram.models import Message
from bot.sandbox.telegram.world import World
from tests.chat.conftest import OLGA, TEAM


@pytest.fixture
def pins(bot: ChatBot, clock: SandboxClock) -> ChatPins:
    limiter = RateLimiter(clock, TELEGRAM_LIMITS)
    return ChatPins(TelegramClient(bot, limiter, ServiceStatus(clock), limiter.turn).call)


def post(world: World) -> int:
    return world.add_message(Message(0, TEAM, world.bot_id, world.now(), "overview")).message_id


async def test_a_bot_with_the_right_pins_and_unpins(world: World, pins: ChatPins) -> None:
    world.promote_bot(TEAM, OLGA, can_pin_messages=True)
    message_id = post(world)
    assert await pins.look(TEAM) == PinsSeen(None, may_pin=True)
    assert await pins.pin(TEAM, message_id) is True
    assert await pins.look(TEAM) == PinsSeen(message_id, may_pin=True)
    await pins.unpin(TEAM, message_id)
    await pins.unpin(TEAM, message_id)
    assert await pins.look(TEAM) == PinsSeen(None, may_pin=True)


async def test_a_missing_right_and_a_missing_message_are_not_the_same(world: World, pins: ChatPins) -> None:
    message_id = post(world)
    assert await pins.look(TEAM) == PinsSeen(None, may_pin=False)
    assert await pins.pin(TEAM, message_id) is False
    world.promote_bot(TEAM, OLGA, can_pin_messages=True)
    assert await pins.pin(TEAM, message_id + 1000) is None


@pytest.mark.parametrize(("is_silent", "seen"), [(False, PinsSeen(None, may_pin=True)), (True, None)])
async def test_what_every_member_may_do_the_bot_may_too(is_silent: bool, seen: PinsSeen | None) -> None:
    async def call(method: str, _data: dict[str, object]) -> object:
        if is_silent:
            raise Unreachable("no answer")
        answers = {"getChatMember": {"status": "member"}, "getChat": {"permissions": {"can_pin_messages": True}}}
        return answers.get(method, {"id": 7})

    assert await ChatPins(call).look(TEAM) == seen
