"""A body on its way through SQLite's writer thread."""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from storage.work import Work


class Job:
    """A body on its way through the writer thread."""

    def __init__(self, body: Callable[[Work], Any], patience: timedelta) -> None:
        self.body = body
        self.until = time.monotonic() + patience.total_seconds()
        """How long it may wait for a commit to share, by `time.monotonic`."""
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self.loop.create_future()
        self.result: Any = None
        self.error: BaseException | None = None

    def settle(self) -> None:
        """Give the outcome to the caller, if it still waits."""
        try:
            self.loop.call_soon_threadsafe(self._settle)
        except RuntimeError:
            return  # the loop has ended with all its callers

    def _settle(self) -> None:
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)
