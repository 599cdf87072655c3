"""Health checks for monitoring: whether the process answers, and whether it can work."""

from collections.abc import Awaitable, Callable, Mapping

import structlog
from aiohttp import web

Readiness = Callable[[], Awaitable[Mapping[str, str]]]
"""Return what is down, and why in a few words without secrets. Empty: everything works."""

log = structlog.get_logger(__name__)


class HealthDoor:
    """GET of `/healthz` and `/readyz`."""

    def __init__(self, what_is_down: Readiness) -> None:
        self._what_is_down = what_is_down

    async def is_alive(self, _request: web.Request) -> web.Response:
        """Answer 200 while the process runs. No answer is a reason to restart it."""
        return web.json_response({"status": "ok"})

    async def is_ready(self, _request: web.Request) -> web.Response:
        """Answer 200 if everything works, else 503 with what is down. The process keeps trying."""
        try:
            down = dict(await self._what_is_down())
        except Exception:
            log.exception("readiness unknown")
            down = {"readiness": "cannot be told; the log says why"}
        return web.json_response({"ready": not down, "down": down}, status=503 if down else 200)
