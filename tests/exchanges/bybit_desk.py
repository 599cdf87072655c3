"""A Bybit on loopback, with everything a test needs to call it."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from pybit.unified_trading import HTTP  # type: ignore[import-untyped]  # pybit has no types

from bot.exchanges.bybit import BybitAccount, BybitMain
from bot.exchanges.channel import ChannelPool
from bot.exchanges.main_account import Credentials
from bot.sandbox.exchanges.bybit.server import Bybit
from tests.exchanges.coinex_desk import QUICK, Watch

SUB = "53888000"


@dataclass
class Desk:
    """A Bybit, and the clients that call it."""

    bybit: Bybit
    watch: Watch
    channels: ChannelPool

    @property
    def credentials(self) -> Credentials:
        return Credentials(self.bybit.api_key, self.bybit.secret)

    def account(self) -> BybitAccount:
        return BybitAccount(self.channels, self.watch.now, self.credentials, SUB)

    def main(self) -> BybitMain:
        return BybitMain(self.channels, self.watch.now, self.credentials)

    def passes(self, time: timedelta) -> None:
        self.watch.passes(time)

    def pybit(self) -> HTTP:
        """Return Bybit's own client, pointed at the Bybit of these tests."""
        client = HTTP(
            api_key=self.bybit.api_key, api_secret=self.bybit.secret, logging_level=logging.CRITICAL, max_retries=1
        )
        client.endpoint = self.bybit.url
        client.client.trust_env = False
        return client


@asynccontextmanager
async def open_desk() -> AsyncIterator[Desk]:
    """Start Bybit with one sub-account. The clocks do not move."""
    watch = Watch()
    bybit = Bybit(watch.now)
    await bybit.start()
    channels = ChannelPool({"bybit": bybit.url}, QUICK, monotonic=watch.monotonic, later=watch.later)
    try:
        yield Desk(bybit, watch, channels)
    finally:
        await channels.close()
        await bybit.stop()
