"""A CoinEx to call."""

from collections.abc import AsyncIterator

import pytest

from tests.sandbox.exchanges.coinex.caller import Caller, open_caller


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    async with open_caller() as opened:
        yield opened
