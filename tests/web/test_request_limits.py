"""Limits for a client of the web server: how often, how much, how slowly and how many at once."""

import asyncio
from collections.abc import Callable

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.web.request_limits import REQUESTS_A_MINUTE, read_body
from bot.web.server import WebServer, make_app
from tests.web.one_question import PUBLIC_URL, SECRET, TOKEN, Client, Condition, Inbox, OneQuestion, open_app

PATH = f"/confirm/{TOKEN}"
OURS = {"Origin": PUBLIC_URL}


async def ask_too_often(client: Client, headers: Callable[[int], dict[str, str]]) -> ClientResponse:
    """Ask for links until one answer is not 404. Each second this takes allows some more."""
    for number in range(3 * REQUESTS_A_MINUTE):
        answer = await client.get(f"/confirm/{number:022}", headers=headers(number))
        if answer.status != 404:
            return answer
    raise AssertionError("nobody was told to wait")


async def test_an_address_that_asks_too_often_waits_and_keeps_no_other_out() -> None:
    async with open_app() as client:
        answer = await ask_too_often(client, lambda number: {"X-Forwarded-For": f"10.9.8.{number % 256}, 8.8.8.8"})
        assert (answer.status, answer.headers["Retry-After"]) == (429, "60")
        assert (await client.get(PATH, headers={"X-Forwarded-For": "8.8.8.8, 9.9.9.9"})).status == 200
        assert (await client.get("/healthz", headers={"X-Forwarded-For": "8.8.8.8"})).status == 200


async def test_addresses_of_one_network_count_together() -> None:
    async with open_app() as client:
        answer = await ask_too_often(client, lambda number: {"X-Forwarded-For": f"2600:1:1:2::{number:x}"})
        assert answer.status == 429
        assert (await client.get(PATH, headers={"X-Forwarded-For": "2600:1:1:3::1"})).status == 200


async def test_updates_are_not_counted() -> None:
    inbox = Inbox()
    async with open_app(inbox=inbox) as client:
        for number in range(REQUESTS_A_MINUTE + 1):
            headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            assert (await client.post("/telegram", json={"update_id": number}, headers=headers)).status == 200


@pytest.mark.parametrize(("public_url", "is_sent"), [(PUBLIC_URL, True), ("http://127.0.0.1:8700", False)])
async def test_browsers_stay_with_https_where_the_public_address_is_https(public_url: str, is_sent: bool) -> None:
    app = make_app(pages=OneQuestion(), what_is_down=Condition(), public_url=public_url)
    async with TestClient(TestServer(app)) as client:
        for path in (PATH, "/nothing", "/healthz"):
            answer = await client.get(path)
            assert ("max-age=31536000" in answer.headers.get("Strict-Transport-Security", "")) == is_sent


@pytest.mark.parametrize("body", [b"decision=confirm&x=" + b"x" * 5000, b"x" * 5000])
async def test_a_form_beyond_all_measure_decides_nothing(body: bytes) -> None:
    pages = OneQuestion()
    async with open_app(pages) as client:
        headers = {**OURS, "Content-Type": "application/x-www-form-urlencoded"}
        assert (await client.post(PATH, data=body, headers=headers)).status == 413
    assert pages.decisions == []


@pytest.mark.parametrize("form", ["decision=confirm&decision=deny", "decision=confirm&decision=confirm"])
async def test_a_form_with_two_decisions_decides_nothing(form: str) -> None:
    pages = OneQuestion()
    async with open_app(pages) as client:
        headers = {**OURS, "Content-Type": "application/x-www-form-urlencoded"}
        assert (await client.post(PATH, data=form, headers=headers)).status == 400
    assert pages.decisions == []


async def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(body=await read_body(request, 100, seconds=0.05))

    app = web.Application()
    app.router.add_post("/", handler)
    async with TestServer(app) as server:
        reader, writer = await asyncio.open_connection(server.host, server.port)
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nhalf")
        assert b"408" in await asyncio.wait_for(reader.readline(), timeout=10)
        writer.close()


@pytest.mark.parametrize("sent", [b"", b"GET /healthz HTTP/1.1\r\nHost: x\r\n"])
async def test_a_connection_without_headers_is_closed(sent: bytes) -> None:
    server = WebServer(_app(), "127.0.0.1", 0, header_seconds=0.05)
    reader, writer = await asyncio.open_connection("127.0.0.1", await server.open())
    writer.write(sent)
    assert await asyncio.wait_for(reader.read(), timeout=10) == b""
    writer.close()
    await server.close()


async def test_a_connection_beyond_the_last_place_is_turned_away() -> None:
    server = WebServer(_app(), "127.0.0.1", 0, most_connections=1)
    port = await server.open()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b"200" in await asyncio.wait_for(reader.readline(), timeout=10)

    late_reader, late_writer = await asyncio.open_connection("127.0.0.1", port)
    with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
        await late_reader.readexactly(1)

    for one in (late_writer, writer):
        one.close()
    await server.close()


def _app() -> web.Application:
    return make_app(pages=OneQuestion(), what_is_down=Condition(), public_url=PUBLIC_URL)
