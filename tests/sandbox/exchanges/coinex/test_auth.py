"""Access to the sandbox's CoinEx: each check, and their order."""

import hashlib
import json
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

from bot.sandbox.exchanges.coinex.state import Key
from tests.sandbox.exchanges.coinex.caller import SUB, Caller

A_WHILE = timedelta(days=1)


def key_of(caller: Caller, *ips: str, age: timedelta = A_WHILE) -> Key:
    """A sub-account's key."""
    born = caller.now - round(age.total_seconds() * 1000)
    return caller.server.state.add_key(caller.user, SUB, born, ip_whitelist=list(ips))


async def test_a_key_that_is_missing_unknown_expired_or_young_is_answered_alike(caller: Caller) -> None:
    assert await caller.code(caller.main_key) == 0
    assert await caller.code(caller.main_key, **{"X-COINEX-KEY": "none"}) == 4005
    assert await caller.code(caller.main_key, **{"X-COINEX-KEY": "ABC"}) == 4005
    assert await caller.code(key_of(caller, age=timedelta(days=90))) == 4005
    assert await caller.code(key_of(caller, age=timedelta(seconds=599))) == 4005
    assert await caller.code(key_of(caller, age=timedelta(seconds=600))) == 0


async def test_a_new_key_works_at_once_where_activation_is_off(caller: Caller) -> None:
    caller.server.switches.activation_delay = timedelta()
    assert await caller.code(key_of(caller, age=timedelta())) == 0


async def test_a_signature_must_be_there_look_like_one_and_fit(caller: Caller) -> None:
    assert await caller.code(caller.main_key, **{"X-COINEX-SIGN": "none"}) == 4008
    assert await caller.code(caller.main_key, **{"X-COINEX-SIGN": "A" * 64}) == 4008
    assert await caller.code(caller.main_key, **{"X-COINEX-SIGN": "a" * 64}) == 4006


async def test_a_timestamp_must_be_a_number_and_fresh(caller: Caller) -> None:
    assert await caller.code(caller.main_key, **{"X-COINEX-TIMESTAMP": "none"}) == 4004
    assert await caller.code(caller.main_key, **{"X-COINEX-TIMESTAMP": "noon"}) == 4004
    for shift, code in ((0, 0), (5000, 0), (5001, 4010), (-5000, 0), (-5001, 4010)):
        headers = caller.sign(caller.main_key, "GET", "/v2/account/info", "", caller.now - shift)
        assert await caller.code(caller.main_key, **headers) == code
    for number in ("-5", "9" * 40):
        assert await caller.code(caller.main_key, **{"X-COINEX-TIMESTAMP": number}) == 4010
    late = caller.sign(caller.main_key, "GET", "/v2/account/info", "", caller.now - 9000)
    assert await caller.code(caller.main_key, **late, **{"X-COINEX-WINDOWTIME": "9000"}) == 0
    assert await caller.code(caller.main_key, **late, **{"X-COINEX-WINDOWTIME": "long"}) == 4004


async def test_the_query_is_signed_as_it_was_sent(caller: Caller) -> None:
    for query in ("sub_user_name=a+b%2Bc&is_frozen=false", "is_frozen=false&sub_user_name=a%20b%2bc"):
        target = f"/v2/account/subs?{query}"
        _, text = await caller.send("GET", target, "", caller.sign(caller.main_key, "GET", target, ""))
        assert json.loads(text)["code"] == 0


async def test_the_body_is_signed_as_it_was_sent(caller: Caller) -> None:
    target, body = "/v2/account/subs/frozen", '{ "sub_user_name":\t"desk-a" }'
    _, text = await caller.send("POST", target, body, caller.sign(caller.main_key, "POST", target, body))
    assert json.loads(text)["code"] == 0
    signed = caller.sign(caller.main_key, "POST", target, '{"sub_user_name":"desk-a"}')
    assert json.loads((await caller.send("POST", target, body, signed))[1])["code"] == 4006


async def test_a_bound_key_works_from_its_addresses_only(caller: Caller) -> None:
    bound, here = key_of(caller, "203.0.113.7"), key_of(caller, "127.0.0.1")
    assert [await caller.code(bound), await caller.code(here)] == [4007, 0]
    caller.server.switches.caller_ip = "203.0.113.7"
    assert [await caller.code(bound), await caller.code(here)] == [0, 4007]
    six = key_of(caller, "2001:DB8::1")
    caller.server.switches.caller_ip = "2001:db8:0::1"
    assert await caller.code(six) == 0


async def test_the_order_of_signature_and_address_is_a_switch(caller: Caller) -> None:
    bound = key_of(caller, "203.0.113.7")
    wrong = {"X-COINEX-SIGN": "a" * 64}
    assert await caller.code(bound, **wrong) == 4006
    caller.server.switches.ip_before_sign = True
    assert await caller.code(bound, **wrong) == 4007


