"""The event loop on which the bot runs."""

import asyncio
import sys
from collections.abc import Coroutine


def run(body: Coroutine[object, object, None]) -> None:
    """Run the body until it ends, on uvloop, or on Windows, where that does not run, on asyncio's own loop."""
    if sys.platform == "win32":
        asyncio.run(body)
    else:
        import uvloop  # noqa: PLC0415 - Windows has none

        uvloop.run(body)
