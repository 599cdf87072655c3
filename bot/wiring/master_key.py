"""The file of the master key. It is made once for a new database, and survives a crash while written."""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

from bot.settings import CannotStart, Settings
from storage.ownership import explain_denial


def find_key(settings: Settings) -> str:
    """Return the text of the master key with which the database was sealed.

    Raises CannotStart if it is missing or cannot be read.
    """
    if settings.master_key is not None:
        return settings.master_key.get_secret_value().strip()
    path = settings.master_key_file
    try:
        return _read(path)
    except FileNotFoundError:
        raise CannotStart(
            f"The master key {path} is missing, and the database was sealed with it: "
            "put it back from your copy. A new key cannot open the database."
        ) from None


def find_or_make_key(settings: Settings, make: Callable[[], str]) -> str:
    """Return the master key's text for a new database. `make` is called if there is no key yet.

    Raises CannotStart if the key cannot be read or written.
    """
    path = settings.master_key_file
    if settings.master_key is not None or os.path.lexists(path):
        return find_key(settings)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_new(path, make())
    except FileExistsError:
        pass  # another start made it at the same moment, and that key counts
    except OSError as error:
        raise CannotStart(
            f"The master key {path} cannot be made {explain_denial(path, error)}. "
            "KEYMINDER_MASTER_KEY_FILE may name another place."
        ) from error
    return _read(path)


def replace_key(path: Path, text: str) -> None:
    """Replace the key with a rotated one, wholly or not at all. Raises CannotStart."""
    beside = path.with_name(f"{path.name}.new")
    try:
        beside.unlink(missing_ok=True)
        _write_new(beside, text)
        beside.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise CannotStart(
            f"The master key {path} cannot be replaced ({(error.strerror or 'it fails').lower()}), so nothing was "
            "changed: put a copy where this user may write, and name that with KEYMINDER_MASTER_KEY_FILE."
        ) from None


def _read(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig").strip()
    except FileNotFoundError:
        raise
    except (OSError, UnicodeDecodeError) as error:
        why = "(it is not text)" if isinstance(error, UnicodeDecodeError) else explain_denial(path, error)
        raise CannotStart(f"The master key {path} cannot be read {why}.") from error
    if not text:
        raise CannotStart(f"The master key {path} is empty: put it back from your copy.")
    return text


def _write_new(path: Path, text: str) -> None:
    """Write a new file, wholly or not at all. Raises FileExistsError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Sync the folder, because the name of a file is only as durable as its folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
