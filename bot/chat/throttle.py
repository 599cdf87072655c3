"""Said once, and not again for a while: what would otherwise be said of every message of a flood.

It must not know what is said. What it remembers is lost at a restart, and then said once more.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta


class Throttle:
    """Which occasions are due, each counted apart."""

    def __init__(self, now: Callable[[], datetime], most: int = 10_000) -> None:
        """`most` occasions are remembered; the oldest are forgotten."""
        self._now = now
        self._most = most
        self._until: OrderedDict[Hashable, datetime] = OrderedDict()

    def is_due(self, occasion: Hashable, pause: timedelta) -> bool:
        """Whether it was not due within the pause before; from now on it is not, for as long."""
        now = self._now()
        until = self._until.get(occasion)
        if until is not None and now < until <= now + pause:
            return False
        self._until[occasion] = now + pause
        self._until.move_to_end(occasion)
        while len(self._until) > self._most:
            self._until.popitem(last=False)
        return True
