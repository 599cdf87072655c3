"""An app for one test: its own sandbox, a clock that the test moves, and the bot as in real life."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from bot.chat.telegram.polling import Pace as PollingPace
from bot.chat.telegram.rate_limit import Limits, Rate
from bot.exchanges.channel import Pace as CallPace
from bot.operations.members.break_glass import OwnerKeeping
from bot.operations.model.button_data import decode
from bot.sandbox.clock import SandboxClock
from bot.sandbox.environment import Environment
from bot.sandbox.exchanges.bybit.server import Bybit
from bot.sandbox.scenarios.persona import Persona
from bot.sandbox.telegram.world import World
from bot.settings import Settings
from bot.wiring.app import App, build
from bot.wiring.tempo import Tempo
from tests.bot_api import find_faults
from tests.people import Member

BEGINNING = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
QUICK = Tempo(
    PollingPace(wait=5, first_pause=0.01, longest_pause=0.05, conflict=0.5, election=0.05),
    Limits(*(Rate(10_000, timedelta(seconds=1), kept=0) for _ in range(3))),
    CallPace(speedup=1000),
    patience=timedelta(),
)
"""At Telegram's own pace, a long story would never go on while the clock does not move."""

OLGA, MAX, VERA, STRANGER = 1001, 1002, 1003, 1999
TEAM = -1001000000001
OLGAS_EMAIL = "olga@example.org"


@dataclass
class TestApp:
    """The objects that a story uses."""

    __test__ = False
    environment: Environment
    settings: Settings
    app: App
    running: asyncio.Task[None]
    bybit: Bybit
    tempo: Tempo = QUICK

    async def settle(self) -> None:
        """Return once the bot has done everything there is to do."""
        world, did = self.environment.world, 1
        while did:
            await world.wait_until(lambda: not world.updates.list_waiting(), timeout_seconds=20)
            await self.app.update_queue.drain()
            did = await self.app.schedule.idle()

    async def passes(self, time: timedelta) -> None:
        """Move the clock, and let the bot do what is due."""
        self.environment.clock.jump(time)
        await self.settle()

    def member(self, user_id: int, name: str) -> Member:
        """Return a person in the group."""
        if not self.knows(user_id):
            self.environment.world.add_person(user_id, name)
            self.environment.world.join(user_id, TEAM)
        return Member(Persona(self.environment, user_id, TEAM), self)

    def knows(self, user_id: int) -> bool:
        """Whether the sandbox has this person already."""
        return user_id in self.environment.world.people

    async def restart(self) -> None:
        """Restart the bot on the same database. The sandbox goes on."""
        await self.stop()
        self.app, self.running = await _start(self.settings, self.environment, self.tempo)

    async def until_not_ready(self, looker: aiohttp.ClientSession) -> None:
        """Return once `/readyz` reports a problem."""
        async with asyncio.timeout(20):
            while True:
                # A bot that has just started may not listen yet.
                with suppress(aiohttp.ClientConnectorError):
                    async with looker.get(f"{self.settings.public_url}/readyz") as answer:
                        if answer.status == 503:
                            return
                # The server allows 120 requests a minute from one address.
                await asyncio.sleep(0.25)

    async def stop(self) -> None:
        """Stop the bot. The sandbox goes on."""
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)


async def _start(settings: Settings, environment: Environment, tempo: Tempo) -> tuple[App, asyncio.Task[None]]:
    app = await build(settings, environment.clock, stamp="sandbox", tempo=tempo)
    environment.add_owner = OwnerKeeping(app.database, environment.clock).add
    running = asyncio.create_task(app.run_until_stopped())
    await asyncio.sleep(0)  # a task that is cancelled before its first step closes nothing
    return app, running


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def with_an_empty_group(environment: Environment) -> None:
    """Set up Olga, alone in a group with the bot."""
    environment.world.add_person(OLGA, "Olga", username="olga")
    environment.world.add_group(TEAM, "Desk", topics=("Strategies",), members=(OLGA,))
    environment.world.add_bot(TEAM, OLGA)


def offered(world: World) -> set[str]:
    """Return the callback data of every button the bot has shown."""
    return {data for history in world.state.histories.values() for one in history.values() for data in one.offered}


@asynccontextmanager
async def open_app(
    folder: Path,
    database_url: str,
    populate: Callable[[Environment], object] = with_an_empty_group,
    tempo: Tempo = QUICK,
    /,
    **more: object,
) -> AsyncIterator[TestApp]:
    """Open a sandbox with people, and the bot in it. A sandbox in the folder goes on."""
    clock = SandboxClock(folder / "sandbox" / "clock.json", read_real_time=lambda: BEGINNING)
    async with Environment(folder / "sandbox", clock=clock, reading_seconds=0) as environment:
        world = environment.world
        if environment.is_new:
            populate(environment)
        environment.coinex.switches.rate = environment.coinex.switches.burst = 10_000
        bybit = Bybit(clock.now)
        await bybit.start()
        settings = Settings.read(
            {
                "telegram_token": environment.bot_token,
                "telegram_api_url": environment.api_root,
                "database_url": database_url,
                "master_key_file": folder / "master.key",
                "owners": [OLGA],
                "smtp_url": environment.smtp_url,
                "mail_from": "keyminder@example.org",
                "coinex_api_url": environment.coinex_url,
                "bybit_api_url": bybit.url,
                "listen": f"127.0.0.1:{_free_port()}",
                **more,
            }
        )
        app, running = await _start(settings, environment, tempo)
        test_house = TestApp(environment, settings, app, running, bybit, tempo)
        try:
            yield test_house
        finally:
            await test_house.stop()
            await bybit.stop()
        faults = [fault for method, parameters in world.calls for fault in find_faults(method, parameters)]
        faults += [f"nobody reads {data!r}" for data in offered(world) if decode(data) is None]
        assert faults == []
