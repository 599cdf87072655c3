"""After any fault at any call to CoinEx, the change happens exactly once in the end."""

import asyncio
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.exchanges.channel import ChannelPool
from bot.exchanges.coinex import CoinExAccount
from bot.exchanges.exchange import (
    ExchangeError,
    ExchangeRefused,
    ExchangeUnreachable,
    KeyUnmarked,
    Reference,
)
from bot.exchanges.idempotency_tag import tag_of
from bot.exchanges.transport import HttpRequest, Transport
from bot.rules.key_edit import KeyEdit
from bot.sandbox.exchanges.coinex.state import Key
from tests.exchanges.coinex_desk import QUICK, Desk, open_desk
from tests.exchanges.contract import IP, new_reference, wish

CREATE, EDIT, DELETE = "/account/subs/api", "/account/subs/edit-api", "/account/subs/delete-api"
TROUBLES = ["cut-before", "cut-after", "502", "3008", "4001", "4002", "4213", "after-3008", "after-4001", "after-4002"]
UNTIL_CERTAIN = timedelta(seconds=16)

Change = Callable[[CoinExAccount, Reference, str], Awaitable[object]]
CHANGES: dict[str, Change] = {
    "create": lambda exchange, reference, _: exchange.create_key(reference, wish("fresh", [IP])),
    "bind": lambda exchange, reference, key: exchange.set_ips(reference, key, [IP]),
    "edit": lambda exchange, reference, key: exchange.edit_key(reference, key, KeyEdit("renamed", trade=False)),
    "delete": lambda exchange, reference, key: exchange.delete_key(reference, key),
}


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with open_desk() as opened:
        yield opened


def standing(desk: Desk) -> list[tuple[str, bool, list[str]]]:
    """List every key there by its editable fields, without the mark in its name."""
    return sorted((key.remark.partition(" ~")[0], key.trade_enabled, key.ip_whitelist) for key in desk.list_there())


EXPECTED = {
    "create": [("fresh", True, [IP]), ("old", True, [])],
    "bind": [("old", True, [IP])],
    "edit": [("renamed", False, [])],
    "delete": [],
}


async def end_with_the_truth(desk: Desk, change: Change, reference: Reference, key: Key) -> list[str]:
    """Ask again under the same reference until the result is known, as an executor does.

    Return the errors.
    """
    shown = []
    for _ in range(4):
        try:
            await change(desk.account(), reference, str(key.api_id))
        except ExchangeUnreachable as error:
            shown.append("".join(traceback.format_exception(error)))
            desk.passes(UNTIL_CERTAIN)
        else:
            return shown
    raise AssertionError("it never ends")


@pytest.mark.parametrize("nth", range(3))
@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("name", CHANGES)
async def test_a_change_ends_with_the_truth(desk: Desk, name: str, trouble: str, nth: int) -> None:
    key = desk.server.state.add_key(desk.user, "desk-a", desk.server.now, remark="old", trade_enabled=True)
    desk.server.faults.happen_next("*", trouble, skip=nth)
    with capture_logs() as logs:
        shown = await end_with_the_truth(desk, CHANGES[name], new_reference(), key)
    assert standing(desk) == EXPECTED[name]
    secrets = [one.secret_key for one in desk.user.keys.values()]
    assert all(secret not in f"{logs}{shown}" for secret in secrets)


@pytest.mark.parametrize("trouble", ["cut-after", "cut-before", "502"])
async def test_a_lost_creation_answers_with_its_own_secret(desk: Desk, trouble: str) -> None:
    desk.server.faults.happen_next(CREATE, trouble, skip=1)
    reference = new_reference()
    with pytest.raises(ExchangeUnreachable):
        await desk.account().create_key(reference, wish("fresh"))
    desk.passes(UNTIL_CERTAIN)
    created = await desk.account().create_key(reference, wish("fresh"))
    (there,) = desk.list_there()
    assert (created.key.access_id, created.key_secret) == (there.access_id, there.secret_key)


async def test_a_creation_that_may_still_arrive_is_not_made_again(desk: Desk) -> None:
    desk.server.faults.happen_next(CREATE, "cut-before", skip=1)
    reference = new_reference()
    for _ in range(2):
        with pytest.raises(ExchangeUnreachable):
            await desk.account().create_key(reference, wish("fresh"))
    assert not desk.list_there()
    assert desk.count("POST", CREATE) == 1
    late = desk.server.state.add_key(
        desk.user, "desk-a", desk.server.now, remark=f"fresh ~{tag_of(reference)}", trade_enabled=True
    )
    assert (await desk.account().create_key(reference, wish("fresh"))).key_secret == late.secret_key
    assert desk.list_there() == [late]


async def test_another_creation_does_not_wait_for_the_doubtful_one(desk: Desk) -> None:
    desk.server.faults.happen_next(CREATE, "cut-before", skip=1)
    with pytest.raises(ExchangeUnreachable):
        await desk.account().create_key(new_reference(), wish("fresh"))
    await desk.account().create_key(new_reference(), wish("other"))
    assert [name for name, _, _ in standing(desk)] == ["other"]


