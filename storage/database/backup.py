"""Back up and restore a SQLite database, also while a Keyminder runs on it.

    DatabaseError
    └── BackupError   a copy was not made, and nothing was changed

No copy holds the master key.
"""

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import aiosqlite
from sqlalchemy import URL, create_engine
from sqlalchemy.exc import StatementError

from storage.audit import Audit
from storage.backup_seal import seal_backup, take_seal_off
from storage.engines.sqlite_file import lock_file
from storage.errors import DatabaseError, WrongMasterKey
from storage.ownership import explain_denial
from storage.sealing import FieldCipher, KeyRing
from storage.transaction import Transaction

PAGES = 1000
"""Pages of four kilobytes that are copied in one step."""


class BackupError(DatabaseError):
    """A copy was not made, and nothing was changed."""


def back_up(database: Path, copy: Path, keys: KeyRing) -> str:
    """Copy a database to a new file that only its user can read. Return the fingerprint of its master key."""
    if copy.is_dir():
        raise BackupError(f"{copy} is a folder: name a new file in it.")
    if copy.exists():
        raise BackupError(f"{copy} exists already: name a new file.")
    return _copy(database, copy, keys, lambda copied: seal_backup(copied, keys), lambda _beside: None)


def restore(copy: Path, database: Path, keys: KeyRing, judge: Callable[[Sequence[str]], None]) -> str:
    """Make a new database of a copy that was sealed with one of these keys. Return that key's fingerprint.

    `judge` gets the signs that the copy was changed, and raises to refuse it. Raises DatabaseLocked while a Keyminder
    runs there.
    """
    if not copy.is_file():
        raise BackupError(f"There is no backup {copy}: correct the path.")
    doubts: list[str] = []

    def look_into(beside: Path) -> None:
        doubts.extend(_find_broken_chains(beside, keys))
        if doubts:
            judge(doubts)

    with lock_file(database):
        present = [one for end in ("", "-wal", "-shm") if (one := Path(f"{database}{end}")).exists()]
        if present:
            raise BackupError(f"There is a database in the way: move {', '.join(map(str, present))} away first.")
        return _copy(copy, database, keys, lambda copied: doubts.extend(take_seal_off(copied, keys)), look_into)


def _copy(
    source: Path,
    target: Path,
    keys: KeyRing,
    finish: Callable[[sqlite3.Connection], None],
    look_into: Callable[[Path], None],
) -> str:
    """Write beside the target, finish, check, and move it into place whole."""
    beside = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        with contextlib.closing(sqlite3.connect(beside, isolation_level=None)) as writer:
            asyncio.run(_copy_pages(f"{source.absolute().as_uri()}?mode=ro", writer))
            writer.execute("PRAGMA journal_mode=DELETE")  # the result must be one single file
            fingerprint = _check(writer, source, keys.fingerprints)
            finish(writer)
        look_into(beside)
        _sync(beside)
        beside.replace(target)
        _sync(target.parent)
    except OSError as error:
        raise BackupError(f"{target} cannot be written {explain_denial(target, error)}.") from error
    except sqlite3.Error as error:
        raise BackupError(f"{source} could not be copied to {target}: {error}.") from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return fingerprint


async def _copy_pages(address: str, target: sqlite3.Connection) -> None:
    """Copy the state of one moment, step by step, without blocking or including later writes."""
    async with aiosqlite.connect(address, uri=True, isolation_level=None) as reader:
        await reader.execute("BEGIN")
        await reader.execute("SELECT 1 FROM sqlite_master")  # the copy shows this moment
        await reader.backup(target, pages=PAGES)


def _find_broken_chains(path: Path, keys: KeyRing) -> list[str]:
    engine = create_engine(URL.create("sqlite", database=str(path)), hide_parameters=True)
    try:
        with engine.connect() as connection:
            audit = Audit(Transaction(connection), FieldCipher(keys))
            reports = [audit.verify(chain) for chain in audit.list_chains()]
    except (StatementError, ValueError, LookupError):
        return ["Its audit trail cannot be read."]
    finally:
        engine.dispose()
    names = {report.chain_id: f"team {report.chain_id}" if report.chain_id else "installation" for report in reports}
    return [f"Its audit trail, {names[report.chain_id]}: {fault}." for report in reports for fault in report.faults]


def _check(copied: sqlite3.Connection, source: Path, fingerprints: Collection[str]) -> str:
    if copied.execute("PRAGMA quick_check").fetchone() != ("ok",):
        raise BackupError(f"{source} is damaged: take an older backup.")
    has_row = copied.execute("SELECT 1 FROM sqlite_master WHERE name = 'installation'").fetchone()
    row = copied.execute("SELECT fingerprint FROM installation").fetchone() if has_row else None
    if row is None:
        raise BackupError(f"{source} is not a Keyminder database.")
    fingerprint = str(row[0])
    if fingerprint not in fingerprints:
        raise WrongMasterKey(
            f"{source} was sealed with master key {fingerprint}, and the one given is {', '.join(fingerprints)}:"
            " put the right one back first."
        )
    return fingerprint


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
