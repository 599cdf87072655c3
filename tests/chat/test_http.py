"""python-telegram-bot on our requests, with good, bad, slow and silent servers."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.chat.telegram.http import AiohttpRequest, ChatBot, Timeouts, make_bot

TOKEN = "4242:secret-token"
Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Server:
    """Any answer to any call, over real HTTP."""

    root: str = ""
    answer: Answering = field(default=lambda _: _ok(True))
    requests: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


def _seen(value: str | bytes | bytearray | web.FileField) -> object:
    return (value.filename, value.file.read()) if isinstance(value, web.FileField) else value


async def _ok(result: Any) -> web.StreamResponse:
    return web.json_response({"ok": True, "result": result})


def refusing(status: int, description: str, **parameters: int) -> Answering:
    async def answer(_: web.Request) -> web.StreamResponse:
        body = {"ok": False, "error_code": status, "description": description}
        return web.json_response(body | ({"parameters": parameters} if parameters else {}), status=status)

    return answer


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    told = Server()

    async def handle(request: web.Request) -> web.StreamResponse:
        is_json = request.content_type == "application/json"
        given = await request.json() if is_json else await request.post()
        told.requests.append((request.path, {name: _seen(value) for name, value in given.items()}))
        return await told.answer(request)

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", handle)
    running = TestServer(app)
    # The server's own access log would show the URL with the token.
    await running.start_server(access_log=None)
    told.root = str(running.make_url("/root"))
    yield told
    await running.close()


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[ChatBot]:
    requests = AiohttpRequest(Timeouts(read=0.3, write=0.1, connect=0.3, pool=0.3))
    await requests.initialize()
    yield make_bot(TOKEN, server.root, requests)
    await requests.shutdown()


async def test_a_call_goes_to_the_given_root_and_brings_the_answer_back(bot: ChatBot, server: Server) -> None:
    server.answer = lambda _: _ok({"message_id": 5})
    said = {"chat_id": -1001, "text": "ä & <b>", "reply_parameters": {"message_id": 4}}
    answer = await bot.call("sendMessage", {**said, "message_thread_id": None})
    assert answer == {"message_id": 5}
    assert server.requests == [(f"/root/bot{TOKEN}/sendMessage", said)]


async def test_parsed_calls_of_python_telegram_bot_work_too(bot: ChatBot, server: Server) -> None:
    server.answer = lambda _: _ok({"id": 4242, "is_bot": True, "first_name": "K", "username": "keyminder_bot"})
    await bot.initialize()
    assert bot.username == "keyminder_bot"


async def test_a_file_goes_up_with_its_name_and_comes_down_again(bot: ChatBot, server: Server) -> None:
    await bot.call("sendDocument", {"chat_id": 1, "document": InputFile(b"a,b\n", "Schlüssel 1.csv")})
    path, form = server.requests[0]
    assert path.endswith("/sendDocument")
    assert form == {"chat_id": "1", "document": ("Schlüssel 1.csv", b"a,b\n")}

    async def file(_: web.Request) -> web.StreamResponse:
        return web.Response(body=b"a,b\n")

    server.answer = file
    assert await bot.request.retrieve(f"{server.root}/file/bot{TOKEN}/a.csv") == b"a,b\n"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (refusing(400, "Bad Request: chat not found"), BadRequest),
        (refusing(401, "Unauthorized"), InvalidToken),
        (refusing(403, "Forbidden: bot was blocked by the user"), Forbidden),
        (refusing(404, "Not Found"), InvalidToken),
        (refusing(409, "Conflict: terminated by other getUpdates request"), Conflict),
        (refusing(502, "Bad Gateway"), NetworkError),
        (refusing(400, "upgraded", migrate_to_chat_id=-1002), ChatMigrated),
    ],
)
async def test_refusals_become_the_librarys_errors(
    bot: ChatBot, server: Server, answer: Answering, error: type[TelegramError]
) -> None:
    server.answer = answer
    with pytest.raises(error):
        await bot.call("getMe", {})


async def test_a_pause_is_reported_in_time(bot: ChatBot, server: Server) -> None:
    server.answer = refusing(429, "Too Many Requests", retry_after=7)
    with pytest.raises(RetryAfter) as caught:
        await bot.call("getMe", {})
    assert caught.value.retry_after == timedelta(seconds=7)


async def test_a_slow_server_times_out(bot: ChatBot, server: Server) -> None:
    never = asyncio.Event()

    async def hang(_: web.Request) -> web.StreamResponse:
        await never.wait()
        return web.Response()

    server.answer = hang
    with pytest.raises(TimedOut):
        await bot.call("getMe", {})
    never.set()


async def test_a_dropped_connection_is_a_network_error(bot: ChatBot, server: Server) -> None:
    async def drop(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    server.answer = drop
    with pytest.raises(NetworkError) as caught:
        await bot.call("getMe", {})
    assert not isinstance(caught.value, TimedOut)


async def test_a_closed_port_is_a_network_error() -> None:
    requests = AiohttpRequest()
    await requests.initialize()
    with pytest.raises(NetworkError):
        await make_bot(TOKEN, "http://127.0.0.1:1", requests).call("getMe", {})
    await requests.shutdown()


@pytest.mark.parametrize("status", [200, 301, 400, 500])
async def test_a_token_shows_in_no_error_and_no_log(
    bot: ChatBot, server: Server, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    caplog.set_level(logging.INFO)

    async def echo(request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text=f"<html>{request.path}</html>", headers={"Location": request.path})

    server.answer = echo
    with pytest.raises(TelegramError) as caught:
        await bot.call("getMe", {})
    shown = "".join(traceback.format_exception(caught.value)) + caplog.text + repr(bot)
    assert "secret-token" not in shown


async def test_a_refused_token_is_not_repeated(bot: ChatBot, server: Server) -> None:
    server.answer = refusing(401, "Unauthorized")
    with pytest.raises(InvalidToken) as caught:
        await bot.initialize()
    assert "secret-token" not in "".join(traceback.format_exception(caught.value))


async def test_the_environment_names_a_proxy(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def relay(request: web.Request) -> web.StreamResponse:
        asked.append(str(request.url))
        return await _ok(True)

    server.answer = relay
    for name in ("no_proxy", "NO_PROXY", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", server.root.removesuffix("/root"))
    requests = AiohttpRequest()
    await requests.initialize()
    assert await make_bot(TOKEN, "http://telegram.invalid", requests).call("getMe", {}) is True
    assert asked == [f"http://telegram.invalid/bot{TOKEN}/getMe"]
    await requests.shutdown()


async def test_updates_come_as_they_were_sent(bot: ChatBot, server: Server) -> None:
    server.answer = lambda _: _ok([{"update_id": 9, "brand_new_field": {"x": 1}}])
    assert await bot.list_updates(5, 0, ["message"]) == [{"update_id": 9, "brand_new_field": {"x": 1}}]
    _, form = server.requests[0]
    assert (form["offset"], form["timeout"], form["allowed_updates"]) == (5, 0, ["message"])
