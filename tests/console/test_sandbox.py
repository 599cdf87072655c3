"""The first and later starts of the sandbox."""

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from bot.console.run import App
from bot.console.sandbox import run_sandbox
from bot.settings import Settings
from tests.console.terminal import Terminal


def _start(folder: Path) -> str:
    """Start it, look at the page, stop it, and return the page's address."""
    with subprocess.Popen(  # noqa: S603 - our own arguments
        [sys.executable, "-m", "bot", "sandbox", "--folder", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("KEYMINDER_")},
    ) as program:
        try:
            assert program.stdout is not None
            word, _, url = program.stdout.readline().strip().partition(" ")
            assert (word, url.startswith("http://127.0.0.1:")) == ("Open", True)
            with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own page
                assert b"<title>" in answer.read()
        finally:
            program.send_signal(signal.SIGTERM)
            out, err = program.communicate(timeout=20)
    assert (program.returncode, out, err) == (0, "", "")
    return url


def test_the_sandbox_opens_its_page_and_finds_everything_again(tmp_path: Path) -> None:
    first = _start(tmp_path)
    world = (tmp_path / "world.json").read_text()
    assert all(name in world for name in ("trading-eu", "hedge-btc", "reporting"))
    assert _start(tmp_path) == first
    assert (tmp_path / "world.json").read_text().count("/newkey") == world.count("/newkey")


def test_an_interrupted_beginning_is_not_continued(tmp_path: Path) -> None:
    (tmp_path / "world.json").write_text((_lived_once(tmp_path / "other") / "world.json").read_text())
    program = subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-m", "bot", "sandbox", "--folder", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert (program.returncode, program.stdout) == (2, "")
    assert "interrupted" in program.stderr


@pytest.mark.parametrize("where", ["environment", "file"])
def test_it_does_not_start_where_a_token_is_set(terminal: Terminal, where: str) -> None:
    token = "123456:hunter2hunter2hunter2hunter2hunter2"
    if where == "file":
        (terminal.folder / ".env").write_text(f"KEYMINDER_TELEGRAM_TOKEN={token}\n")
    else:
        terminal.set({"KEYMINDER_TELEGRAM_TOKEN": token})
    said = terminal.cannot("sandbox")
    assert "KEYMINDER_TELEGRAM_TOKEN is set, so this is a real installation" in said
    assert "hunter2" not in said
    assert not (terminal.folder / "data" / "sandbox").exists()


def _lived_once(folder: Path) -> Path:
    _start(folder)
    return folder


class _Town:
    """Just enough of an environment to be started."""

    is_new = True
    api_root = coinex_url = page_url = "http://127.0.0.1:1"
    smtp_url = "smtp://127.0.0.1:1"
    bot_token = "1:dummy"

    async def start(self) -> None:
        """Start nothing."""

    async def stop(self) -> None:
        """Stop nothing."""


async def test_no_exchange_of_the_sandbox_is_asked_outside_this_machine(tmp_path: Path) -> None:
    asked: list[Settings] = []

    async def build(settings: Settings) -> App:
        asked.append(settings)
        raise InterruptedError

    async def live() -> None:
        """No story."""

    with pytest.raises(InterruptedError):
        await run_sandbox(_Town(), tmp_path, 1001, build, live)

    (settings,) = asked
    assert {url.partition("//")[2].partition(":")[0] for url in settings.exchange_urls.values()} == {"127.0.0.1"}
