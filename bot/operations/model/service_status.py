"""Which services are down, why and since when, and whether the clock can be right."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from bot.clock import NOTICED, Clock


class Service(StrEnum):
    """A service that the bot depends on."""

    TELEGRAM = "telegram"
    MAIL = "mail"
    DATABASE = "database"


class ServiceStatus:
    """Reported by the callers. `on_change` runs when a service goes down or comes back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._down: dict[Service, tuple[str, datetime]] = {}
        self._last_sign: datetime | None = None
        self.on_change: Callable[[], None] = _do_nothing

    def failed(self, what: Service, why: str) -> None:
        """Record a failed call. `why` is a few words without secrets."""
        since = self._down[what][1] if what in self._down else self._clock.now()
        is_new = what not in self._down
        self._down[what] = (why, since)
        if is_new:
            self.on_change()

    def worked(self, what: Service) -> None:
        """Record an answered call."""
        if self._down.pop(what, None) is not None:
            self.on_change()

    def is_down(self, what: Service) -> bool:
        """Whether the last call failed."""
        return what in self._down

    def note_last_sign(self, seen_at: datetime) -> None:
        """Record when the bot last worked before this process.

        It does not limit the time of this process. Otherwise a clock that was once years ahead would set the expiry of
        keys for ever. The database finds what is due, and counts a time as past that is further ahead than it can have
        been written.
        """
        self._last_sign = seen_at

    def sign_to_come(self) -> datetime | None:
        """Last heartbeat before this process, if it is in the future: one of the clocks is wrong. Else None."""
        sign = self._last_sign
        return sign if sign is not None and sign - self._clock.now() >= NOTICED else None

    def show(self) -> dict[str, str]:
        """Map each service that is down to why and since when."""
        down = {
            what.value: f"{why.removesuffix('.')}, since {since:%Y-%m-%d %H:%M} UTC"
            for what, (why, since) in self._down.items()
        }
        sign = self.sign_to_come()
        if sign is not None:
            down["clock"] = f"is behind: the bot was last at work at {sign:%Y-%m-%d %H:%M} UTC"
        return down


def _do_nothing() -> None:
    """Default for `on_change`."""
