"""The sandbox's CoinEx: the same after a restart, on the sandbox's clock, and shown on the page."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.exchanges.channel import ChannelPool
from bot.exchanges.coinex import CoinExAccount, CoinExMain
from bot.exchanges.exchange import Liveness
from bot.exchanges.main_account import Credentials
from bot.rules.ip_binding import special_purpose
from bot.sandbox.clock import SandboxClock
from bot.sandbox.environment import COINEX_CALLER, SUB_ACCOUNTS, Environment
from bot.sandbox.exchanges.coinex.web_page import BOUND_TO
from bot.sandbox.page.state import PageState
from tests.exchanges.contract import new_reference, wish

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def facts(environment: Environment) -> dict[str, Any]:
    """What the page shows about the one user there."""
    shown: Any = PageState(
        environment.world,
        environment.clock,
        environment.mailbox,
        environment.authenticators,
        environment.coinex,
        environment.stage,
    ).show()["coinex"]
    (user,) = shown["users"]
    assert shown["base_url"] == environment.coinex_url
    return dict(user)


def test_everybody_calls_from_an_ordinary_public_address() -> None:
    """A bot that is asked to bind its key there must not warn of the address."""
    assert [special_purpose(ip) for ip in (COINEX_CALLER, BOUND_TO)] == [None, None]


async def test_keys_made_there_follow_the_sandbox_clock_and_are_found_again(tmp_path: Path) -> None:
    clock = SandboxClock(read_real_time=lambda: NOON)
    async with Environment(tmp_path, clock=clock) as environment:
        (main_key,) = facts(environment)["main_keys"]
        assert main_key["ip_whitelist"] == [COINEX_CALLER]
        credentials = Credentials(main_key["access_id"], main_key["secret_key"])
        channels = ChannelPool({"coinex": environment.coinex_url})
        main = CoinExMain(channels, clock.now, credentials)
        assert await main.find_own_ip() == COINEX_CALLER
        names = [account.name for account in await main.list_sub_accounts()]
        assert names == list(SUB_ACCOUNTS)
        account = CoinExAccount(channels, clock.now, credentials, names[0])
        before = environment.coinex.changes.count
        key = (await account.create_key(new_reference(), wish("grid"))).key
        assert environment.coinex.changes.count > before
        assert await account.probe_key(key.remote_id) is Liveness.NOT_READY
        clock.jump(timedelta(minutes=10))
        assert await account.probe_key(key.remote_id) is Liveness.LIVE
        await channels.close()
    async with Environment(tmp_path, clock=clock) as environment:
        sub_account = facts(environment)["sub_accounts"][0]
        assert [one["access_id"] for one in sub_account["keys"]] == [key.access_id]
        assert (sub_account["keys_limit"], sub_account["is_frozen"]) == (50, False)
        assert facts(environment)["main_keys"] == [main_key]
