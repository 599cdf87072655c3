"""Withdrawals at the sandbox's CoinEx: only to the whitelist, and never sent."""

from typing import Any

import pytest

from tests.sandbox.exchanges.coinex.caller import SUB, Caller

WITHDRAWAL: dict[str, Any] = {"ccy": "USDT", "chain": "TRC20", "to_address": "TAddress", "amount": "10"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, 0),
        ({"to_address": "TOther"}, 3310),
        ({"chain": "ERC20"}, 3310),
        ({"chain": "MOON"}, 3310),
        ({"amount": "0.5"}, 3639),
        ({"amount": "much"}, 3639),
        ({"ccy": "MOON"}, 3639),
        ({"withdraw_method": "pigeon"}, 3639),
        ({"withdraw_method": "inter_user", "chain": None, "to_address": "max@example.org"}, 3310),
    ],
)
async def test_only_a_whitelisted_address_is_withdrawn_to(caller: Caller, changes: dict[str, Any], code: int) -> None:
    caller.user.whitelist.append(("TRC20", "TAddress"))
    assert (await caller.post("/assets/withdraw", **(WITHDRAWAL | changes)))["code"] == code


async def test_a_withdrawal_is_answered_listed_and_cancelled(caller: Caller) -> None:
    caller.user.whitelist += [("TRC20", "TAddress"), ("", "max@example.org")]
    first = (await caller.post("/assets/withdraw", **WITHDRAWAL, remark="pay"))["data"]
    assert first == WITHDRAWAL | {
        "withdraw_id": first["withdraw_id"],
        "created_at": caller.now,
        "withdraw_method": "ON_CHAIN",
        "memo": "",
        "actual_amount": "10",
        "fee_ccy": "USDT",
        "tx_fee": "0.5",
        "fee_asset": "USDT",
        "fee_amount": "0.5",
        "tx_id": "",
        "confirmations": 0,
        "explorer_address_url": "",
        "explorer_tx_url": "",
        "status": "created",
        "remark": "pay",
    }
    to_max: dict[str, Any] = {
        "ccy": "BTC",
        "to_address": "max@example.org",
        "amount": "1",
        "withdraw_method": "inter_user",
    }
    second = (await caller.post("/assets/withdraw", **to_max))["data"]
    assert (second["tx_fee"], second["status"], second["chain"]) == ("0", "finished", "")

    listed = await caller.get("/assets/withdraw", page=1, limit=1)
    assert (listed["data"], listed["pagination"]) == ([second], {"total": 2, "has_next": True})
    for filtered in ({"ccy": "USDT"}, {"withdraw_id": first["withdraw_id"]}, {"status": "created"}):
        assert (await caller.get("/assets/withdraw", **filtered))["data"] == [first]
    assert (await caller.get("/assets/withdraw", status="lost"))["code"] == 3639

    assert (await caller.post("/assets/cancel-withdraw", withdraw_id=first["withdraw_id"]))["data"] == {}
    for number in (first["withdraw_id"], second["withdraw_id"], 1):
        assert (await caller.post("/assets/cancel-withdraw", withdraw_id=number))["code"] == 3639
    assert (await caller.get("/assets/withdraw", status="cancelled"))["data"] == [first | {"status": "cancelled"}]


async def test_the_fee_s_coin_is_one_there_is(caller: Caller) -> None:
    caller.user.whitelist.append(("TRC20", "TAddress"))
    assert (await caller.post("/assets/withdraw", **WITHDRAWAL, fee_ccy="BTC"))["data"]["fee_ccy"] == "BTC"
    assert (await caller.post("/assets/withdraw", **WITHDRAWAL, fee_ccy="MOON"))["code"] == 3639


async def test_a_history_has_a_bucket_of_its_own_and_sub_accounts_withdraw_nothing(caller: Caller) -> None:
    caller.server.switches.burst = 1
    assert [(await caller.get("/assets/withdraw"))["code"] for _ in range(2)] == [0, 4213]
    assert (await caller.get("/account/subs"))["code"] == 0
    key = caller.server.state.add_key(caller.user, SUB, caller.now - 86_400_000)
    assert (await caller.get("/assets/withdraw", key))["code"] == 4512
