"""The calls of the sandbox's CoinEx."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from bot.sandbox.clock import SandboxClock
from bot.sandbox.exchanges.coinex.server import CoinExServer
from bot.sandbox.exchanges.coinex.state import CoinExState, SubAccount, Withdrawal
from bot.sandbox.exchanges.coinex.switches import UnbindExpiry
from tests.sandbox.exchanges.coinex.caller import NOON, SUB, Caller

DAY_MS = 86_400_000
IP = "203.0.113.7"


async def make(caller: Caller, ips: list[str] | None = None, remark: str = "mm bot") -> dict[str, Any]:
    """Create a key, and return the answer."""
    caller.seconds[0] += 10
    answer = await caller.post(
        "/account/subs/api", sub_user_name=SUB, ip_whitelist=ips or [], trade_enabled=True, remark=remark
    )
    assert answer["code"] == 0, answer
    data: dict[str, Any] = answer["data"]
    return data


async def edit(caller: Caller, key: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A key after an edit."""
    answer = await caller.post("/account/subs/edit-api", sub_user_name=SUB, api_id=key["api_id"], **changes)
    assert answer["code"] == 0, answer
    data: dict[str, Any] = answer["data"]
    return data


async def test_a_bound_key_never_ends_and_an_unbound_one_after_ninety_days(caller: Caller) -> None:
    bound, free = await make(caller, [IP]), await make(caller)
    assert (bound["expires_at"], bound["ip_whitelist"], bound["withdraw_enabled"]) == (0, [IP], False)
    assert free["expires_at"] == free["created_at"] + 90 * DAY_MS
    assert len(free["secret_key"]) == 48


async def test_the_list_has_no_secrets_and_is_newest_first(caller: Caller) -> None:
    made = [await make(caller) for _ in range(3)]
    listed = await caller.get("/account/subs/api", sub_user_name=SUB, page=1, limit=2)
    assert listed["pagination"] == {"total": 3, "has_next": True}
    assert [row["api_id"] for row in listed["data"]] == [made[2]["api_id"], made[1]["api_id"]]
    assert "secret_key" not in listed["data"][0]
    rest = await caller.get("/account/subs/api", sub_user_name=SUB, page=2, limit=2)
    assert (rest["pagination"]["has_next"], len(rest["data"])) == (False, 1)
    assert (await caller.get("/account/subs/api-detail", api_id=made[0]["api_id"]))["data"] == made[0]


async def test_expired_keys_stay_in_the_list(caller: Caller) -> None:
    await make(caller)
    caller.clock.move(timedelta(days=90))
    caller.main_key.expires_at = 0
    (row,) = (await caller.get("/account/subs/api", sub_user_name=SUB))["data"]
    assert row["is_expired"] is True


@pytest.mark.parametrize(("expiry", "days"), [(UnbindExpiry.FROM_NOW, 100), (UnbindExpiry.FROM_CREATION, 90)])
async def test_binding_ends_the_term_and_unbinding_begins_one(caller: Caller, expiry: UnbindExpiry, days: int) -> None:
    caller.server.switches.unbind_expiry = expiry
    key = await make(caller)
    caller.clock.move(timedelta(days=10))
    assert (await edit(caller, key, ip_whitelist=[IP]))["expires_at"] == 0
    assert (await edit(caller, key, ip_whitelist=[]))["expires_at"] == key["created_at"] + days * DAY_MS


@pytest.mark.parametrize(("extends", "days"), [(False, 90), (True, 100)])
async def test_whether_an_edit_extends_a_key_is_a_switch(caller: Caller, extends: bool, days: int) -> None:
    caller.server.switches.edit_extends = extends
    key = await make(caller)
    caller.clock.move(timedelta(days=10))
    edited = await edit(caller, key, trade_enabled=False, remark="idle", can_trade=True)
    assert (edited["trade_enabled"], edited["remark"]) == (False, "idle")
    assert edited["expires_at"] == key["created_at"] + days * DAY_MS


