"""A CoinEx on loopback with one main user, and everything a test needs to call it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.exchanges.channel import ChannelPool, Pace
from bot.exchanges.coinex import CoinExAccount, CoinExMain
from bot.exchanges.main_account import Credentials
from bot.exchanges.transport import Transport
from bot.sandbox.exchanges.coinex.server import CoinExServer
from bot.sandbox.exchanges.coinex.state import Key, MainUser, as_milliseconds
from bot.sandbox.exchanges.coinex.switches import Switches

NOON = datetime(2027, 1, 15, 12, 0, tzinfo=UTC)
SUB = "desk-a"
QUICK = Pace(speedup=1000, first_pause=0, longest_pause=0, doubt=15)
UNHURRIED = Switches(rate=1e6, burst=1_000_000, ip_rate=1e6)


@dataclass
class Watch:
    """A clock that the test moves, and seconds beside it."""

    moment: datetime = NOON
    seconds: float = 1000.0
    acts: list[tuple[float, Callable[[], object]]] = field(default_factory=list)
    """The second and the action at that second."""

    def later(self, seconds: float, act: Callable[[], object]) -> None:
        self.acts.append((self.seconds + seconds, act))

    def passes(self, time: timedelta) -> None:
        self.moment += time
        self.seconds += time.total_seconds()
        for second, act in self.acts:
            if second <= self.seconds:
                act()

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.seconds


@dataclass
class Desk:
    """The CoinEx of one test, and the clients that call it."""

    server: CoinExServer
    watch: Watch
    user: MainUser
    main_key: Key
    channels: ChannelPool
    paused: list[float] = field(default_factory=list)

    @property
    def credentials(self) -> Credentials:
        return Credentials(self.main_key.access_id, self.main_key.secret_key)

    def account(self, name: str = SUB) -> CoinExAccount:
        """Return the adapter of a sub-account."""
        return CoinExAccount(self.channels, self.watch.now, self.credentials, name)

    def main(self, key: Key | None = None) -> CoinExMain:
        """Return the adapter of the main account, or of the owner of this key."""
        credentials = Credentials(key.access_id, key.secret_key) if key else self.credentials
        return CoinExMain(self.channels, self.watch.now, credentials)

    def passes(self, time: timedelta) -> None:
        self.watch.passes(time)

    def count(self, method: str, path: str) -> int:
        """Count the calls of this kind so far."""
        return sum((one.method, one.path) == (method, path) for one in self.server.calls)

    def list_there(self, name: str = SUB) -> list[Key]:
        """List the keys that CoinEx really has."""
        return self.user.list_keys(name)


@asynccontextmanager
async def open_desk(pace: Pace = QUICK, switches: Switches = UNHURRIED) -> AsyncIterator[Desk]:
    """Start CoinEx with one main user and a sub-account. The clocks do not move."""
    watch = Watch()
    server = CoinExServer(watch, switches=replace(switches))
    user = server.state.add_user(SUB)
    a_while_ago = as_milliseconds(watch.moment - timedelta(days=1))
    main_key = server.state.add_key(user, None, a_while_ago, ip_whitelist=["127.0.0.1"])
    paused: list[float] = []

    async def pause(seconds: float) -> None:
        paused.append(seconds)

    await server.start()
    channels = ChannelPool(
        {"coinex": server.base_url},
        pace,
        Transport(answer_seconds=5),
        monotonic=watch.monotonic,
        pause=pause,
    )
    try:
        yield Desk(server, watch, user, main_key, channels, paused)
    finally:
        await channels.close()
        await server.stop()
