"""A counter that can be waited on: how the page learns that something in the town is new.

It must not know what changed, nor for whom.
"""

import asyncio


class Changes:
    """Counts what happened; those who wait are woken by the next ring."""

    def __init__(self) -> None:
        self.count = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Count one more change and wake everybody who waits."""
        self.count += 1
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def wait(self, after: int, timeout_seconds: float) -> int:
        """The count as soon as it is past `after`, or as it stands when the time is over."""
        if self.count > after:
            return self.count
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            await asyncio.wait([waiter], timeout=timeout_seconds)
        finally:
            self._waiting.discard(waiter)
        return self.count