async def test_the_legacy_signature_is_a_switch(caller: Caller) -> None:
    prepared = f"GET/v2/account/info{caller.now}{caller.main_key.secret_key}"
    legacy = {"X-COINEX-SIGN": hashlib.sha256(prepared.encode()).hexdigest()}
    assert await caller.code(caller.main_key, **legacy) == 4006
    caller.server.switches.accept_legacy_sign = True
    assert await caller.code(caller.main_key, **legacy) == 0
    assert await caller.code(caller.main_key) == 0


async def test_the_http_status_of_a_no_about_the_caller_is_a_switch(caller: Caller) -> None:
    assert (await caller.send("GET", "/v2/account/info", "", {}))[0] == 200
    caller.server.switches.http_401_on_auth_errors = True
    status, text = await caller.send("GET", "/v2/account/info", "", {})
    assert (status, json.loads(text)["code"]) == (401, 4005)
    assert (await caller.get("/account/subs/api", sub_user_name="nobody"))["code"] == 3639


async def test_each_group_has_a_bucket_of_twenty_that_fills_ten_a_second(caller: Caller) -> None:
    answers = [(await caller.get("/account/subs"))["code"] for _ in range(21)]
    assert answers == [0] * 20 + [4213]
    assert (await caller.post("/account/subs/frozen", sub_user_name=SUB))["code"] == 0
    assert caller.headers["X-RateLimit-Remaining"] == "19"
    caller.seconds[0] += 0.5
    assert [(await caller.get("/account/subs"))["code"] for _ in range(6)] == [0] * 5 + [4213]
    assert (await caller.get("/account/info"))["code"] == 0


RATE_HEADERS = {"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-LongPeriod-1H-Remaining"}


async def test_every_counted_answer_says_how_many_calls_are_left(caller: Caller) -> None:
    target, body = "/v2/account/subs/frozen", "[]"
    caller.user.sub_accounts[SUB].permissions = []
    new_key: dict[str, Any] = {"sub_user_name": SUB, "ip_whitelist": [], "trade_enabled": True}
    calls: list[tuple[int, Awaitable[dict[str, Any]]]] = [
        (0, caller.get("/account/subs/info")),
        (4512, caller.get("/account/subs", key_of(caller))),
        (3639, caller.get("/account/subs/api", sub_user_name="nobody")),
        (4512, caller.post("/account/subs/api", **new_key)),
    ]
    for code, call in calls:
        assert (await call)["code"] == code
        assert set(caller.headers) >= RATE_HEADERS, code
    await caller.send("POST", target, body, caller.sign(caller.main_key, "POST", target, body))
    assert caller.headers["X-RateLimit-Remaining"] == "18"
    caller.server.faults.happen_next("/account/subs", "after-3008")
    assert (await caller.get("/account/subs"))["code"] == 3008
    assert set(caller.headers) >= RATE_HEADERS


async def test_a_call_too_many_gets_an_empty_budget_and_one_without_a_bucket_none(caller: Caller) -> None:
    caller.server.switches.burst = 1
    assert [(await caller.get("/account/subs"))["code"] for _ in range(2)] == [0, 4213]
    assert caller.headers["X-RateLimit-Remaining"] == "0"
    for answered in (caller.get("/account/info"), caller.get("/account/subs", Key(1, "ABC", "", 0, 0, [], False))):
        await answered
        assert not RATE_HEADERS & set(caller.headers)


async def test_outside_of_v2_only_a_gateway_answers(caller: Caller) -> None:
    for target in ("/account/info", "/v1/account/info", "/v2", "/v2x/ping", "/"):
        status, text = await caller.send("GET", target, "", caller.sign(caller.main_key, "GET", target, ""))
        assert (status, text.startswith("<html>")) == (404, True), target


async def test_an_address_has_a_limit_for_everything(caller: Caller) -> None:
    caller.server.switches.ip_rate = 3
    codes = [json.loads((await caller.send("GET", "/v2/ping", "", {}))[1])["code"] for _ in range(4)]
    assert codes == [0, 0, 0, 4213]


async def test_sub_accounts_have_buckets_of_their_own_and_manage_nothing(caller: Caller) -> None:
    key = key_of(caller)
    assert (await caller.get("/account/subs", key))["code"] == 4512
    assert (await caller.get("/account/subs/info", key))["data"] == {
        "user_type": "SUB_ACCOUNT",
        "sub_user_name": SUB,
    }
    assert (await caller.get("/account/subs/info"))["data"] == {"user_type": "NORMAL", "sub_user_name": None}


async def test_a_wrong_method_is_reported(caller: Caller) -> None:
    assert (await caller.get("/account/subs/delete-api"))["code"] == 4009
