"""The Bot API server: HTTP in front of the world, for any bot that is given its address.

Source: core.telegram.org/bots/api#making-requests, tdlib/telegram-bot-api, HttpConnection.cpp.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

from aiohttp import web
from aiohttp.multipart import BodyPartReader

from bot.sandbox.telegram.faults import ConnectionCut
from bot.sandbox.telegram.methods import BY_LOWER_NAME
from bot.sandbox.telegram.models import Json
from bot.sandbox.telegram.parameters import Parameters, Upload, decode
from bot.sandbox.telegram.polling import Polling
from bot.sandbox.telegram.refusals import ApiRefusal
from bot.sandbox.telegram.webhook import WebhookSender
from bot.sandbox.telegram.world import World

LARGEST_REQUEST = 60 << 20


class BotApi:
    """Serve one world. `webhook_delay_seconds` is the wait before the second retry of a webhook."""

    def __init__(self, world: World, *, webhook_delay_seconds: float = 2.0) -> None:
        self._world = world
        self._polling = Polling(world)
        self._webhook = WebhookSender(world, self._polling, self.perform, first_delay_seconds=webhook_delay_seconds)
        self._delivery = {
            "setwebhook": self._webhook.set_webhook,
            "deletewebhook": self._webhook.delete_webhook,
            "getwebhookinfo": self._webhook.get_webhook_info,
        }

    def app(self) -> web.Application:
        """The routes: /bot<token>/<method> and /file/bot<token>/<path>."""
        app = web.Application(client_max_size=LARGEST_REQUEST)
        app.router.add_route("*", "/bot{token}/{method}", self._answer_call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._answer_download)
        app.cleanup_ctx.append(self._deliver_webhooks)
        app.on_shutdown.append(self._let_go)
        return app

    async def perform(self, method: str, call: Parameters) -> object:
        """Return the method's result. Raises ApiRefusal or ConnectionCut."""
        name = method.lower()
        self._world.note_call(method, _shown(call))
        await self._world.faults.before(name, call.integer("chat_id"))
        if name == "getupdates":
            result = await self._polling.get_updates(call)
        elif name in self._delivery:
            result = self._delivery[name](call)
        elif name in BY_LOWER_NAME:
            result = BY_LOWER_NAME[name](self._world, call)
        else:
            raise ApiRefusal(404, "Not Found: method not found")
        self._world.faults.after(name)
        return result

    async def _deliver_webhooks(self, _: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(self._webhook.run())
        yield
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    async def _let_go(self, _: web.Application) -> None:
        self._polling.close()
        self._world.faults.release()

    async def _answer_call(self, request: web.Request) -> web.Response:
        try:
            self._check_token(request)
            call = await _read_parameters(request)
            result = await self.perform(request.match_info["method"], call)
        except ApiRefusal as refusal:
            headers = {"Retry-After": str(refusal.parameters["retry_after"])} if refusal.code == 429 else {}
            return web.json_response(refusal.payload(), status=refusal.code, headers=headers)
        except ConnectionCut:
            return _cut(request)
        return web.json_response({"ok": True, "result": result})

    async def _answer_download(self, request: web.Request) -> web.Response:
        try:
            self._check_token(request)
            await self._world.faults.before("download", None)
        except ApiRefusal as refusal:
            return web.json_response(refusal.payload(), status=refusal.code)
        except ConnectionCut:
            return _cut(request)
        file = self._world.state.find_file_at(request.match_info["path"])
        if file is None:
            return web.json_response(ApiRefusal(404, "Not Found").payload(), status=404)
        return web.Response(body=file.content, content_type="application/octet-stream")

    def _check_token(self, request: web.Request) -> None:
        if request.match_info["token"] != self._world.state.bot.token:
            raise ApiRefusal(401, "Unauthorized")


def _shown(call: Parameters) -> Json:
    """The call's parameters, with files by name. A file that another parameter attaches is left out."""
    named = json.dumps(call.values)
    files = {name: upload.name for name, upload in call.uploads.items() if f'"attach://{name}"' not in named}
    return files | call.values


async def _read_parameters(request: web.Request) -> Parameters:
    values: Json = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        try:
            body: object = await request.json()
        except ValueError as error:
            raise ApiRefusal(400, "Bad Request: can't parse request JSON object") from error
        if not isinstance(body, dict):
            raise ApiRefusal(400, "Bad Request: can't parse request: object expected")
        values |= body
    elif request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                continue
            if part.filename is None:
                values[part.name] = await part.text()
            else:
                mime_type = part.headers.get("Content-Type", "application/octet-stream")
                content = bytes(await part.read(decode=True))
                uploads[part.name] = Upload(part.filename, mime_type, content)
    else:
        values |= dict(await request.post())
    return Parameters({name: decode(name, value) for name, value in values.items()}, uploads)


def _cut(request: web.Request) -> web.Response:
    """Close the connection. The returned answer reaches no one."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=503)
