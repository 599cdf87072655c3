"""The gate of a bot process to Telegram and its exchange, which stops it at a named point."""

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
"""Before: nothing has happened there. After: all has happened, and the bot does not get the answer."""
_MAKE_KEY_PATH = "/v2/account/subs/api"
_OWN_HEADERS = {"content-length", "transfer-encoding", "connection", "host", "content-encoding", "date", "server"}


class Gate:
    """Serves one process. Every call passes until one is to be caught."""

    def __init__(self, api: BotApi, coinex_url: str) -> None:
        self.calls = 0
        """How many calls came so far."""
        self._api = api
        self._coinex_url = coinex_url.removesuffix("/v2")
        self._point = ""
        self._caught = asyncio.Event()
        self._released = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None

    @property
    def root(self) -> str:
        """Address of Telegram and, under /v2, of CoinEx. Known once opened."""
        if self._runner is None:
            raise RuntimeError("the gate is closed")
        return f"http://{LOOPBACK}:{self._runner.addresses[0][1]}"

    async def open(self) -> None:
        """Listen on loopback."""
        app = self._api.app()
        app.router.add_route("*", "/v2/{path:.*}", self._forward)
        app.middlewares.append(self._pass)
        self._session = aiohttp.ClientSession(auto_decompress=False)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, 0).start()

    async def close(self) -> None:
        """Close all connections."""
        self.release()
        if self._runner is not None:
            await self._runner.cleanup()
        if self._session is not None:
            await self._session.close()

    def catch(self, point: str) -> None:
        """Stop the next call at this point, and the process that made it."""
        self._point = point
        self._caught.clear()
        self._released.clear()

    async def wait_until_caught(self) -> None:
        """Return when the process waits at the point."""
        await self._caught.wait()

    def release(self) -> None:
        """Catch nothing more. A call that was caught before its effect is never done."""
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
    """Whether it has an effect. A poll without updates has none."""
    if what != "getUpdates":
        return response.status == 200
    return isinstance(response, web.Response) and bool(json.loads(response.text or "{}").get("result"))
