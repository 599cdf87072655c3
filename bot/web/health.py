"""Two doors for machines: is it alive, and can it work?

Nothing here knows what the house depends on: a callable says what is down.
"""

from collections.abc import Awaitable, Callable, Mapping

import structlog
from aiohttp import web

Readiness = Callable[[], Awaitable[Mapping[str, str]]]
"""What is down, and why in a few words without secrets; empty: everything works."""

log = structlog.get_logger(__name__)


class HealthDoor:
    """GET of `/healthz` and `/readyz`."""

    def __init__(self, what_is_down: Readiness) -> None:
        self._what_is_down = what_is_down

    async def is_alive(self, _request: web.Request) -> web.Response:
        """200 as long as the process answers; a reason to restart it when it does not."""
        return web.json_response({"status": "ok"})

    async def is_ready(self, _request: web.Request) -> web.Response:
        """200 when everything works, else 503 with what is down; it goes on trying by itself."""
        try:
            down = dict(await self._what_is_down())
        except Exception:
            log.exception("readiness unknown")
            down = {"readiness": "cannot be told; the log says why"}
        return web.json_response({"ready": not down, "down": down}, status=503 if down else 200)
