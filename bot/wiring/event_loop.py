"""The event loop on which the bot runs."""

import asyncio
import sys
from collections.abc import Callable, Coroutine


def run(body: Coroutine[object, object, None]) -> None:
    """Run the body on the bot's event loop until it ends."""
    with asyncio.Runner(loop_factory=find_loop_factory()) as runner:
        runner.run(body)


def find_loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return what makes uvloop's loop. None: asyncio's own, on Windows, where uvloop does not run."""
    if sys.platform == "win32":
        return None
    import uvloop  # noqa: PLC0415 - Windows has none

    return uvloop.new_event_loop
