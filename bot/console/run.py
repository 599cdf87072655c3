"""Run the app until it is stopped."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Protocol

from bot.clock import Clock
from bot.settings import Settings


class App(Protocol):
    """A built bot."""

    async def run_until_stopped(self) -> None:
        """Work until a fatal error, which is raised, or until cancelled, which closes everything."""
        ...


Build = Callable[[Settings, Clock], Awaitable[App]]


async def run_app(build: Build, settings: Settings, clock: Clock) -> None:
    """Build and run. SIGINT and SIGTERM stop it cleanly, and this returns."""
    async with stop_on_signal():
        app = await build(settings, clock)
        await app.run_until_stopped()


@asynccontextmanager
async def stop_on_signal() -> AsyncIterator[None]:
    """Cancel the body at the first SIGINT or SIGTERM, and leave it normally. A second signal kills."""
    body = asyncio.current_task()
    if body is None:
        raise RuntimeError("there is no task to stop")
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    is_asked_to_stop = False

    def stop() -> None:
        nonlocal is_asked_to_stop
        is_asked_to_stop = True
        forget()
        body.cancel()

    def forget() -> None:
        for one in signals:
            with contextlib.suppress(NotImplementedError, ValueError):
                loop.remove_signal_handler(one)

    for one in signals:
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt anyway
            loop.add_signal_handler(one, stop)
    try:
        yield
    except asyncio.CancelledError:
        if not is_asked_to_stop:
            raise
        body.uncancel()
    finally:
        forget()
