"""A CoinEx alone: what can happen without a web page."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import ClientSession

from bot.sandbox.exchanges.coinex.standalone import CoinExAlone
from tests.sandbox.exchanges.coinex.caller import NOON, Caller
from tests.sandbox.telegram_office import StoppedClock

MINUTE = timedelta(minutes=1)


async def open_alone(*ips: str, activation_delay: float) -> AsyncIterator[Caller]:
    """One with a term of ten minutes and one whitelisted address."""
    clock = StoppedClock(NOON)
    switches = {"term": 600.0, "activation_delay": activation_delay}
    alone = CoinExAlone(ips, ["desk-a"], [("TRC20", "TAddress")], switches, {}, clock=clock)
    await alone.start(0)
    (user,) = alone.server.state.users.values()
    (main_key,) = user.keys.values()
    async with ClientSession() as session:
        yield Caller(alone.server, session, clock, user, main_key, [0.0])
    await alone.stop()


@pytest.fixture
async def bound() -> AsyncIterator[Caller]:
    async for caller in open_alone("127.0.0.1", activation_delay=0):
        yield caller


@pytest.fixture
async def unbound() -> AsyncIterator[Caller]:
    async for caller in open_alone(activation_delay=3600):
        yield caller


async def test_a_key_that_is_bound_to_nothing_ends_after_the_term(bound: Caller) -> None:
    made = await bound.post("/account/subs/api", sub_user_name="desk-a", ip_whitelist=[], trade_enabled=True)
    key = bound.user.keys[made["data"]["api_id"]]
    bound.clock.move(10 * MINUTE - timedelta(milliseconds=1))
    assert await bound.code(key) == 0
    bound.clock.move(timedelta(milliseconds=1))
    assert await bound.code(key) == 4005
    (row,) = (await bound.get("/account/subs/api", sub_user_name="desk-a"))["data"]
    assert row["is_expired"] is True
    edited = await bound.post("/account/subs/edit-api", sub_user_name="desk-a", api_id=key.api_id, ip_whitelist=["::1"])
    assert edited["data"]["expires_at"] == 0
    edited = await bound.post("/account/subs/edit-api", sub_user_name="desk-a", api_id=key.api_id, ip_whitelist=[])
    assert edited["data"]["expires_at"] == bound.now + 600_000


async def test_a_main_key_that_is_bound_to_nothing_works_at_once_and_for_the_whole_term(unbound: Caller) -> None:
    assert await unbound.code(unbound.main_key) == 0
    unbound.clock.move(9 * MINUTE)
    assert await unbound.code(unbound.main_key) == 0
    unbound.clock.move(MINUTE)
    assert await unbound.code(unbound.main_key) == 4005


@pytest.mark.parametrize(
    ("address", "amount", "code"), [("TAddress", "10", 0), ("TAddress", "0.5", 3639), ("TOther", "10", 3310)]
)
async def test_what_is_whitelisted_from_the_start_is_withdrawn_to(
    bound: Caller, address: str, amount: str, code: int
) -> None:
    answer = await bound.post("/assets/withdraw", ccy="USDT", chain="TRC20", to_address=address, amount=amount)
    assert answer["code"] == code
