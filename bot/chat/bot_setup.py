"""What Telegram shows of the bot: its descriptions and menus of commands. And the address for pushed updates."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable

import structlog

from bot.chat.commands import SAID_ALONE, Where, list_commands
from bot.chat.telegram.client import SayError, TelegramClient, TooFast
from bot.chat.telegram.polling import UPDATE_KINDS
from bot.clock import back_off
from storage.records import MenuPlace, Message, Role

Scope = dict[str, str | int]
"""A BotCommandScope."""
Menu = list[dict[str, str | bool]]
"""A list of BotCommand."""

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


async def write_profile(line: TelegramClient, words: Callable[[Message], str]) -> None:
    """Set what Telegram shows of the bot to everyone: its descriptions, the menu button, and a viewer's commands.

    Menus of an earlier version or another tool that would hide these are deleted.
    """
    await line.call("setMyDescription", {"description": words(Message("bot-description"))})
    await line.call("setMyShortDescription", {"short_description": words(Message("bot-short-description"))})
    await line.call("setChatMenuButton", {"menu_button": {"type": "commands"}})
    for stale in ("default", "all_chat_administrators"):
        await line.call("deleteMyCommands", {"scope": {"type": stale}})
    for scope, where in (("all_private_chats", Where.PRIVATE), ("all_group_chats", Where.EVERYWHERE)):
        await _set_commands(line, list_menu(words, Role.VIEWER, where), {"type": scope})


async def write_menu(
    line: TelegramClient, find_menu: Callable[[Role, Where], Menu], place: MenuPlace, role: Role | None, in_group: Where
) -> None:
    """Set a member's commands in one chat. Without a role those of `write_profile` count there. Raises a SayError.

    `in_group` is EVERYWHERE, or ALONE where Telegram can show a message to one person.
    """
    chat_id, user_id = place
    is_private = chat_id == user_id
    scope: Scope = {"type": "chat" if is_private else "chat_member", "chat_id": chat_id}
    if not is_private:
        scope["user_id"] = user_id
    if role is None:
        await line.call("deleteMyCommands", {"scope": scope})
    else:
        await _set_commands(line, find_menu(role, Where.PRIVATE if is_private else in_group), scope)


def name_edition(username: str, words: Callable[[Message], str]) -> str:
    """Name what the menus of this bot hold in this version. Another bot or other commands give another name."""
    menus = [list_menu(words, role, where) for role in Role for where in (Where.PRIVATE, Where.EVERYWHERE, Where.ALONE)]
    return hashlib.sha256(json.dumps([username, menus]).encode()).hexdigest()[:16]


def list_menu(words: Callable[[Message], str], role: Role, where: Where) -> Menu:
    """List what the role may do there."""
    return [
        {"command": one.word, "description": words(Message(f"menu-{one.word}"))}
        | ({"is_ephemeral": True} if where is Where.ALONE and one.word in SAID_ALONE else {})
        for one in list_commands(role, where)
    ]


async def _set_commands(line: TelegramClient, menu: Menu, scope: Scope) -> None:
    await line.call("setMyCommands", {"commands": menu, "scope": scope})


async def set_webhook(line: TelegramClient, url: str, secret: str | None) -> None:
    """Have updates pushed to this address, with the secret in their header."""
    await line.call("setWebhook", {"url": url, "secret_token": secret, "allowed_updates": list(UPDATE_KINDS)})
