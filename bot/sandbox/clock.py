"""A clock that can be moved: real time plus an offset that is kept in a file."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from bot.sandbox.changes import Changes
from bot.sandbox.json_store import read_json, write_json

LONGEST_NAP = timedelta(hours=1)
"""A sleeper reads the clock at least this often, in case the machine itself was suspended."""


class Watch(Protocol):
    """A clock with aware UTC times."""

    def now(self) -> datetime:
        """The present time."""


class SandboxClock:
    """Real time plus an offset. It only moves forward, because codes and audit lines must not go back."""

    def __init__(self, path: Path | None = None, *, read_real_time: Callable[[], datetime] | None = None) -> None:
        self._path = path
        self._read_real_time = read_real_time or _read_system_time
        self.jumps = Changes()
        kept = read_json(path)
        seconds = kept.get("offset_seconds", 0) if isinstance(kept, dict) else 0
        self.offset = timedelta(seconds=seconds)

    def now(self) -> datetime:
        """The time of the sandbox, aware UTC."""
        return self._read_real_time() + self.offset

    def wall_now(self) -> datetime:
        """The time of the sandbox: its authenticators show codes of its own time."""
        return self.now()

    async def sleep_until(self, moment: datetime) -> None:
        """Return once `moment` has come, by waiting or by a jump, or at once if it is past."""
        while (left := moment - self.now()) > timedelta():
            await self.jumps.wait(self.jumps.count, min(left, LONGEST_NAP).total_seconds())

    def jump(self, by: timedelta) -> datetime:
        """Move forward, store the offset, wake the sleepers and return the time. ValueError for a step back."""
        if by < timedelta():
            raise ValueError("The clock of the sandbox only moves forward.")
        self.offset += by
        write_json(self._path, {"offset_seconds": self.offset.total_seconds()})
        self.jumps.ring()
        return self.now()


def _read_system_time() -> datetime:
    return datetime.now(UTC)
