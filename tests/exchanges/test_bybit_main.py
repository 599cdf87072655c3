"""A main account at Bybit: identity, permissions, sub-accounts and coins. pybit checks the answers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.exchanges.exchange import ExchangeRefused, ExchangeUnreachable
from bot.exchanges.main_account import Chain, Credentials, Identity, SubAccount
from bot.rules.verdict import Reason
from bot.sandbox.exchanges.bybit.models import FROZEN, LOGIN_BANNED
from tests.exchanges.bybit_desk import SUB, Desk, open_desk
from tests.exchanges.coinex_desk import NOON

IP = "127.0.0.1"
DAY = timedelta(days=1)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with open_desk() as opened:
        opened.bybit.main_ips = [IP]
        yield opened


async def test_bybit_reports_everything_about_the_key_that_asks(desk: Desk) -> None:
    sound = Identity("1448939", True, None, may_withdraw=False, ips=(IP,), expires_at=None, may_manage=True)
    assert await desk.main().who_am_i() == sound

    desk.bybit.main_ips, desk.bybit.main_ends = [], NOON + 90 * DAY
    desk.bybit.main_wallet = ["AccountTransfer", "Withdraw"]
    loose = await desk.main().who_am_i()
    assert (loose.ips, loose.expires_at, loose.may_withdraw, loose.may_manage) == ((), NOON + 90 * DAY, True, True)

    desk.bybit.main_read_only = True
    reading = await desk.main().who_am_i()
    assert (reading.may_withdraw, reading.may_manage) == (False, False)

    desk.bybit.is_master = False
    sub = await desk.main().who_am_i()
    assert (sub.is_main, sub.sub_account) == (False, "1448939")


async def test_a_bound_key_ends_once_the_password_was_changed(desk: Desk) -> None:
    desk.bybit.main_ends = NOON + 7 * DAY
    assert (await desk.main().who_am_i()).expires_at == NOON + 7 * DAY


async def test_sub_accounts_come_by_name_frozen_ones_too(desk: Desk) -> None:
    desk.bybit.add_sub(53888002, "arb", FROZEN)
    desk.bybit.add_sub(53888001, "desk-b", LOGIN_BANNED)
    assert await desk.main().list_sub_accounts() == [
        SubAccount("53888002", "arb", True),
        SubAccount(SUB, "desk-a", False),
        SubAccount("53888001", "desk-b", False),
    ]


async def test_more_than_the_short_list_holds_is_read_page_by_page(desk: Desk) -> None:
    for number in range(1, 1250):
        desk.bybit.add_sub(53888000 + number, f"desk-{number:04}")
    assert len(await desk.main().list_sub_accounts()) == 1250
    assert sum("/v5/user/submembers" in target for _, target, _ in desk.bybit.calls) == 13


async def test_our_own_address_is_known_where_the_key_is_bound_to_one(desk: Desk) -> None:
    assert await desk.main().find_own_ip() == IP
    desk.bybit.main_ips = [IP, "203.0.113.7"]
    assert await desk.main().find_own_ip() is None
    desk.bybit.main_ips = []
    assert await desk.main().find_own_ip() is None


async def test_the_skew_is_measured_without_credentials(desk: Desk) -> None:
    desk.bybit.ahead, desk.bybit.api_key = timedelta(seconds=40), "OTHER"
    assert await desk.main().measure_skew() == timedelta(seconds=40)


async def test_coins_have_our_names_of_chains(desk: Desk) -> None:
    coins = {coin.name: coin for coin in await desk.main().list_coins()}
    assert [chain.name for chain in coins["USDT"].chains] == ["ERC20", "TRC20", "ARBITRUM"]
    assert coins["XRP"].chains == (Chain("XRP", may_withdraw=True, memo_label="Tag", needs_memo=True),)
    assert coins["USDT"].chains[0] == Chain("ERC20", may_withdraw=True, memo_label="", needs_memo=False)
    assert not coins["MNT"].may_withdraw, "one chain pauses, on the other the coin is never withdrawn"
    assert coins["MNT"].chains[1] == Chain("NEWNET", may_withdraw=False, memo_label="Memo", needs_memo=False)


CALLS: dict[str, Callable[[Desk], Awaitable[object]]] = {
    "/v5/user/query-api": lambda desk: desk.main().who_am_i(),
    "/v5/user/query-sub-members": lambda desk: desk.main().list_sub_accounts(),
    "/v5/asset/coin/query-info": lambda desk: desk.main().list_coins(),
    "/v5/market/time": lambda desk: desk.main().measure_skew(),
}


@pytest.mark.parametrize("path", CALLS)
@pytest.mark.parametrize("trouble", ["cut-before", "cut-after", "502"])
async def test_a_missing_answer_proves_nothing_and_the_truth_comes_in_the_end(
    desk: Desk, path: str, trouble: str
) -> None:
    truth = await CALLS[path](desk)
    # A reading call with a broken connection is sent once more automatically.
    desk.bybit.faults.happen_next(path, trouble, times=2)
    with pytest.raises(ExchangeUnreachable):
        await CALLS[path](desk)
    desk.bybit.faults.clear()
    assert await CALLS[path](desk) == truth


@pytest.mark.parametrize("path", [path for path in CALLS if path != "/v5/market/time"])
@pytest.mark.parametrize("trouble", ["10006", "10016", "10018"])
async def test_a_busy_bybit_is_asked_again(desk: Desk, path: str, trouble: str) -> None:
    truth = await CALLS[path](desk)
    desk.bybit.faults.happen_next(path, trouble)
    assert await CALLS[path](desk) == truth


async def test_each_no_says_what_to_do(desk: Desk) -> None:
    async def refusal() -> Reason:
        with pytest.raises(ExchangeRefused) as no:
            await desk.main().list_sub_accounts()
        return no.value.refused.reason

    desk.bybit.main_wallet = []
    assert await refusal() is Reason.EXCHANGE_KEY_WEAK
    desk.bybit.main_ips = ["203.0.113.7"]
    assert await refusal() is Reason.EXCHANGE_IP_REFUSED
    desk.bybit.main_ends = NOON
    assert await refusal() is Reason.EXCHANGE_KEY_UNKNOWN
    desk.bybit.secret = "another"
    with pytest.raises(ExchangeRefused):
        await type(desk.main())(desk.channels, desk.watch.now, Credentials("OTHER", "sesame")).who_am_i()


async def test_pybit_takes_the_main_account_for_the_real_one(desk: Desk) -> None:
    desk.watch.moment = datetime.now(UTC)
    desk.bybit.add_sub(53888001, "desk-b")
    client = desk.pybit()

    async def ask(call: str, **given: object) -> dict[str, object]:
        answer: dict[str, dict[str, object]] = await asyncio.to_thread(getattr(client, call), **given)
        return answer["result"]

    me = await ask("get_api_key_information")
    assert (str(me["userID"]), me["isMaster"]) == ((await desk.main().who_am_i()).user_id, True)
    members = await ask("get_sub_uid_list")
    paged = await ask("get_sub_uid_list_unlimited", pageSize="1")
    assert isinstance(members["subMembers"], list)
    assert paged["subMembers"] == members["subMembers"][:1]
    rest = await ask("get_sub_uid_list_unlimited", pageSize="1", nextCursor=paged["nextCursor"])
    assert (rest["subMembers"], rest["nextCursor"]) == (members["subMembers"][1:], "0")
    coins = await ask("get_coin_info", coin="MNT")
    assert isinstance(coins["rows"], list)
    assert [row["coin"] for row in coins["rows"]] == ["MNT"]
    assert int(str((await ask("get_server_time"))["timeSecond"])) == int(desk.watch.moment.timestamp())
    client.client.close()
