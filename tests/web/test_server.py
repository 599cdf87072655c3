"""The headers of every answer, and how the server starts and stops."""

import asyncio

import pytest
from aiohttp import ClientSession
from structlog.testing import capture_logs

from bot.web.confirm import PageView
from bot.web.server import CannotListen, WebServer, make_app
from tests.web.one_question import PUBLIC_URL, TOKEN, Condition, OneQuestion, open_app


class BrokenPages(OneQuestion):
    async def view(self, token: str) -> PageView | None:
        raise RuntimeError("no such row")


async def test_a_broken_handler_apologises_and_its_log_names_no_token() -> None:
    with capture_logs() as lines:
        async with open_app(BrokenPages()) as client:
            answer = await client.get(f"/confirm/{TOKEN}")
            assert answer.status == 500
            assert "try again" in await answer.text()
            assert TOKEN not in await answer.text()
    assert [(line["event"], line["route"]) for line in lines] == [("request failed", "/confirm/{token}")]
    assert TOKEN not in str(lines)


@pytest.mark.parametrize("path", ["/", "/nothing", "/static/../server.py", "/static/", "/telegram", "/confirm/"])
async def test_an_unknown_path_is_not_found_and_still_hardened(path: str) -> None:
    async with open_app() as client:
        answer = await client.get(path)
        assert answer.status == 404
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "aiohttp" not in answer.headers["Server"]


async def test_a_server_opens_on_a_free_port_and_closes() -> None:
    app = make_app(pages=OneQuestion(), what_is_down=Condition(), public_url=PUBLIC_URL)
    server = WebServer(app, "127.0.0.1", 0)
    port = await server.open()
    async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}/healthz") as answer:
        assert answer.status == 200
    second = WebServer(
        make_app(pages=OneQuestion(), what_is_down=Condition(), public_url=PUBLIC_URL), "127.0.0.1", port
    )
    with pytest.raises(CannotListen, match=f"Cannot listen on 127.0.0.1 port {port}"):
        await second.open()
    await server.close()


async def test_a_server_with_an_interrupted_opening_leaves_the_port_free() -> None:
    app = make_app(pages=OneQuestion(), what_is_down=Condition(), public_url=PUBLIC_URL)
    server = WebServer(app, "127.0.0.1", 0)
    port = await server.open()
    await server.close()
    for turns in range(1, 12):
        broken_off = WebServer(
            make_app(pages=OneQuestion(), what_is_down=Condition(), public_url=PUBLIC_URL), "127.0.0.1", port
        )
        opening = asyncio.create_task(broken_off.open())
        for _ in range(turns):
            await asyncio.sleep(0)
        opening.cancel()
        await asyncio.gather(opening, return_exceptions=True)
        await broken_off.close()