async def test_a_deleted_key_is_gone(caller: Caller) -> None:
    key = await make(caller)
    assert (await caller.post("/account/subs/delete-api", api_id=key["api_id"]))["data"] == {}
    assert (await caller.post("/account/subs/delete-api", api_id=key["api_id"]))["code"] == 3639
    assert (await caller.get("/account/subs/api", sub_user_name=SUB))["data"] == []


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"sub_user_name": "nobody"}, "sub_user_name"),
        ({"sub_user_name": None}, "sub_user_name"),
        ({"ip_whitelist": None}, "ip_whitelist"),
        ({"ip_whitelist": "203.0.113.7"}, "ip_whitelist"),
        ({"ip_whitelist": ["203.0.113.0/24"]}, "ip_whitelist"),
        ({"ip_whitelist": [7]}, "ip_whitelist"),
        ({"ip_whitelist": [f"203.0.113.{number}" for number in range(51)]}, "ip_whitelist"),
        ({"trade_enabled": None}, "trade_enabled"),
        ({"trade_enabled": "yes"}, "trade_enabled"),
        ({"trade_enabled": []}, "trade_enabled"),
        ({"trade_enabled": "true"}, "trade_enabled"),
        ({"ip_whitelist": ["fe80::1%eth0"]}, "ip_whitelist"),
        ({"remark": "x" * 51}, "remark"),
    ],
)
async def test_what_does_not_fit_is_named(caller: Caller, changes: dict[str, Any], wrong: str) -> None:
    good: dict[str, Any] = {"sub_user_name": SUB, "ip_whitelist": [], "trade_enabled": True}
    answer = await caller.post("/account/subs/api", **(good | changes))
    assert (answer["code"], answer["message"]) == (3639, f"Invalid Parameter: {wrong}")


async def test_a_number_in_quotes_is_a_number_in_a_query_only(caller: Caller) -> None:
    key = await make(caller)
    answer = await caller.post("/account/subs/delete-api", api_id=str(key["api_id"]))
    assert (answer["code"], answer["message"]) == (3639, "Invalid Parameter: api_id")
    answer = await caller.post("/account/subs/edit-api", sub_user_name=SUB, api_id=str(key["api_id"]))
    assert (answer["code"], answer["message"]) == (3639, "Invalid Parameter: api_id")
    assert (await caller.get("/account/subs/api-detail", api_id=str(key["api_id"])))["data"] == key


async def test_a_sub_account_has_fifty_keys_at_most(caller: Caller) -> None:
    for _ in range(50):
        await make(caller)
    answer = await caller.post("/account/subs/api", sub_user_name=SUB, ip_whitelist=[], trade_enabled=True)
    assert answer["code"] == 3639


async def test_a_sub_account_without_the_permission_gets_no_keys(caller: Caller) -> None:
    key = await make(caller)
    caller.user.sub_accounts[SUB].permissions = ["FUTURES"]
    answer = await caller.post("/account/subs/api", sub_user_name=SUB, ip_whitelist=[], trade_enabled=True)
    assert answer["code"] == 4512
    assert (await caller.post("/account/subs/edit-api", sub_user_name=SUB, api_id=key["api_id"]))["code"] == 4512


async def test_a_key_of_another_sub_account_or_user_is_out_of_reach(caller: Caller) -> None:
    key = await make(caller)
    caller.user.sub_accounts["desk-b"] = SubAccount("desk-b")
    answer = await caller.post("/account/subs/edit-api", sub_user_name="desk-b", api_id=key["api_id"])
    assert answer["code"] == 3639
    stranger = caller.server.state.add_user("desk-c")
    foreign = caller.server.state.add_key(stranger, "desk-c", caller.now)
    assert (await caller.get("/account/subs/api-detail", api_id=foreign.api_id))["code"] == 3639
    assert (await caller.get("/account/subs/api-detail", api_id=caller.main_key.api_id))["code"] == 3639


