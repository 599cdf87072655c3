"""Open the configured database for a console command."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.settings import CannotStart, Settings, read_settings
from bot.wiring.master_key import find_key, find_or_make_key
from bot.wiring.settings_check import describe_places
from storage.database import Database, is_new
from storage.sealing import KeyRing

T = TypeVar("T")


def with_database(do: Callable[[Database], Awaitable[T]]) -> T:
    """Open the existing configured database for one call, also while the bot runs on it."""
    return do_with(_open_present, do)


def beside(settings: Settings, stamp: str, do: Callable[[Database], Awaitable[T]]) -> T:
    """Open an existing database for one call, also while a bot with that stamp runs on it."""

    async def open_beside(settings: Settings) -> Database:
        await _must_be_there(settings)
        text = find_key(settings)
        url = settings.database_url.get_secret_value()
        return await Database.open_shared(url, KeyRing.from_text(text), stamp=stamp)

    return do_with(open_beside, do, settings)


async def open_shared(settings: Settings) -> Database:
    """Open the database, existing or new, also while the bot runs on it.

    Raises CannotStart or a DatabaseError.
    """
    url = settings.database_url.get_secret_value()
    text = find_or_make_key(settings, lambda: KeyRing.new().to_text()) if await is_new(url) else find_key(settings)
    return await Database.open_shared(url, KeyRing.from_text(text))


async def _open_present(settings: Settings) -> Database:
    await _must_be_there(settings)
    return await open_shared(settings)


async def _must_be_there(settings: Settings) -> None:
    if await is_new(settings.database_url.get_secret_value()):
        raise CannotStart(
            f"There is no database yet in {describe_places(settings)['database']}: correct KEYMINDER_DATABASE_URL or "
            "the folder you are in, or start the bot once."
        )


def do_with(
    open_: Callable[[Settings], Awaitable[Database]],
    do: Callable[[Database], Awaitable[T]],
    settings: Settings | None = None,
) -> T:
    """Run with the settings of the environment, unless others are given."""
    known = settings or read_settings(os.environ)

    async def body() -> T:
        database = await open_(known)
        try:
            return await do(database)
        finally:
            await database.close()

    return asyncio.run(body())
