"""Commands for the database: back up, restore, migrate, rotate the master key."""

# ruff: noqa: PLC0415 - a command imports what it needs

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.settings import CannotStart, Settings, read_settings

SANDBOX_STAMP = "sandbox"
"""Marks a sandbox's database, so that it is never opened by `run`."""


def add_tending(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(backup)
    app.command()(restore)
    app.command()(migrate)
    app.command("rotate-master-key")(rotate_master_key)


def backup(file: Annotated[Path, typer.Argument(help="The file to write. It must not exist.")]) -> None:
    """Copy the database to a file, also while the bot runs.

    \b
    keyminder backup keyminder-2026-11-22.db
    """
    from bot.wiring.master_key import find_key
    from storage.database.backup import back_up
    from storage.engines.sqlite_file import is_missing_or_empty
    from storage.sealing import KeyRing

    settings = _settings()
    path = _sqlite_path(settings)
    if is_missing_or_empty(path):
        raise CannotStart(f"There is no database {path.absolute()} to copy. Start Keyminder once.")
    ring = KeyRing.from_text(find_key(settings))
    fingerprint = back_up(path, file, ring)
    typer.echo(
        f"{file} is written. It is sealed with master key {fingerprint}, which is not in it: "
        "keep a copy of the key elsewhere."
    )


def restore(
    file: Annotated[Path, typer.Argument(help="The file that `keyminder backup` wrote.")],
    accept_changed: Annotated[
        bool, typer.Option("--accept-changed", help="Restore it although it was changed after the backup.")
    ] = False,
) -> None:
    """Restore the database from a backup.

    Stop the bot first. There must be no database yet, and the master key must be in its place.
    A backup that was changed is refused.

    \b
    keyminder restore keyminder-2026-11-22.db
    """
    from bot.wiring.master_key import find_key
    from storage.database.backup import restore as restore_from
    from storage.sealing import KeyRing

    settings = _settings()
    path = _sqlite_path(settings)
    if not file.is_file():
        raise CannotStart(f"There is no backup {file.absolute()}.")
    ring = KeyRing.from_text(find_key(settings))

    def judge(doubts: Sequence[str]) -> None:
        told = f"{file}: {' '.join(doubts)}"
        if not accept_changed:
            raise CannotStart(f"{told} Use another backup, or restore this one with --accept-changed.")
        typer.echo(told, err=True)

    fingerprint = restore_from(file, path, ring, judge)
    typer.echo(f"{path} is restored. It is sealed with the master key {fingerprint} that is in use.")


def migrate() -> None:
    """Update the database to the tables of this version.

    `run` does this too. Stop the bot first if the tables must change.

    \b
    keyminder migrate
    """
    from bot.wiring.database import do_with, open_shared
    from bot.wiring.settings_check import describe_places
    from storage.database import Database, is_new

    settings = _settings()
    is_first = asyncio.run(is_new(settings.database_url.get_secret_value()))

    async def nothing_more(_database: Database) -> None:
        places = describe_places(settings)
        if is_first:
            typer.echo(f"Made a new installation: database {places['database']}, key {places['sealed_with']}.")
        typer.echo(f"The database {places['database']} has this version's tables.")

    do_with(open_shared, nothing_more, settings)


def rotate_master_key(
    sandbox: Annotated[
        Path | None, typer.Option(help="Try it on the sandbox in this folder.", metavar="FOLDER")
    ] = None,
) -> None:
    """Make a new master key, and seal with it.

    The bot may keep running. The old key stays in the ring, so that older backups still open.
    Stopped half-way, everything still opens: type it again.

    \b
    keyminder rotate-master-key --sandbox data/sandbox
    keyminder rotate-master-key
    """
    from bot.console.sandbox import settings_of_sandbox
    from bot.wiring.database import beside
    from bot.wiring.master_key import describe_key_place, find_key, is_in_file, replace_key
    from storage.database import Database
    from storage.database.reseal import reseal
    from storage.engines.sqlite_file import lock_file
    from storage.sealing import KeyRing

    settings, stamp = (settings_of_sandbox(sandbox), SANDBOX_STAMP) if sandbox is not None else (_settings(), "")
    if not is_in_file(settings):
        raise CannotStart(
            f"The master key comes from {describe_key_place(settings)}, which cannot be changed here. Put the key into "
            "a file, name the file in KEYMINDER_MASTER_KEY_FILE, and rotate again."
        )

    async def keep_nothing(_database: Database) -> None:
        """The database opens with the present key."""

    beside(settings, stamp, keep_nothing)
    with lock_file(settings.master_key_file):
        ring = KeyRing.from_text(find_key(settings)).with_new_key()
        replace_key(settings.master_key_file, ring.to_text().strip())
        count = beside(settings, stamp, lambda database: reseal(database, ring))
    typer.echo(
        f"The master key is {ring.fingerprint} now, and {count} values are sealed with it. "
        f"Copy {settings.master_key_file} to where the old one is kept."
    )


def _settings() -> Settings:
    return read_settings(os.environ)


def _sqlite_path(settings: Settings) -> Path:
    from bot.wiring.settings_check import sqlite_path

    path = sqlite_path(settings)
    if path is None:
        raise CannotStart("The database is PostgreSQL. Back it up with pg_dump and restore it with pg_restore.")
    return path