async def test_sub_accounts_are_made_frozen_and_found(caller: Caller) -> None:
    assert (await caller.post("/account/subs", sub_user_name="desk-b", permissions=["API"]))["code"] == 0
    assert (await caller.post("/account/subs", sub_user_name="desk-b"))["code"] == 3639
    for name in ("ab", "x" * 27, "under_score"):
        assert (await caller.post("/account/subs", sub_user_name=name))["code"] == 3639
    assert (await caller.post("/account/subs", sub_user_name="desk-d", permissions=["WINGS"]))["code"] == 3639
    await caller.post("/account/subs/frozen", sub_user_name="desk-b")
    (row,) = (await caller.get("/account/subs", is_frozen="true"))["data"]
    assert (row["sub_user_name"], row["permissions"], row["is_frozen"]) == ("desk-b", ["API"], True)
    assert [row["sub_user_name"] for row in (await caller.get("/account/subs"))["data"]] == [SUB]
    await caller.post("/account/subs/unfrozen", sub_user_name="desk-b")
    assert len((await caller.get("/account/subs"))["data"]) == 2


async def test_there_are_twenty_sub_accounts_at_most(caller: Caller) -> None:
    for number in range(19):
        caller.user.sub_accounts[f"desk-{number}"] = SubAccount(f"desk-{number}")
    assert (await caller.post("/account/subs", sub_user_name="desk-x"))["code"] == 3639


async def test_coins_are_public(caller: Caller) -> None:
    _, text = await caller.send("GET", "/v2/assets/all-deposit-withdraw-config", "", {})
    rows = json.loads(text)["data"]
    assert {"chain", "memo", "is_memo_required_for_deposit"} < set(rows[2]["chains"][0])
    _, text = await caller.send("GET", "/v2/assets/deposit-withdraw-config?ccy=XRP", "", {})
    assert json.loads(text)["data"]["chains"][0]["memo"] == "Tag"
    _, text = await caller.send("GET", "/v2/assets/info?ccy=XRP", "", {})
    assert json.loads(text)["data"][0]["ccy"] == "XRP"


async def test_time_and_address_are_public(caller: Caller) -> None:
    caller.server.switches.caller_ip = IP
    assert json.loads((await caller.send("GET", "/v2/time", "", {}))[1])["data"] == {"timestamp": caller.now}
    assert json.loads((await caller.send("GET", "/v2/test/ip", "", {}))[1])["data"] == {"ip": IP}
    assert json.loads((await caller.send("GET", "/v2/ping", "", {}))[1])["data"] == {"result": "pong"}


async def test_a_body_that_is_not_an_object_is_refused(caller: Caller) -> None:
    target = "/v2/account/subs/frozen"
    for body in ("[]", "{", "7"):
        _, text = await caller.send("POST", target, body, caller.sign(caller.main_key, "POST", target, body))
        assert json.loads(text)["code"] == 4004


async def test_users_and_keys_survive_a_restart(tmp_path: Path) -> None:
    clock = SandboxClock(read_real_time=lambda: NOON)
    first = CoinExServer(clock, tmp_path / "coinex.json")
    user = first.state.add_user(SUB)
    first.state.add_key(user, SUB, first.now, ip_whitelist=[IP], remark="mm bot")
    user.whitelist.append(("TRC20", "TAddress"))
    pay = Withdrawal(
        first.state.take_withdraw_id(), 0, "BTC", "BTC", "ON_CHAIN", "", "1", "BTC", "0", "1x", "created", ""
    )
    user.withdrawals[pay.withdraw_id] = pay
    first.save()
    assert CoinExServer(clock, tmp_path / "coinex.json").state == first.state


def test_a_file_of_before_withdrawals_were_kept_is_read() -> None:
    kept = CoinExState()
    kept.add_user(SUB)
    old = {name: value for name, value in kept.dump().items() if name != "next_withdraw_id"}
    for user in cast("dict[str, dict[str, object]]", old["users"]).values():
        del user["withdrawals"]
    assert CoinExState.load(old) == kept
