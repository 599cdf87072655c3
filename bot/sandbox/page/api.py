"""The HTTP API of the page: its files, a JSON call for everything a person can do, a stream of views."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import cast

from aiohttp import web

from bot.sandbox.exchanges.coinex.web_page import change, set_mood
from bot.sandbox.page.guard import (
    EMAIL_POLICY,
    FILE_POLICY,
    POLICY_HEADER,
    add_headers,
    guard_with,
    refuse,
    word_trouble,
)
from bot.sandbox.page.state import PageState
from bot.sandbox.telegram.image_size import PNG
from bot.sandbox.telegram.models import Json
from bot.sandbox.telegram.refusals import Impossible

PAGE_FOLDER = Path(__file__).with_name("static")
LARGEST_UPLOAD = 20 * 2**20
ANSWER_SECONDS = 8.0
"""How long a press waits for the bot's answer before the page stops showing progress."""
QUIET_SECONDS = 10.0
"""The stream sends a view at least this often, and when the codes change, so that clocks are right."""
GATHER_SECONDS = 0.03
"""Changes within this time make one view."""

_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)


class PageApi:
    """Serve the page. `token` is what the page's address must contain, `join` lets a person into a group."""

    def __init__(self, scene: PageState, token: str, join: Callable[[int, int], Awaitable[None]]) -> None:
        self._scene = scene
        self._world = scene.world
        self._token = token
        self._join = join
        self._streams: set[asyncio.Task[object]] = set()

    def app(self) -> web.Application:
        """The aiohttp application."""
        app = web.Application(middlewares=[guard_with(self._token), word_trouble], client_max_size=LARGEST_UPLOAD)
        app.router.add_get("/", self._show_page)
        app.router.add_static("/page", PAGE_FOLDER)
        app.router.add_get("/api/view", self._show_view)
        app.router.add_get("/api/stream", self._stream)
        app.router.add_get("/api/commands", self._list_commands)
        app.router.add_get("/api/files/{file_id}", self._show_file)
        app.router.add_get("/api/letters/{letter_id}", self._show_email)
        app.router.add_post("/api/message", self._post)
        app.router.add_post("/api/document", self._post_document)
        app.router.add_post("/api/press", self._press)
        app.router.add_post("/api/open", self._open)
        app.router.add_post("/api/scan", self._scan)
        app.router.add_post("/api/membership", self._change_membership)
        app.router.add_post("/api/clock", self._move_clock)
        app.router.add_post("/api/scenario", self._play)
        app.router.add_post("/api/mail-server", self._set_mail_server)
        app.router.add_post("/api/coinex", self._change_coinex)
        app.router.add_post("/api/coinex-mood", self._set_coinex_mood)
        app.on_response_prepare.append(add_headers)
        app.on_shutdown.append(self._end_streams)
        return app

    async def _show_page(self, _request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE_FOLDER / "index.html")

    async def _show_view(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response(self._scene.show())

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        task = asyncio.current_task()
        if task is not None:
            self._streams.add(task)
            task.add_done_callback(self._streams.discard)
        while not (request.transport is None or request.transport.is_closing()):
            seen = self._scene.list_counts()
            try:
                await response.write(f"event: view\ndata: {json.dumps(self._scene.show())}\n\n".encode())
            except ConnectionError:
                break
            quiet = min(QUIET_SECONDS, self._scene.seconds_to_new_codes() + GATHER_SECONDS)
            await self._scene.wait_for_news(seen, quiet)
            await asyncio.sleep(GATHER_SECONDS)
        return response

    async def _end_streams(self, _app: web.Application) -> None:
        for task in list(self._streams):
            task.cancel()

    async def _list_commands(self, request: web.Request) -> web.StreamResponse:
        user_id, chat_id = int(request.query["user_id"]), int(request.query["chat_id"])
        return web.json_response({"commands": self._scene.show_commands(user_id, chat_id)})

    async def _show_file(self, request: web.Request) -> web.StreamResponse:
        file = self._world.stored_file(request.match_info["file_id"])
        is_picture = file.width > 0
        headers = {"Content-Type": "application/octet-stream", POLICY_HEADER: FILE_POLICY}
        if is_picture:
            headers["Content-Type"] = "image/png" if file.content.startswith(PNG) else "image/jpeg"
        else:
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=file.content, headers=headers)

    async def _show_email(self, request: web.Request) -> web.StreamResponse:
        email = self._scene.mailbox.find(int(request.match_info["letter_id"]))
        if email is None:
            return refuse("There is no such e-mail.", 404)
        base = '<base target="_blank">'
        html = _HEAD.sub(lambda head: head.group() + base, email.html, count=1)
        if base not in html:
            html = base + html
        return web.Response(text=html, content_type="text/html", headers={POLICY_HEADER: EMAIL_POLICY})

    async def _post(self, request: web.Request) -> web.StreamResponse:
        asked = await _read(request)
        message = self._world.post(
            _number(asked, "user_id"),
            _number(asked, "chat_id"),
            _text(asked, "text"),
            topic_id=_find_number(asked, "topic_id"),
            reply_to=_find_number(asked, "reply_to"),
        )
        return web.json_response({"message_id": message.message_id})

    async def _post_document(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        file = form.get("file")
        if not isinstance(file, web.FileField):
            raise Impossible("No file came.")
        words: Json = {name: value for name, value in form.items() if isinstance(value, str)}
        message = self._world.post_document(
            _number(words, "user_id"),
            _number(words, "chat_id"),
            file.filename,
            file.file.read(),
            caption=_text(words, "caption"),
            topic_id=_find_number(words, "topic_id"),
            reply_to=_find_number(words, "reply_to"),
            mime_type=file.content_type,
        )
        return web.json_response({"message_id": message.message_id})

    async def _press(self, request: web.Request) -> web.StreamResponse:
        asked = await _read(request)
        place = (_number(asked, "user_id"), _number(asked, "chat_id"), _number(asked, "message_id"))
        ephemeral_id = _find_number(asked, "ephemeral_id")
        query_id = self._world.press(*place, _text(asked, "data"), ephemeral_id=ephemeral_id)
        try:
            await self._world.wait_until(
                lambda: self._world.answer_to(query_id) is not None, timeout_seconds=ANSWER_SECONDS
            )
        except TimeoutError:
            return web.json_response({"text": "", "show_alert": False, "url": ""})
        answer = self._world.answer_to(query_id)
        shown: Json = {"text": answer.text, "show_alert": answer.show_alert, "url": answer.url} if answer else {}
        return web.json_response(shown)

    async def _open(self, request: web.Request) -> web.StreamResponse:
        asked = await _read(request)
        message = self._world.open_link(_number(asked, "user_id"), _text(asked, "url"))
        return web.json_response({"message_id": message.message_id})

    async def _scan(self, request: web.Request) -> web.StreamResponse:
        asked = await _read(request)
        message = self._world.state.find_message(_number(asked, "chat_id"), _number(asked, "message_id"))
        if message is None:
            raise Impossible("There is no such message any more.")
        code = self._scene.authenticators.scan(_number(asked, "user_id"), message.text)
        return web.json_response({"code": code})

    async def _change_membership(self, request: web.Request) -> web.StreamResponse:
        asked = await _read(request)
        user_id, chat_id = _number(asked, "user_id"), _number(asked, "chat_id")
        match _text(asked, "change"):
            case "join":
                await self._join(user_id, chat_id)
            case "leave":
                self._world.leave(user_id, chat_id)
            case "block_bot":
                self._world.block_bot(user_id)
            case "unblock_bot":
                self._world.unblock_bot(user_id)
            case "add_bot":
                self._world.add_bot(chat_id, user_id)
            case "promote_bot":
                self._world.promote_bot(chat_id, user_id)
            case "demote_bot":
                self._world.demote_bot(chat_id, user_id)
            case "kick_bot":
                self._world.kick_bot(chat_id, user_id)
            case other:
                raise Impossible(f"Nobody can {other} here.")
        return web.json_response({})

    async def _move_clock(self, request: web.Request) -> web.StreamResponse:
        asked = await _read(request)
        now = self._scene.clock.jump(timedelta(seconds=_number(asked, "seconds")))
        return web.json_response({"now": now.isoformat()})

    async def _play(self, request: web.Request) -> web.StreamResponse:
        self._scene.stage.start(_text(await _read(request), "name"))
        return web.json_response({})

    async def _set_mail_server(self, request: web.Request) -> web.StreamResponse:
        match _text(await _read(request), "mode"):
            case "up" | "450" | "550" as mode:
                self._scene.mailbox.refuse = None if mode == "up" else int(mode)
                await self._scene.mailbox.start()
            case "down":
                await self._scene.mailbox.stop()
            case other:
                raise Impossible(f"A mail server cannot be {other}.")
        self._scene.mailbox.changes.ring()
        return web.json_response({})

    async def _change_coinex(self, request: web.Request) -> web.StreamResponse:
        asked = await _read(request)
        change(self._scene.coinex, *(_text(asked, name) for name in ("what", "user_id", "name")))
        return web.json_response({})

    async def _set_coinex_mood(self, request: web.Request) -> web.StreamResponse:
        set_mood(self._scene.coinex, _text(await _read(request), "mood"))
        return web.json_response({})


async def _read(request: web.Request) -> Json:
    asked: object = await request.json()
    if not isinstance(asked, dict):
        raise Impossible("The body is one JSON object.")
    return cast("Json", asked)


def _text(asked: Mapping[str, object], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str):
        raise Impossible(f"{name} is missing.")
    return value


def _number(asked: Mapping[str, object], name: str) -> int:
    return int(_text({name: str(asked.get(name, ""))}, name))


def _find_number(asked: Mapping[str, object], name: str) -> int | None:
    return None if asked.get(name) in {None, ""} else _number(asked, name)
