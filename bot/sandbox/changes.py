"""A counter to wait on: how the page learns that the environment has changed."""

import asyncio


class Changes:
    """Count changes and wake the waiters."""

    def __init__(self) -> None:
        self.count = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Count one more change and wake every waiter."""
        self.count += 1
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def wait(self, after: int, timeout_seconds: float) -> int:
        """Return the count once it is past `after`, or as it is after the timeout."""
        if self.count > after:
            return self.count
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            await asyncio.wait([waiter], timeout=timeout_seconds)
        finally:
            self._waiting.discard(waiter)
        return self.count
