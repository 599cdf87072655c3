"""What Telegram is told once at the start: the menus of commands, and where to push updates to.

It must not know what a command does.
"""

import asyncio
from collections.abc import Awaitable, Callable

from telegram.error import TelegramError

from bot.chat.commands import Where, menu
from bot.chat.polling import UPDATE_KINDS
from bot.chat.requests import ChatBot
from bot.operations.clock import back_off
from storage.records import Saying


async def persist(call: Callable[[], Awaitable[None]]) -> None:
    """Again and again, ever more slowly, until Telegram has taken it."""
    failures = 0
    while True:
        try:
            return await call()
        except TelegramError:
            failures += 1
            await asyncio.sleep(back_off(failures, 1.0, 60.0))


async def write_menus(bot: ChatBot, words: Callable[[Saying], str]) -> None:
    """The commands that Telegram offers while somebody types."""
    for scope, where in (("all_private_chats", Where.PRIVATE), ("all_group_chats", Where.EVERYWHERE)):
        rows = [{"command": word, "description": words(saying)} for word, saying in menu(where)]
        await bot.call("setMyCommands", {"commands": rows, "scope": {"type": scope}})


async def set_webhook(bot: ChatBot, url: str, secret: str | None) -> None:
    """Updates are pushed to this address, with the secret in their header."""
    await bot.call("setWebhook", {"url": url, "secret_token": secret, "allowed_updates": list(UPDATE_KINDS)})
