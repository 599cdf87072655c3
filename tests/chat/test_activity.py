"""A chat shows that the bot is at work, as long as it is."""

import pytest

from bot.chat.telegram.activity import Activity, at_work
from bot.chat.telegram.client import TelegramClient
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
