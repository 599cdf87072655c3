"""Send a message once and not again for a while, for floods of equal messages.

After a restart the message may be sent once more.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta


class Throttle:
    """Decide which occasions are due, each counted separately."""

    def __init__(self, now: Callable[[], datetime], most: int = 10_000) -> None:
        """`most` occasions are remembered. The oldest are forgotten."""
        self._now = now
        self._most = most
        self._until: OrderedDict[Hashable, datetime] = OrderedDict()

    def is_due(self, occasion: Hashable, pause: timedelta) -> bool:
        """Whether the occasion is due. It is then not due again for the length of the pause."""
        now = self._now()
        until = self._until.get(occasion)
        if until is not None and now < until <= now + pause:
            return False
        self._until[occasion] = now + pause
        self._until.move_to_end(occasion)
        while len(self._until) > self._most:
            self._until.popitem(last=False)
        return True
