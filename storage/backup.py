"""Copying a SQLite database out and in again, also while a Keyminder runs on it.

    DatabaseError
    └── BackupError   a copy was not made, and nothing was changed

The master key is in no copy. It must not know what the tables hold, but for the installation's row.
"""

import contextlib
import os
import sqlite3
from collections.abc import Collection
from pathlib import Path

from storage.errors import DatabaseError, WrongMasterKey
from storage.ownership import explain_denial
from storage.sqlite_file import lock_file


class BackupError(DatabaseError):
    """A copy was not made, and nothing was changed."""


def back_up(database: Path, copy: Path) -> str:
    """Copies a database to a new file that only its user can read; the fingerprint of its master key."""
    if not database.is_file():
        raise BackupError(f"There is no database {database} to copy: start Keyminder once.")
    if copy.is_dir():
        raise BackupError(f"{copy} is a folder: name a new file in it.")
    if copy.exists():
        raise BackupError(f"{copy} exists already: name a new file.")
    return _copy(database, copy, None)


def restore(copy: Path, database: Path, fingerprints: Collection[str]) -> str:
    """Makes a new database of a copy sealed with one of these keys; that key's fingerprint.

    Raises DatabaseLocked while a Keyminder runs there.
    """
    if not copy.is_file():
        raise BackupError(f"There is no backup {copy}: correct the path.")
    with lock_file(database):
        present = [one for end in ("", "-wal", "-shm") if (one := Path(f"{database}{end}")).exists()]
        if present:
            raise BackupError(f"There is a database in the way: move {', '.join(map(str, present))} away first.")
        return _copy(copy, database, fingerprints)


def _copy(source: Path, target: Path, fingerprints: Collection[str] | None) -> str:
    """Written beside the target and put in its place whole."""
    beside = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        with (
            contextlib.closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as reader,
            contextlib.closing(sqlite3.connect(beside, isolation_level=None)) as writer,
        ):
            reader.backup(writer)
            writer.execute("PRAGMA journal_mode=DELETE")  # one file is all there is
            fingerprint = _check(writer, source, fingerprints)
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


def _check(copied: sqlite3.Connection, source: Path, fingerprints: Collection[str] | None) -> str:
    if copied.execute("PRAGMA quick_check").fetchone() != ("ok",):
        raise BackupError(f"{source} is damaged: take an older backup.")
    has_row = copied.execute("SELECT 1 FROM sqlite_master WHERE name = 'installation'").fetchone()
    row = copied.execute("SELECT fingerprint FROM installation").fetchone() if has_row else None
    if row is None:
        raise BackupError(f"{source} is no database of Keyminder's.")
    fingerprint = str(row[0])
    if fingerprints is not None and fingerprint not in fingerprints:
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
