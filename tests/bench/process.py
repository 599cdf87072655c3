"""Bots in their own processes, on a core that the measurement leaves to them."""

import asyncio
import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.telegram_api import TelegramApi

_CORES = frozenset(range(os.cpu_count() or 1))
_BOTS_CORE = 0
ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60.0
"""Seconds after which a bot that does not take updates is given up."""


def _pin(process_id: int, cores: Set[int]) -> None:
    """Keep a process and its children on these cores, if the system can."""
    if sys.platform == "linux" and len(_CORES) > 1:
        os.sched_setaffinity(process_id, cores)


@contextmanager
def load_apart() -> Iterator[None]:
    """Leave the first core to the bots, because this process makes the load."""
    _pin(0, _CORES - {_BOTS_CORE})
    try:
        yield
    finally:
        _pin(0, _CORES)


@dataclass
class BotProcess:
    """A bot that takes updates over HTTP."""

    module: str
    folder: Path
    api: TelegramApi
    more: Mapping[str, str] = field(default_factory=dict)
    """More variables of the environment."""
    port: int = 0
    started_in: float = 0.0
    """Seconds from its start until it took updates."""
    token: str = field(default_factory=lambda: f"{secrets.randbelow(10**9)}:{secrets.token_hex(18)}")
    secret: str = field(default_factory=lambda: secrets.token_hex(16))
    _process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Return once it has asked for updates and takes connections."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = self.port or _free_port()
        began = time.perf_counter()
        with (self.folder / "bot.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", self.module, cwd=self.folder, env=self._environment(), stdout=log, stderr=log
            )
        _pin(self._process.pid, {_BOTS_CORE})
        self.api.webhooks.discard(self.token)
        async with asyncio.timeout(PATIENCE):
            while self.token not in self.api.webhooks or not await self._listens():
                if self._process.returncode is not None:
                    raise RuntimeError(f"{self.module} has ended: {(self.folder / 'bot.log').read_text()[-2000:]}")
                await asyncio.sleep(0.005)
        self.started_in = time.perf_counter() - began

    async def stop(self) -> None:
        """Stop it as an operator does, and kill it if that takes long."""
        if self._process is None or self._process.returncode is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(10):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    def cpu_seconds(self) -> float:
        """Return the processor time of all its threads since it started."""
        # The clock of another process, with its number as in clock_getcpuclockid(3).
        return time.clock_gettime((~self._pid << 3) | 2)

    def memory_mb(self) -> float:
        """Return the present resident memory."""
        pages = int(Path(f"/proc/{self._pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2

    async def rest(self) -> None:
        """Return once it has nothing left to do, or nearly."""
        deadline = time.monotonic() + 3
        quiet, before = 0, self.cpu_seconds()
        while quiet < 2 and time.monotonic() < deadline:
            await asyncio.sleep(0.05)
            now = self.cpu_seconds()
            quiet = quiet + 1 if now - before < 0.0025 else 0
            before = now

    @property
    def _pid(self) -> int:
        if self._process is None:
            raise RuntimeError("it was not started")
        return self._process.pid

    def _environment(self) -> Mapping[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {
            **kept,
            "PYTHONPATH": str(ROOT),
            "BENCH_TOKEN": self.token,
            "BENCH_API": self.api.root,
            "BENCH_PORT": str(self.port),
            "BENCH_SECRET": self.secret,
            "BENCH_FOLDER": str(self.folder),
            **self.more,
        }

    async def _listens(self) -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.close()
        return True


def keyminder(
    folder: Path, api: TelegramApi, owner: int, *, is_paced: bool = False, database_url: str = ""
) -> BotProcess:
    """Return Keyminder on the folder's database: the whole process, as `keyminder run` starts it."""
    bot = BotProcess("tests.bench.unpaced_bot", folder, api, port=_free_port())
    bot.more = {
        "KEYMINDER_TELEGRAM_TOKEN": bot.token,
        "KEYMINDER_TELEGRAM_API_URL": api.root,
        "KEYMINDER_TELEGRAM_MODE": "webhook",
        "KEYMINDER_WEBHOOK_SECRET": bot.secret,
        "KEYMINDER_DATABASE_URL": database_url or f"sqlite+aiosqlite:///{folder}/keyminder.db",
        "KEYMINDER_MASTER_KEY_FILE": str(folder / "master.key"),
        "KEYMINDER_OWNERS": str(owner),
        "KEYMINDER_SMTP_URL": "smtp://127.0.0.1:9",  # closed: money asks for an e-mail only if e-mails can be sent
        "KEYMINDER_MAIL_FROM": "bench@example.org",
        "KEYMINDER_COINEX_API_URL": "http://127.0.0.1:9",
        "KEYMINDER_BYBIT_API_URL": "http://127.0.0.1:9",
        "KEYMINDER_LISTEN": f"127.0.0.1:{bot.port}",
        **({"BENCH_PACED": "1"} if is_paced else {}),
    }
    return bot


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
