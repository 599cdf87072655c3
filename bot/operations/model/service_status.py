"""Which of the things the house depends on are down, why, and since when; and whether the clock can be right.

It must not know what depends on them.
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from bot.clock import NOTICED, Clock


class Service(StrEnum):
    """What the house depends on."""

    TELEGRAM = "telegram"
    MAIL = "mail"
    DATABASE = "database"


class ServiceStatus:
    """Told by whoever tried. `on_change` is called when something goes down or comes back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._down: dict[Service, tuple[str, datetime]] = {}
        self._last_sign: datetime | None = None
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

    def note_last_sign(self, seen_at: datetime) -> None:
        """When the bot was last at work before this process was started.

        It is no floor for the time of this process: a clock that was once years ahead would then set the ends of keys
        for ever. What is due is found by the database instead, which counts a moment that lies further ahead than it
        can have been written as past.
        """
        self._last_sign = seen_at

    def sign_to_come(self) -> datetime | None:
        """The last sign before this process, while it lies in the future: either clock is wrong. None: it does not."""
        sign = self._last_sign
        return sign if sign is not None and sign - self._clock.now() >= NOTICED else None

    def show(self) -> dict[str, str]:
        """What is down: why, and since when."""
        down = {
            what.value: f"{why.removesuffix('.')}, since {since:%Y-%m-%d %H:%M} UTC"
            for what, (why, since) in self._down.items()
        }
        sign = self.sign_to_come()
        if sign is not None:
            down["clock"] = f"is behind: the bot was last at work at {sign:%Y-%m-%d %H:%M} UTC"
        return down


def _do_nothing() -> None:
    """Nobody minds yet."""
