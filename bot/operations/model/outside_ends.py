"""What only the outside knows about ends, as jobs ask for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CertificateSeen:
    """The certificate of the bot's public address."""

    ends_at: datetime | None
    """None: it has expired, and its end is not known."""


class OutsideEnds(Protocol):
    """Asks the outside. Nothing here raises."""

    async def look_at_certificate(self) -> CertificateSeen | None:
        """Read it. None: there is none, or it could not be read."""

    async def is_webhook_stopped(self, now: datetime) -> bool | None:
        """Whether Telegram cannot deliver updates. None: it polls, or did not say."""
