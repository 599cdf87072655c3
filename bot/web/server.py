"""All HTTP paths on one port, and the headers of every answer.

CannotListen    the port is taken or forbidden
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import structlog
from aiohttp import web

from bot.web.confirm import ConfirmDoor, Pages
from bot.web.health import HealthDoor, Readiness
from bot.web.request_limits import HEADER_SECONDS, MOST_CONNECTIONS, REQUESTS_A_MINUTE, Handler, Pace, TurnedAway
from bot.web.telegram import WebhookDoor

UNCOUNTED = frozenset({"/healthz", "/telegram"})
"""Paths that machines call often: one costs nothing, the other has its own secret."""
HSTS = f"max-age={365 * 24 * 3600}"
"""Browsers use https for a year, and only for this host."""

STATIC = {"page.css": "text/css", "icon.svg": "image/svg+xml"}

log = structlog.get_logger(__name__)


class CannotListen(Exception):
    """The address to listen on is taken, forbidden or not this machine's."""


def make_app(
    *,
    pages: Pages,
    what_is_down: Readiness,
    public_url: str,
    webhook: WebhookDoor | None = None,
    more: Mapping[str, Handler] = MappingProxyType({}),
) -> web.Application:
    """Build every path. `/telegram` exists only for pushed updates. `more` are further paths that are read."""
    pace = Pace(REQUESTS_A_MINUTE, UNCOUNTED)
    app = web.Application(middlewares=[_last_net, pace.make_middleware()])
    app.on_response_prepare.append(_make_hardening(is_https=public_url.startswith("https://")))
    health = HealthDoor(what_is_down)
    confirm = ConfirmDoor(pages, public_url)
    app.router.add_get("/healthz", health.is_alive)
    app.router.add_get("/readyz", health.is_ready)
    app.router.add_get("/confirm/{token}", confirm.show)
    app.router.add_post("/confirm/{token}", confirm.decide)
    for path, handler in more.items():
        app.router.add_get(path, handler)
    for name, kind in STATIC.items():
        app.router.add_get(f"/static/{name}", _serve(name, kind))
    if webhook is not None:
        app.router.add_post("/telegram", webhook.receive)
    return app


def _serve(name: str, kind: str) -> Handler:
    text = (Path(__file__).parent / "static" / name).read_text(encoding="utf-8")

    async def handler(_request: web.Request) -> web.Response:
        return web.Response(text=text, content_type=kind, headers={"Cache-Control": "public, max-age=3600"})

    return handler


def _make_hardening(*, is_https: bool) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Forbid storing, framing and type guessing for every answer, error pages included."""
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex",
    } | ({"Strict-Transport-Security": HSTS} if is_https else {})

    async def harden(_request: web.Request, response: web.StreamResponse) -> None:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        response.headers["Server"] = "keyminder"

    return harden


@web.middleware
async def _last_net(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Log a handler's unexpected error with its name, never with its path."""
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception:
        resource = request.match_info.route.resource
        log.exception("request failed", route=resource.canonical if resource else "unknown")
        return web.Response(status=500, text="Something went wrong. Nothing was lost. Please try again.")


class WebServer:
    """The HTTP server of one process, open between `open` and `close`."""

    def __init__(
        self,
        app: web.Application,
        host: str,
        port: int,
        *,
        header_seconds: float = HEADER_SECONDS,
        most_connections: int = MOST_CONNECTIONS,
    ) -> None:
        self.app = app
        self._runner = web.AppRunner(
            app, access_log=None, handle_signals=False, keepalive_timeout=header_seconds, lingering_time=2.0
        )
        self._host = host
        self._port = port
        self._most = most_connections
        self._listening: asyncio.Server | None = None

    async def open(self) -> int:
        """Listen and return the port. Port 0 takes any free one. Raises CannotListen."""
        await self._runner.setup()
        try:
            # Started separately: if it were cancelled while starting, a server without owner would keep the port.
            self._listening = await asyncio.get_running_loop().create_server(
                self._greet, self._host, self._port, backlog=128, start_serving=False
            )
            await self._listening.start_serving()
        except (OSError, OverflowError) as error:
            await self._runner.cleanup()
            why = getattr(error, "strerror", None) or "this address cannot be used"
            raise CannotListen(f"Cannot listen on {self._host} port {self._port}: {why}.") from error
        return int(self._listening.sockets[0].getsockname()[1])

    def _greet(self) -> asyncio.BaseProtocol:
        server = self._runner.server
        if server is None or len(server.connections) >= self._most:
            return TurnedAway()
        return server()

    async def close(self) -> None:
        """Finish running answers and stop listening."""
        if self._listening is not None:
            self._listening.close()
        await self._runner.cleanup()
