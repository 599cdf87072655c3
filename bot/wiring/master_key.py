"""Where the master key comes from: the environment, a command or a file.

The file is made once for a new database, and survives a crash while written.
"""

import contextlib
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from bot.settings import CannotStart, Settings
from storage.errors import BadMasterKey
from storage.ownership import explain_denial
from storage.sealing import KeyRing

COMMAND_SECONDS = 60.0
"""A command that takes longer has failed."""


def find_key(settings: Settings) -> str:
    """Return the text of the master key with which the database was sealed.

    Raises CannotStart if it is missing or cannot be read.
    """
    if settings.master_key is not None:
        return settings.master_key.get_secret_value().strip()
    if settings.master_key_command is not None:
        return _ask(settings.master_key_command)
    path = settings.master_key_file
    try:
        return _read(path)
    except FileNotFoundError:
        raise CannotStart(
            f"The master key {path} is missing, and the database was sealed with it: "
            "put it back from your copy. A new key cannot open the database."
        ) from None


def is_in_file(settings: Settings) -> bool:
    """Whether the key is in the file that the settings name."""
    return settings.master_key is None and settings.master_key_command is None


def describe_key_place(settings: Settings) -> str:
    """Return where the key comes from: the file's whole path, or the name of the setting."""
    if is_in_file(settings):
        return str(settings.master_key_file.absolute())
    return "KEYMINDER_MASTER_KEY" if settings.master_key is not None else "KEYMINDER_MASTER_KEY_COMMAND"


def find_or_make_key(settings: Settings, make: Callable[[], str]) -> str:
    """Return the master key's text for a new database. `make` is called if there is no key yet.

    Raises CannotStart if the key cannot be read or written.
    """
    path = settings.master_key_file
    if not is_in_file(settings) or os.path.lexists(path):
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


def reread_key(settings: Settings) -> KeyRing | None:
    """Return the keys that are in the file now, or None if it cannot be read or there is none."""
    try:
        return KeyRing.from_text(find_key(settings)) if is_in_file(settings) else None
    except (CannotStart, BadMasterKey):
        return None


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


def _ask(command: str, seconds: float = COMMAND_SECONDS) -> str:
    """Return what the command prints. It runs in a shell, and its errors go where ours go. Raises CannotStart."""
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own command
            ["/bin/sh", "-c", command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True, timeout=seconds
        )
        text = done.stdout.decode("utf-8-sig").strip()
    except subprocess.CalledProcessError as error:
        why = f"it ended with exit code {error.returncode}"
    except subprocess.TimeoutExpired:
        why = f"it did not end within {seconds:.0f} seconds"
    except OSError as error:
        why = f"/bin/sh: {error.strerror}"
    except UnicodeDecodeError:
        why = "its output is not text"
    else:
        if text:
            return text
        why = "it printed nothing"
    raise CannotStart(f"KEYMINDER_MASTER_KEY_COMMAND gave no master key: {why}. Run it in a shell as this user.")


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
