"""Files of another user: owner, own user, and the command to type."""

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.console.errors import explain
from bot.settings import CannotStart, Settings
from bot.wiring.master_key import find_or_make_key
from storage.database import Database, DatabaseError, DatabaseReadOnly
from storage.engines.sqlite_file import is_missing_or_empty, lock_file
from storage.sealing import KeyRing

NOBODY = 65534


@contextmanager
def as_nobody() -> Iterator[None]:
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Make a folder of root that everyone may enter."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    with tempfile.TemporaryDirectory(prefix="keyminder-ownership-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def _look(path: Path) -> None:
    is_missing_or_empty(path)


def _lock(path: Path) -> None:
    lock_file(path).release()


READ_BY_ROOT = Settings()
"""Reading settings loads some of Python's own files that may be closed to this user."""


def _key(path: Path) -> None:
    settings = replace(READ_BY_ROOT, master_key_file=path)
    find_or_make_key(settings, lambda: "made")


@pytest.mark.parametrize("do", [_look, _lock, _key])
def test_a_data_folder_of_another_user_is_named_with_the_command_that_gives_it_away(
    folder: Path, do: Callable[[Path], None]
) -> None:
    data = folder / "data"
    data.mkdir(mode=0o700)
    (data / "keyminder.db").write_text("x")
    with as_nobody(), pytest.raises((DatabaseReadOnly, CannotStart)) as refused:
        do(data / "keyminder.db")
    told = f"because {data} belongs to root, and Keyminder runs as nobody: sudo chown -R nobody {data}."
    assert told in str(refused.value)


def test_a_folder_that_cannot_be_made_is_named_with_the_command_that_makes_it(folder: Path) -> None:
    with as_nobody(), pytest.raises(DatabaseError, match=f"sudo install -d -m 700 -o nobody {folder}/a/data"):
        _lock(folder / "a" / "data" / "keyminder.db")


def test_a_closed_folder_above_is_named(folder: Path) -> None:
    folder.chmod(0o700)
    (folder / "data").mkdir()
    with as_nobody(), pytest.raises(DatabaseError, match=f"sudo chmod o\\+x {folder}, or use another folder"):
        _look(folder / "data" / "keyminder.db")


def test_an_own_folder_with_a_mode_that_forbids_it_is_named(folder: Path) -> None:
    data = folder / "my data"
    data.mkdir()
    os.chown(data, NOBODY, NOBODY)
    data.chmod(0)
    with as_nobody(), pytest.raises(DatabaseError, match=f"the mode of {data} forbids it: chmod u\\+rwX '{data}'"):
        _look(data / "keyminder.db")
    data.chmod(0o700)


def test_a_folder_of_the_whole_machine_is_never_given_away(folder: Path) -> None:
    with as_nobody(), pytest.raises(DatabaseError, match=r"/usr belongs to root.*: use a folder of its own") as refused:
        _lock(Path("/usr/keyminder.db"))
    assert "chown" not in str(refused.value)


def test_a_folder_in_the_place_of_a_database_is_reported_as_one(tmp_path: Path) -> None:
    with pytest.raises(DatabaseReadOnly, match=f"{tmp_path} is a folder: name a file in KEYMINDER_DATABASE_URL"):
        is_missing_or_empty(tmp_path)


@pytest.mark.parametrize("end", ["", "-wal"])
async def test_a_file_that_root_left_beside_a_database_is_named(folder: Path, ring: KeyRing, end: str) -> None:
    data = folder / "data"
    path = data / "keyminder.db"
    await (await Database.open(f"sqlite+aiosqlite:///{path}", ring)).close()
    for file in (data, *data.iterdir()):
        os.chown(file, NOBODY, NOBODY)
    left = f"{path}{end}"
    os.close(os.open(left, os.O_CREAT, 0o600))
    os.chown(left, 0, 0)
    with as_nobody(), pytest.raises(DatabaseReadOnly, match=f"{left} belongs to root.*: sudo chown nobody {left}"):
        await (await Database.open_shared(f"sqlite+aiosqlite:///{path}", ring)).close()


def test_a_file_that_a_command_cannot_use_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert explain(ExceptionGroup("", [OSError(errno.EROFS, "Read-only file system", "/data/town.json")]), ()) == 2
    assert capsys.readouterr().err == "/data/town.json cannot be used (read-only file system).\n"
