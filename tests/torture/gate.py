"""The one door of a bot process to Telegram and to its exchange, at which it can be stopped at a named point.

It must not know what stops there, nor why.
"""

import asyncio
import json

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.sandbox.telegram.server import BotApi

LOOPBACK = "127.0.0.1"
METHODS = ("sendMessage", "editMessageText", "deleteMessage", "answerCallbackQuery", "getUpdates")
MAKE_KEY = "make key"
"""The exchange's call that makes a key."""
POINTS = tuple(f"{side} {what}" for what in (*METHODS, MAKE_KEY) for side in ("before", "after"))
"""Before: nothing has happened there. After: all has happened, and the bot does not hear of it."""
_MAKE_KEY_PATH = "/v2/account/subs/api"
_OWN_HEADERS = {"content-length", "transfer-encoding", "connection", "host", "content-encoding", "date", "server"}


class Gate:
    """Serves one process; every call passes until one is to be caught."""

    def __init__(self, api: BotApi, coinex_url: str) -> None:
        self.calls = 0
        """How many came so far."""
        self._api = api
        self._coinex_url = coinex_url.removesuffix("/v2")
        self._point = ""
        self._caught = asyncio.Event()
        self._released = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None

    @property
    def root(self) -> str:
        """Where Telegram is, and under /v2 CoinEx; known once opened."""
        if self._runner is None:
            raise RuntimeError("the gate is closed")
        return f"http://{LOOPBACK}:{self._runner.addresses[0][1]}"

    async def open(self) -> None:
        """Listens on loopback."""
        app = self._api.app()
        app.router.add_route("*", "/v2/{path:.*}", self._forward)
        app.middlewares.append(self._pass)
        self._session = aiohttp.ClientSession(auto_decompress=False)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, 0).start()

    async def close(self) -> None:
        """Hangs up."""
        self.release()
        if self._runner is not None:
            await self._runner.cleanup()
        if self._session is not None:
            await self._session.close()

    def catch(self, point: str) -> None:
        """The next call that comes to this point stays there, and with it who made it."""
        self._point = point
        self._caught.clear()
        self._released.clear()

    async def wait_until_caught(self) -> None:
        """Returns when the process stands at the point."""
        await self._caught.wait()

    def release(self) -> None:
        """Catches nothing more; what was caught before its deed is never done."""
        self._point = ""
        self._released.set()

    @web.middleware
    async def _pass(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.calls += 1
        what = _name(request)
        if self._point == f"before {what}":
            await self._hold()
            raise web.HTTPBadGateway
        response = await handler(request)
        if self._point == f"after {what}" and _has_effect(what, response):
            await self._hold()
        return response

    async def _hold(self) -> None:
        self._point = ""
        self._caught.set()
        await self._released.wait()

    async def _forward(self, request: web.Request) -> web.Response:
        if self._session is None:
            raise RuntimeError("the gate is closed")
        async with self._session.request(
            request.method,
            f"{self._coinex_url}{request.raw_path}",
            data=await request.read(),
            headers={name: value for name, value in request.headers.items() if name.lower() not in _OWN_HEADERS},
        ) as answer:
            headers = {name: value for name, value in answer.headers.items() if name.lower() not in _OWN_HEADERS}
            return web.Response(status=answer.status, body=await answer.read(), headers=headers)


def _name(request: web.Request) -> str:
    if request.path == _MAKE_KEY_PATH:
        return MAKE_KEY if request.method == "POST" else ""
    return request.match_info.get("method", "")


def _has_effect(what: str, response: web.StreamResponse) -> bool:
    """A poll that brought nothing has none."""
    if what != "getUpdates":
        return response.status == 200
    return isinstance(response, web.Response) and bool(json.loads(response.text or "{}").get("result"))
