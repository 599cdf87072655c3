"""A body on its way through SQLite's writer thread."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
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
        """Give the outcome to the caller, if it still waits. Only the caller's loop may do so."""
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


def settle_all(jobs: Sequence[Job]) -> None:
    """Give the outcomes to the callers from the writer thread. Each loop is woken once, because that costs a write."""
    by_loop = defaultdict[asyncio.AbstractEventLoop, list[Job]](list)
    for job in jobs:
        by_loop[job.loop].append(job)
    for loop, callers in by_loop.items():
        # The loop may have ended, with all its callers.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle_each, callers)


def _settle_each(jobs: Sequence[Job]) -> None:
    for job in jobs:
        job.settle()
