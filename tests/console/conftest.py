"""The command line as a person types it."""

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from bot.__main__ import main
from tests.console.terminal import Terminal

Type = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Undo the logging setup of a command, so that it does not reach the next test."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def keyminder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Type:
    """Run a command in an empty folder without settings: exit code, standard output, standard error."""
    for name in [name for name in os.environ if name.startswith("KEYMINDER_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def type_in(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(words)
        said = capfd.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return type_in


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Terminal:
    """An empty folder without settings."""
    for name in [name for name in os.environ if name.startswith("KEYMINDER_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return Terminal(tmp_path, monkeypatch, capfd)


@pytest.fixture(scope="session")
def new_installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for the first new installation of this run. Its migrations take longer than most tests."""
    return tmp_path_factory.mktemp("new") / "installation"


@pytest.fixture
def installed(keyminder: Type, tmp_path: Path, new_installation: Path) -> Type:
    """Run a command in a new installation."""
    install(tmp_path, new_installation, lambda: keyminder("migrate")[0])
    return keyminder


@pytest.fixture
def terminal(bare: Terminal, new_installation: Path) -> Terminal:
    """A new installation."""
    install(bare.folder, new_installation, lambda: bare.types("migrate").code)
    return bare


def install(folder: Path, first: Path, migrate: Callable[[], int]) -> None:
    """Fill a folder with a copy of the first installation, which is made here if there is none."""
    if first.exists():
        shutil.copytree(first, folder, dirs_exist_ok=True)
    else:
        assert migrate() == 0
        shutil.copytree(folder, first)
