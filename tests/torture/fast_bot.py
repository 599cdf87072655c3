"""The bot as an operator runs it, on a faster clock, so that authenticator codes come sooner."""

import asyncio
import os
from datetime import UTC, datetime, timedelta

from bot.console.run import run_app
from bot.settings import read_settings
from bot.wiring.app import build
from bot.wiring.event_loop import run

SPEED = 4
BEGAN = "TORTURE_BEGAN"


class FastClock:
    """Real time, sped up from a fixed beginning. It is the same in all processes with that beginning."""

    def __init__(self, began: datetime) -> None:
        self.began = began

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        return self.began + (datetime.now(UTC) - self.began) * SPEED

    def wall_now(self) -> datetime:
        """Return the same as `now`."""
        return self.now()

    async def sleep_until(self, moment: datetime) -> None:
        """Return once `now()` has reached the moment."""
        left = moment - self.now()
        while left > timedelta():
            await asyncio.sleep(left.total_seconds() / SPEED)
            left = moment - self.now()


if __name__ == "__main__":
    run(run_app(build, read_settings(os.environ), FastClock(datetime.fromisoformat(os.environ[BEGAN]))))
