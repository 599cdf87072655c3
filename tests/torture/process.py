"""A bot in its own process, which can be killed with -9."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


class Process:
    """Runs a command until it is killed. Its log is a file beside its database."""

    def __init__(self, folder: Path, environment: Mapping[str, str], *command: str, log: str = "bot.log") -> None:
        self._folder = folder
        self._log = log
        self._environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment}
        self._command = command
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start, and run until killed."""
        with (self._folder / self._log).open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", *self._command, cwd=self._folder, env=self._environment, stdout=log, stderr=log
            )

    async def kill(self) -> None:
        """Kill with -9."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGKILL)
            await self._process.wait()
