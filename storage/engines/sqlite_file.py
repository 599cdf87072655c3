"""The file of a SQLite database: whether it exists, and the lock to change it alone."""

import errno
import os
import stat
from pathlib import Path

from filelock import FileLock, Timeout

from storage.errors import DatabaseLocked, DatabaseReadOnly
from storage.ownership import explain_denial


def lock_file(path: Path) -> FileLock:
    """Lock a database file until the lock is released. Raises DatabaseLocked or DatabaseReadOnly."""
    lock = FileLock(f"{path}.lock", mode=0o600, thread_local=False)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise DatabaseLocked(f"Another Keyminder is running on {path}: stop it first.") from None
    except OSError as error:
        raise as_denial(path, error) from None
    return lock


def is_missing_or_empty(path: Path) -> bool:
    """Whether a database was never written there. Raises DatabaseReadOnly for an impossible place."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError as error:
        raise as_denial(path, error) from None
    if stat.S_ISDIR(found.st_mode):
        raise _is_a_folder(path)
    return found.st_size == 0


def explain_closed(path: Path) -> str | None:
    """Return which file of the database this process may not write, and why. None: it may write all.

    A command typed as root leaves files beside the database that the bot's own user cannot write.
    """
    for place in (path, Path(f"{path}-wal"), Path(f"{path}-shm"), path.absolute().parent):
        if os.path.lexists(place) and not os.access(place, os.R_OK | os.W_OK, effective_ids=True):
            denied = PermissionError(errno.EACCES, "permission denied")
            return f"{path} cannot be written {explain_denial(place, denied)}."
    return None


def as_denial(path: Path, error: OSError) -> DatabaseReadOnly:
    """Return the same refusal as a sentence that says what to type."""
    if isinstance(error, IsADirectoryError):
        return _is_a_folder(path)
    return DatabaseReadOnly(f"{path} cannot be opened {explain_denial(path, error)}.")


def _is_a_folder(path: Path) -> DatabaseReadOnly:
    return DatabaseReadOnly(
        f"{path} is a folder: name a file in KEYMINDER_DATABASE_URL, for example {path / 'keyminder.db'}."
    )
