"""Which of the things the house depends on are down, why, and since when.

It must not know what depends on them.
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from bot.operations.clock import Clock


class Service(StrEnum):
    """What the house depends on."""

    TELEGRAM = "telegram"
    MAIL = "mail"
    DATABASE = "database"


class Condition:
    """Told by whoever tried. `on_change` is called when something goes down or comes back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._down: dict[Service, tuple[str, datetime]] = {}
        self.on_change: Callable[[], None] = _do_nothing

    def failed(self, what: Service, why: str) -> None:
        """It was tried in vain; `why` is a few words without secrets."""
        since = self._down[what][1] if what in self._down else self._clock.now()
        is_new = what not in self._down
        self._down[what] = (why, since)
        if is_new:
            self.on_change()

    def worked(self, what: Service) -> None:
        """It was tried, and answered."""
        if self._down.pop(what, None) is not None:
            self.on_change()

    def is_down(self, what: Service) -> bool:
        """Whether the last try was in vain."""
        return what in self._down

    def show(self) -> dict[str, str]:
        """What is down: why, and since when."""
        return {
            what.value: f"{why.removesuffix('.')}, since {since:%Y-%m-%d %H:%M} UTC"
            for what, (why, since) in self._down.items()
        }


def _do_nothing() -> None:
    """Nobody minds yet."""
