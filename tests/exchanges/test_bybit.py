"""Bybit keeps the contract. pybit checks our requests and the Bybit of these tests."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from pybit.exceptions import InvalidRequestError  # type: ignore[import-untyped]  # pybit has no types

from bot.exchanges.bybit import BybitAccount
from bot.exchanges.bybit_api import WINDOW_MS, Call, read_key, write_request
from bot.exchanges.exchange import (
    KEY_CAPABILITIES,
    Capability,
    ExchangeRefused,
    ExchangeUnreachable,
    Liveness,
    SecretForgotten,
)
from bot.exchanges.idempotency_tag import tag_of
from bot.exchanges.main_account import Credentials
from bot.rules.verdict import Reason
from tests.exchanges.bybit_desk import SUB, Desk, open_desk
from tests.exchanges.coinex_desk import NOON
from tests.exchanges.contract import IP, OTHER_IP, ExchangeContract, new_reference, wish

CREATE, UPDATE, DELETE = "/v5/user/create-sub-api", "/v5/user/update-sub-api", "/v5/user/delete-sub-api"
LIST = "/v5/user/sub-apikeys"


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with open_desk() as opened:
        yield opened


class TestContract(ExchangeContract):
    """Runs the whole kit."""

    keys_limit = 20

    @pytest.fixture
    def exchange(self, desk: Desk) -> BybitAccount:
        return desk.account()


def test_what_bybit_does_not_offer_is_said() -> None:
    assert KEY_CAPABILITIES - BybitAccount.capabilities == {Capability.RENEW_KEY, Capability.EDIT_KEY}


async def test_the_end_of_a_key_is_bybit_s(desk: Desk) -> None:
    free = (await desk.account().create_key(new_reference(), wish("free"))).key
    assert free.expires_at == NOON + timedelta(days=90)
    assert await desk.account().probe_key(free.remote_id) is Liveness.LIVE
    desk.passes(timedelta(days=90))
    assert await desk.account().probe_key(free.remote_id) is Liveness.EXPIRED


@pytest.mark.parametrize(
    ("changes", "expires_at"),
    [
        ({"status": 3, "expiredAt": "2027-02-01T02:36:06Z"}, datetime(2027, 2, 1, 2, 36, 6, tzinfo=UTC)),
        ({"status": 3, "deadlineDay": "21"}, NOON + timedelta(days=21)),
        ({"status": 1, "expiredAt": "1970-01-01T00:00:00Z", "deadlineDay": -2}, None),
        ({"status": 1, "ips": [IP]}, None),
        ({"status": 4, "ips": [IP], "expiredAt": "2027-01-20T00:00:00Z"}, datetime(2027, 1, 20, tzinfo=UTC)),
    ],
)
def test_the_expiry_of_a_key_is_read_from_every_field_that_has_it(
    changes: dict[str, object], expires_at: datetime | None
) -> None:
    row = {
        "id": "7",
        "apiKey": "ABC",
        "note": "grid",
        "ips": ["*"],
        "readOnly": False,
        "createdAt": "2027-01-01T00:00:00Z",
    }
    key = read_key(row | {"permissions": {"Spot": ["SpotTrade"]}} | changes, NOON).facts
    assert (key.expires_at, key.trade, key.withdraw) == (expires_at, True, False)


async def test_binding_leaves_a_reading_key_a_reading_one(desk: Desk) -> None:
    wished = wish("reader")
    key = (await desk.account().create_key(new_reference(), type(wished)("reader", False, False, ()))).key
    assert not key.trade
    assert not (await desk.account().set_ips(new_reference(), key.remote_id, [IP])).trade


async def test_a_key_like_another_may_what_that_one_may_and_no_more(desk: Desk) -> None:
    old = desk.bybit.add_key(int(SUB), "spot", trade=True)
    old.permissions |= {"Wallet": ["AccountTransfer"]}
    (there,) = await desk.account().list_keys()
    await desk.account().create_key(new_reference(), replace(wish("spot-v2"), like=there.remote_id))
    assert desk.bybit.subs[int(SUB)][1].permissions == old.permissions

    old.permissions["Spot"] = []
    await desk.account().set_ips(new_reference(), there.remote_id, [IP])
    assert not old.read_only, "one that only transfers goes on writing"
    await desk.account().create_key(new_reference(), replace(wish("v3"), trade=False, like=there.remote_id))
    assert not desk.bybit.subs[int(SUB)][2].read_only
    desk.bybit.subs[int(SUB)].remove(old)
    with pytest.raises(ExchangeRefused):
        await desk.account().create_key(new_reference(), replace(wish("v4"), like=there.remote_id))


async def test_keys_are_read_page_by_page(desk: Desk) -> None:
    desk.bybit.page = 3
    for number in range(7):
        await desk.account().create_key(new_reference(), wish(f"bot-{number}"))
    assert [key.remark for key in await desk.account().list_keys()] == [f"bot-{number}" for number in range(7)]


@pytest.mark.parametrize("nth", range(3))
@pytest.mark.parametrize("trouble", ["cut-before", "cut-after", "502", "10016", "after-10016", "10006", "10018"])
@pytest.mark.parametrize("name", ["bind", "delete"])
async def test_a_change_ends_with_the_truth(desk: Desk, name: str, trouble: str, nth: int) -> None:
    key = (await desk.account().create_key(new_reference(), wish("old"))).key
    desk.bybit.faults.happen_next("*", trouble, skip=nth)
    for _ in range(3):
        try:
            if name == "bind":
                await desk.account().set_ips(new_reference(), key.remote_id, [OTHER_IP])
            else:
                await desk.account().delete_key(new_reference(), key.remote_id)
        except ExchangeUnreachable:
            continue
        break
    assert [there.ips for there in desk.bybit.subs[int(SUB)]] == ([[OTHER_IP]] if name == "bind" else [])


@pytest.mark.parametrize("trouble", ["cut-before", "502", "10016", "10006"])
async def test_a_creation_that_did_not_happen_is_made_once(desk: Desk, trouble: str) -> None:
    desk.bybit.faults.happen_next(CREATE, trouble)
    reference = new_reference()
    for _ in range(2):
        try:
            created = await desk.account().create_key(reference, wish("fresh"))
        except ExchangeUnreachable:
            desk.passes(timedelta(seconds=16))
    (there,) = desk.bybit.subs[int(SUB)]
    assert created.key_secret == there.secret


async def test_a_creation_with_a_lost_secret_is_for_a_person_to_decide(desk: Desk) -> None:
    desk.bybit.faults.happen_next(CREATE, "cut-after")
    reference = new_reference()
    with pytest.raises(ExchangeUnreachable):
        await desk.account().create_key(reference, wish("fresh"))
    for _ in range(2):
        desk.passes(timedelta(seconds=16))
        with pytest.raises(SecretForgotten):
            await desk.account().create_key(reference, wish("fresh"))
    (there,) = desk.bybit.subs[int(SUB)]
    assert there.note == f"fresh ~{tag_of(reference)}"


async def test_a_creation_that_could_not_be_looked_at_keeps_its_secret(desk: Desk) -> None:
    desk.bybit.faults.happen_next(LIST, "cut-before", skip=1, times=2)
    reference = new_reference()
    with pytest.raises(ExchangeUnreachable):
        await desk.account().create_key(reference, wish("fresh"))
    created = await desk.account().create_key(reference, wish("fresh"))
    (there,) = desk.bybit.subs[int(SUB)]
    assert created.key_secret == there.secret


async def test_a_key_that_is_not_listed_yet_is_not_made_again(desk: Desk) -> None:
    desk.bybit.lag = 2
    reference = new_reference()
    for _ in range(2):
        with pytest.raises(ExchangeUnreachable):
            await desk.account().create_key(reference, wish("fresh"))
        desk.passes(timedelta(seconds=16))
    created = await desk.account().create_key(reference, wish("fresh"))
    assert [there.secret for there in desk.bybit.subs[int(SUB)]] == [created.key_secret]


async def test_a_secret_is_not_held_for_long(desk: Desk) -> None:
    reference = new_reference()
    await desk.account().create_key(reference, wish("fresh"))
    desk.passes(timedelta(minutes=10))
    with pytest.raises(SecretForgotten):
        await desk.account().create_key(reference, wish("fresh"))


async def refusal(account: BybitAccount) -> Reason:
    with pytest.raises(ExchangeRefused) as no:
        await account.list_keys()
    return no.value.refused.reason


async def test_each_no_about_ourselves_says_what_to_do(desk: Desk) -> None:
    def account(access_id: str, secret: str) -> BybitAccount:
        return BybitAccount(desk.channels, desk.watch.now, Credentials(access_id, secret), SUB)

    assert await refusal(account("OTHER", "sesame")) is Reason.EXCHANGE_KEY_UNKNOWN
    assert await refusal(account(desk.bybit.api_key, "sesame")) is Reason.EXCHANGE_KEY_WRONG
    desk.bybit.main_ips = ["203.0.113.7"]
    assert await refusal(desk.account()) is Reason.EXCHANGE_IP_REFUSED
    desk.bybit.faults.happen_next(LIST, "10005")
    assert await refusal(desk.account()) is Reason.EXCHANGE_KEY_WEAK
    desk.bybit.faults.happen_next(LIST, "33004")
    assert await refusal(desk.account()) is Reason.EXCHANGE_KEY_UNKNOWN
    desk.bybit.faults.happen_next(LIST, "10002", times=2)
    assert await refusal(desk.account()) is Reason.EXCHANGE_CLOCK


async def test_another_time_there_is_learned(desk: Desk) -> None:
    desk.bybit.ahead = timedelta(hours=-3)
    assert list(await desk.account().list_keys()) == []
    assert [target.partition("?")[0] for _, target, _ in desk.bybit.calls] == [LIST, "/v5/market/time", LIST]


async def test_pybit_signs_as_we_do(desk: Desk) -> None:
    client = desk.pybit()
    calls = [
        Call("GET", LIST, {"limit": 20, "subMemberId": SUB}),
        Call("POST", DELETE, {"apikey": "ABC"}),
        Call("POST", CREATE, {"subuid": 1, "note": "Ключ", "readOnly": 0, "ips": f"{IP},{OTHER_IP}"}),
    ]
    for call in calls:
        request = write_request("https://api.bybit.com", call, desk.credentials, NOON)
        headers = request.headers
        query = urlsplit(request.url).query
        assert (
            client._auth(query or request.body.decode(), WINDOW_MS, headers["X-BAPI-TIMESTAMP"])
            == headers["X-BAPI-SIGN"]
        )
        if query:
            assert client.prepare_payload("GET", dict(parse_qsl(query))) == query
        assert headers["X-BAPI-RECV-WINDOW"] == str(client.recv_window)
    client.client.close()


async def test_pybit_takes_our_bybit_for_the_real_one(desk: Desk) -> None:
    desk.watch.moment = datetime.now(UTC)
    client = desk.pybit()

    async def ask(call: str, **given: object) -> dict[str, object]:
        answer: dict[str, dict[str, object]] = await asyncio.to_thread(getattr(client, call), **given)
        return answer["result"]

    made = await ask(
        "create_sub_api_key", subuid=int(SUB), note="grid", readOnly=0, permissions={"Spot": ["SpotTrade"]}
    )
    (key,) = await desk.account().list_keys()
    assert (key.access_id, key.remark, key.ips, key.trade) == (made["apiKey"], "grid", (), True)
    await ask("modify_sub_api_key", apikey=key.access_id, readOnly=1, ips=IP)
    (key,) = await desk.account().list_keys()
    assert (key.ips, key.trade, key.expires_at) == ((IP,), False, None)
    listed = await ask("get_all_sub_api_keys", subMemberId=SUB)
    assert isinstance(listed["result"], list)
    assert listed["result"][0]["secret"] == "******"
    await ask("delete_sub_api_key", apikey=key.access_id)
    assert list(await desk.account().list_keys()) == []
    with pytest.raises(InvalidRequestError):
        await ask("delete_sub_api_key", apikey=key.access_id)
    client.client.close()
