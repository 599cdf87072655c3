"""The ping itself, against a monitor on loopback. Its address never shows."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.wiring.heartbeat import Heartbeat
from tests.app import OLGA, open_app

SECRET = "hunter2"


class Monitor:
    """A monitor's server."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.status = 200
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(f"{request.method} {request.path}")
        return web.Response(status=self.status)


@pytest.fixture
async def monitor(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Monitor]:
    """Listen on loopback, past any proxy."""
    monkeypatch.setenv("NO_PROXY", "*")
    monitor = Monitor()
    app = web.Application()
    app.router.add_get("/{path:.*}", monitor.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    monitor.url = f"http://127.0.0.1:{runner.addresses[0][1]}/ping/{SECRET}"
    yield monitor
    await runner.cleanup()


async def test_a_ping_is_one_get(monitor: Monitor) -> None:
    assert await Heartbeat(monitor.url).ping() is None
    assert monitor.asked == [f"GET /ping/{SECRET}"]


@pytest.mark.parametrize("status", [404, 500])
async def test_a_refusing_monitor_is_named_without_its_address(monitor: Monitor, status: int) -> None:
    monitor.status = status
    assert await Heartbeat(monitor.url).ping() == f"the monitor answered {status}"


@pytest.mark.parametrize("url", [f"http://127.0.0.1:1/{SECRET}", f"http://:99999/{SECRET}", f"http://[::1/{SECRET}"])
async def test_a_monitor_that_is_not_there_is_named_without_its_address(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    why = await Heartbeat(url).ping()
    assert why is not None
    assert "could not be reached" in why
    assert SECRET not in why


async def test_a_running_app_pings_once_it_has_scanned(monitor: Monitor, tmp_path: Path) -> None:
    database = f"sqlite+aiosqlite:///{tmp_path}/keyminder.db"
    async with open_app(tmp_path, database, heartbeat_url=monitor.url) as app:
        await app.member(OLGA, "Olga").says("/start")
        await app.settle()
    assert monitor.asked == [f"GET /ping/{SECRET}"]
