"""CoinEx keeps the contract over loopback, against the CoinEx of the sandbox."""

from collections.abc import AsyncIterator

import pytest

from bot.exchanges.coinex import CoinExAccount
from tests.exchanges.coinex_desk import open_desk
from tests.exchanges.contract import ExchangeContract


class TestContract(ExchangeContract):
    """All of the kit."""

    @pytest.fixture
    async def exchange(self) -> AsyncIterator[CoinExAccount]:
        async with open_desk() as desk:
            yield desk.account()
