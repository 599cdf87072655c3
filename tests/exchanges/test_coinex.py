"""CoinEx keeps the contract over loopback, against the CoinEx of the sandbox, and its own promises."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.exchanges.coinex import CoinExAccount
from bot.exchanges.coinex_client import NAME
from bot.exchanges.exchange import (
    KEY_CAPABILITIES,
    Capability,
    ExchangeRefused,
    ExchangeUnclear,
    ExchangeUnreachable,
    Liveness,
    NotOffered,
)
from bot.exchanges.idempotency_tag import tag_of
from bot.exchanges.main_account import Credentials
from bot.rules.key_edit import KeyEdit
from bot.rules.verdict import Reason
from bot.sandbox.exchanges.coinex.state import SubAccount
from bot.sandbox.exchanges.coinex.switches import UnbindExpiry
from tests.exchanges.coinex_desk import NOON, SUB, Desk, open_desk
from tests.exchanges.contract import IP, ExchangeContract, new_reference, wish

DAY = timedelta(days=1)
LONG_NAME = "a name of more than forty characters, it is"


class TestContract(ExchangeContract):
    """Runs the whole kit."""

    @pytest.fixture
    async def exchange(self) -> AsyncIterator[CoinExAccount]:
        async with open_desk() as desk:
            yield desk.account()


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with open_desk() as opened:
        yield opened


async def refusal(answer: object) -> tuple[Reason, dict[str, object]]:
    """Return the reason and args of a refused call."""
    with pytest.raises(ExchangeRefused) as no:
        await answer  # type: ignore[misc]  # a coroutine
    return no.value.refused.reason, dict(no.value.refused.args)


async def test_what_coinex_does_not_offer_is_said(desk: Desk) -> None:
    assert KEY_CAPABILITIES - desk.account().capabilities == {Capability.RENEW_KEY}
    with pytest.raises(NotOffered):
        await desk.account().renew_key(new_reference(), "7002")


async def test_the_mark_is_in_the_name_there_and_not_in_ours(desk: Desk) -> None:
    reference = new_reference()
    key = (await desk.account().create_key(reference, wish("grid"))).key
    (there,) = desk.list_there()
    assert (key.remark, there.remark) == ("grid", f"grid ~{tag_of(reference)}")
    await desk.account().edit_key(new_reference(), key.remote_id, KeyEdit(remark="mesh"))
    await desk.account().set_ips(new_reference(), key.remote_id, [IP])
    assert there.remark == f"mesh ~{tag_of(reference)}"


async def test_a_name_without_room_for_the_mark_is_refused_before_coinex_is_asked(desk: Desk) -> None:
    why = await refusal(desk.account().create_key(new_reference(), wish(LONG_NAME)))
    assert why == (Reason.REMARK_TOO_LONG, {"length": len(LONG_NAME), "limit": 40})
    assert desk.count("POST", "/account/subs/api") == 0


async def test_a_key_that_others_made_has_all_the_room_for_its_name(desk: Desk) -> None:
    there = desk.server.state.add_key(desk.user, SUB, desk.server.now, remark="by hand")
    key = await desk.account().edit_key(new_reference(), str(there.api_id), KeyEdit(remark=LONG_NAME))
    assert (key.remark, there.remark) == (LONG_NAME, LONG_NAME)


async def test_a_key_of_a_sub_account_never_withdraws(desk: Desk) -> None:
    wished = wish()
    why = await refusal(desk.account().create_key(new_reference(), type(wished)("cash", True, True, ())))
    assert why == (Reason.WITHDRAW_IMPOSSIBLE, {"exchange": NAME})
    assert not desk.server.calls


async def test_a_key_of_another_sub_account_is_neither_changed_nor_deleted(desk: Desk) -> None:
    desk.user.sub_accounts["desk-b"] = SubAccount("desk-b")
    other = desk.server.state.add_key(desk.user, "desk-b", desk.server.now, remark="theirs")
    await desk.account().delete_key(new_reference(), str(other.api_id))
    assert (await refusal(desk.account().set_ips(new_reference(), str(other.api_id), [IP])))[0] is Reason.KEY_UNKNOWN
    assert desk.list_there("desk-b") == [other]
    assert not other.ip_whitelist


async def test_an_edit_keeps_what_others_changed_in_between(desk: Desk) -> None:
    key = (await desk.account().create_key(new_reference(), wish("grid", [IP]))).key
    (there,) = desk.list_there()
    there.ip_whitelist, there.trade_enabled = ["198.51.100.9"], False
    edited = await desk.account().edit_key(new_reference(), key.remote_id, KeyEdit(remark="mesh"))
    assert (edited.ips, edited.trade, edited.remark) == (("198.51.100.9",), False, "mesh")


async def test_what_is_already_so_is_not_written_again(desk: Desk) -> None:
    desk.server.switches.edit_extends = True
    key = (await desk.account().create_key(new_reference(), wish())).key
    desk.passes(DAY)
    again = await desk.account().set_ips(new_reference(), key.remote_id, [])
    assert again.expires_at == key.expires_at
    assert desk.count("POST", "/account/subs/edit-api") == 0


@pytest.mark.parametrize(("unbind_expiry", "days"), [(UnbindExpiry.FROM_NOW, 91), (UnbindExpiry.FROM_CREATION, 90)])
async def test_the_end_of_a_key_is_read_and_never_computed(desk: Desk, unbind_expiry: UnbindExpiry, days: int) -> None:
    desk.server.switches.unbind_expiry = unbind_expiry
    key = (await desk.account().create_key(new_reference(), wish(ips=[IP]))).key
    desk.passes(DAY)
    unbound = await desk.account().set_ips(new_reference(), key.remote_id, [])
    assert unbound.expires_at == NOON + days * DAY


async def test_several_keys_with_one_mark_are_for_a_person_to_decide(desk: Desk) -> None:
    reference = new_reference()
    for _ in range(2):
        desk.server.state.add_key(desk.user, SUB, desk.server.now, remark=f"grid ~{tag_of(reference)}")
    with pytest.raises(ExchangeUnclear):
        await desk.account().create_key(reference, wish("grid"))
    assert len(desk.list_there()) == 2


async def test_keys_are_read_page_by_page(desk: Desk) -> None:
    desk.server.switches.longest_page = 7
    for number in range(30):
        desk.server.state.add_key(desk.user, SUB, desk.server.now, remark=f"bot-{number}")
    keys = await desk.account().list_keys()
    assert [key.remark for key in keys] == [f"bot-{number}" for number in range(30)]
    assert desk.count("GET", "/account/subs/api") == 5


async def test_who_one_is_and_where_one_comes_from(desk: Desk) -> None:
    desk.server.switches.caller_ip = "127.0.0.1"
    me = await desk.main().who_am_i()
    assert (me.user_id, me.is_main, me.sub_account) == (desk.user.user_id, True, None)
    assert (me.may_withdraw, me.ips) == (None, None)
    assert await desk.main().find_own_ip() == "127.0.0.1"


async def test_a_sub_account_s_key_is_known_as_one_and_manages_nothing(desk: Desk) -> None:
    key = desk.server.state.add_key(desk.user, SUB, desk.server.now)
    desk.passes(timedelta(minutes=10))
    me = await desk.main(key).who_am_i()
    assert (me.is_main, me.sub_account) == (False, SUB)
    account = CoinExAccount(desk.channels, desk.watch.now, Credentials(key.access_id, key.secret_key), SUB)
    assert await refusal(account.list_keys()) == (Reason.EXCHANGE_FORBIDS, {"exchange": NAME, "account": SUB})


async def test_sub_accounts_are_listed_frozen_ones_too(desk: Desk) -> None:
    desk.server.switches.longest_page = 2
    for name in ("b-one", "b-two", "b-three"):
        desk.user.sub_accounts[name] = SubAccount(name)
    desk.user.sub_accounts["a-ice"] = SubAccount("a-ice", ["FUTURES"], is_frozen=True)
    found = await desk.main().list_sub_accounts()
    assert [one.name for one in found] == ["a-ice", "b-one", "b-three", "b-two", SUB]
    assert [one.name for one in found if one.is_frozen] == ["a-ice"]


async def test_coins_have_their_chains(desk: Desk) -> None:
    coins = {coin.name: coin for coin in await desk.main().list_coins()}
    tether = {chain.name: chain for chain in coins["USDT"].chains}
    assert {"TRC20", "ERC20", "TON"} < set(tether)
    assert (tether["TON"].memo_label, tether["TON"].needs_memo, tether["TRC20"].memo_label) == (
        "Memo/Comment",
        True,
        "",
    )
    assert not coins["DOGE"].chains[0].may_withdraw


async def test_a_sub_account_without_the_permission_gets_no_keys(desk: Desk) -> None:
    desk.user.sub_accounts[SUB].permissions = ["FUTURES"]
    why = await refusal(desk.account().create_key(new_reference(), wish()))
    assert why == (Reason.EXCHANGE_FORBIDS, {"exchange": NAME, "account": SUB})


async def test_a_key_is_not_ready_then_live_then_expired(desk: Desk) -> None:
    key = (await desk.account().create_key(new_reference(), wish())).key
    assert await desk.account().probe_key(key.remote_id) is Liveness.NOT_READY
    desk.passes(timedelta(minutes=10))
    assert await desk.account().probe_key(key.remote_id) is Liveness.LIVE
    desk.passes(timedelta(days=90))
    assert await desk.account().probe_key(key.remote_id) is Liveness.EXPIRED


async def test_a_key_bound_to_other_addresses_is_live_elsewhere(desk: Desk) -> None:
    key = (await desk.account().create_key(new_reference(), wish(ips=[IP]))).key
    desk.passes(timedelta(minutes=10))
    assert await desk.account().probe_key(key.remote_id) is Liveness.ELSEWHERE


async def test_a_key_that_works_neither_for_its_age_nor_its_end_is_dead(desk: Desk) -> None:
    desk.server.switches.activation_delay = timedelta(days=3)
    desk.main_key.created_at = 0
    key = (await desk.account().create_key(new_reference(), wish())).key
    desk.passes(2 * DAY)
    assert await desk.account().probe_key(key.remote_id) is Liveness.DEAD


@pytest.mark.parametrize("is_401", [False, True])
async def test_each_no_about_ourselves_says_what_to_do(desk: Desk, is_401: bool) -> None:
    desk.server.switches.http_401_on_auth_errors = is_401
    account, seen = desk.account(), {"exchange": NAME}
    wrong = CoinExAccount(desk.channels, desk.watch.now, Credentials(desk.main_key.access_id, "sesame"), SUB)
    assert await refusal(wrong.list_keys()) == (Reason.EXCHANGE_KEY_WRONG, seen)
    desk.server.switches.caller_ip = "198.51.100.7"
    assert await refusal(account.list_keys()) == (Reason.EXCHANGE_IP_REFUSED, seen | {"ip": "198.51.100.7"})
    desk.main_key.expires_at = 1
    assert await refusal(account.list_keys()) == (Reason.EXCHANGE_KEY_UNKNOWN, seen)


async def test_a_no_in_coinex_s_own_words_holds_no_secret(desk: Desk) -> None:
    desk.server.faults.happen_next("/account/subs/api", "4003")
    assert await refusal(desk.account().list_keys()) == (
        Reason.EXCHANGE_REFUSED,
        {"exchange": NAME, "code": 4003, "message": "internal error"},
    )


@pytest.mark.parametrize("hours", [-30, 30])
async def test_another_time_there_is_learned_once_and_kept(desk: Desk, hours: int) -> None:
    desk.server.switches.clock_ahead = timedelta(hours=hours)
    if hours < 0:
        desk.main_key.created_at = 0
    assert await desk.main().measure_skew() == timedelta(hours=hours)
    assert list(await desk.account().list_keys()) == []
    assert list(await desk.account("desk-a").list_keys()) == []
    assert [one.code for one in desk.server.calls if one.path == "/account/subs/api"] == [4010, 0, 0]


async def test_a_clock_that_cannot_be_agreed_on_is_said(desk: Desk) -> None:
    desk.server.faults.happen_next("/account/subs/api", "4017", times=9)
    assert await refusal(desk.account().list_keys()) == (Reason.EXCHANGE_CLOCK, {"exchange": NAME})
    assert desk.count("GET", "/account/subs/api") == 2


async def test_the_budget_is_shared_by_all_sub_accounts(desk: Desk) -> None:
    assert desk.account("desk-a")._channel is desk.account("desk-b")._channel


async def test_a_list_without_an_end_is_given_up(desk: Desk) -> None:
    desk.server.switches.longest_page = 1
    for number in range(60):
        desk.server.state.add_key(desk.user, SUB, desk.server.now, remark=f"bot-{number}")
    with pytest.raises(ExchangeUnreachable):
        await desk.account().list_keys()