async def test_a_creation_is_found_again_after_a_restart(desk: Desk) -> None:
    desk.server.faults.happen_next(CREATE, "cut-after", skip=1)
    reference = new_reference()
    with pytest.raises(ExchangeUnreachable):
        await desk.account().create_key(reference, wish("fresh"))
    restarted = ChannelPool({"coinex": desk.server.base_url}, QUICK)
    account = CoinExAccount(restarted, desk.watch.now, desk.credentials, "desk-a")
    created = await account.create_key(reference, wish("fresh"))
    await restarted.close()
    assert [there.secret_key for there in desk.list_there()] == [created.key_secret]


async def test_a_creation_that_was_cancelled_too_late_is_found_again(desk: Desk) -> None:
    reference = new_reference()
    creating = asyncio.create_task(desk.account().create_key(reference, wish("fresh")))
    while not desk.list_there():  # noqa: ASYNC110 - an event would wake this test only after the answer
        await asyncio.sleep(0)
    creating.cancel()
    with pytest.raises(asyncio.CancelledError):
        await creating
    await desk.account().create_key(reference, wish("fresh"))
    assert standing(desk) == [("fresh", True, [])]


@pytest.mark.parametrize("path", [CREATE, EDIT, DELETE])
async def test_a_no_is_believed_only_after_a_look(desk: Desk, path: str) -> None:
    """CoinEx answers with an internal error although it has acted."""
    key = desk.server.state.add_key(desk.user, "desk-a", desk.server.now, remark="old", trade_enabled=True)
    name = {CREATE: "create", EDIT: "bind", DELETE: "delete"}[path]
    desk.server.faults.happen_next(path, "4003", skip=1 if path == CREATE else 0)
    with pytest.raises(ExchangeRefused):
        await CHANGES[name](desk.account(), new_reference(), str(key.api_id))
    assert standing(desk) == [("old", True, [])]
    desk.server.faults.happen_next(path, "after-4003", skip=1 if path == CREATE else 0)
    await CHANGES[name](desk.account(), new_reference(), str(key.api_id))
    assert standing(desk) == EXPECTED[name]


@pytest.mark.parametrize("code", ["3008", "4001", "4002", "4213"])
async def test_a_busy_exchange_is_asked_again_ever_more_slowly(code: str) -> None:
    async with open_desk(replace(QUICK, first_pause=1, longest_pause=8, tries=4)) as desk:
        desk.server.faults.happen_next(CREATE, code, times=3)
        assert list(await desk.account().list_keys()) == []
        assert [1 <= desk.paused[0] <= 1.5, 2 <= desk.paused[1] <= 3, 4 <= desk.paused[2] <= 6] == [True] * 3
        desk.server.faults.happen_next(CREATE, code, times=4)
        with pytest.raises(ExchangeUnreachable):
            await desk.account().list_keys()


async def test_a_rate_limit_stops_no_change(desk: Desk) -> None:
    desk.server.faults.happen_next(CREATE, "4213", times=2, skip=1)
    await desk.account().create_key(new_reference(), wish("fresh"))
    assert standing(desk) == [("fresh", True, [])]
    assert desk.count("POST", CREATE) == 3


async def test_a_stopped_server_is_unreachable(desk: Desk) -> None:
    await desk.server.stop()
    with pytest.raises(ExchangeUnreachable):
        await desk.account().list_keys()
    await desk.server.start()
    assert list(await desk.account().list_keys()) == []


async def test_what_takes_too_long_is_unreachable() -> None:
    async with open_desk(replace(QUICK, whole_call=0)) as desk:
        for call in (desk.account().list_keys(), desk.account().create_key(new_reference(), wish())):
            with pytest.raises(ExchangeUnreachable):
                await call
        assert not desk.list_there()


async def test_an_address_that_is_refused_shows_nothing_of_the_request() -> None:
    transport = Transport()
    request = HttpRequest("GET", "http://127.0.0.1:1/v2/account/info?secret=sesame", {"X-COINEX-SIGN": "sesame"})
    try:
        await transport.send(request)
    except ExchangeError as error:
        shown = "".join(traceback.format_exception(error))
    finally:
        await transport.close()
    assert "sesame" not in shown
    assert "127.0.0.1:1" not in shown


async def test_a_key_without_a_mark_stops_a_creation_only_where_it_may_be_its_own(desk: Desk) -> None:
    now = desk.server.now
    for remark, made, ips in (("older", now - 60_000, [IP]), ("elsewhere", now, []), ("ours ~k7f3q2xa", now, [IP])):
        settings = {"remark": remark, "ip_whitelist": ips, "trade_enabled": True}
        desk.server.state.add_key(desk.user, "desk-a", made, **settings)
    since = desk.watch.now()
    await desk.account().create_key(replace(new_reference(), since=since), wish("fresh", [IP]))

    desk.server.state.add_key(desk.user, "desk-a", now, remark="whose", ip_whitelist=[IP], trade_enabled=True)
    with pytest.raises(KeyUnmarked):
        await desk.account().create_key(replace(new_reference(), since=since), wish("other", [IP]))
    assert "other" not in [name for name, _, _ in standing(desk)]
