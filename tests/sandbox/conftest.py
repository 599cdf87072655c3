"""A world of Telegram for one test, and a Bot API server in front of it."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.telegram.world import World
from tests.sandbox.telegram_office import Office, StoppedClock, make_world, open_office


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def world(clock: StoppedClock) -> World:
    return make_world(clock)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as opened:
        yield opened
