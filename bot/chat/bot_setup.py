"""Calls to Telegram at the start: the menus of commands, and the address for pushed updates."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.chat.commands import Where, menu
from bot.chat.telegram.client import SayError, TelegramClient, TooFast
from bot.chat.telegram.polling import UPDATE_KINDS
from bot.clock import back_off
from storage.records import Message

log = structlog.get_logger(__name__)


async def persist(call: Callable[[], Awaitable[None]]) -> None:
    """Repeat the call with growing pauses until Telegram has accepted it."""
    failures, told = 0, ""
    while True:
        try:
            return await call()
        except TooFast as error:
            await asyncio.sleep(error.retry_after.total_seconds())
        except SayError as error:
            failures += 1
            if str(error) != told:
                told = str(error)
                log.warning("telegram_not_set_up", why=told)
            await asyncio.sleep(back_off(failures, 1.0, 60.0))


async def write_menus(line: TelegramClient, words: Callable[[Message], str]) -> None:
    """Set the commands that Telegram offers while a person types."""
    for scope, where in (("all_private_chats", Where.PRIVATE), ("all_group_chats", Where.EVERYWHERE)):
        rows = [{"command": word, "description": words(saying)} for word, saying in menu(where)]
        await line.call("setMyCommands", {"commands": rows, "scope": {"type": scope}})


async def set_webhook(line: TelegramClient, url: str, secret: str | None) -> None:
    """Have updates pushed to this address, with the secret in their header."""
    await line.call("setWebhook", {"url": url, "secret_token": secret, "allowed_updates": list(UPDATE_KINDS)})
