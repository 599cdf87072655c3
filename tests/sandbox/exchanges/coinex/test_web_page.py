"""CoinEx's own page: a click takes effect, and an impossible one is one sentence."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.sandbox.clock import SandboxClock
from bot.sandbox.exchanges.coinex.server import CoinExServer
from bot.sandbox.exchanges.coinex.state import DAY_MS, KEYS_LIMIT, TERM_MS, MainUser
from bot.sandbox.exchanges.coinex.view import show_coinex
from bot.sandbox.exchanges.coinex.web_page import Mood, change, find_mood, set_mood
from bot.sandbox.telegram.refusals import Impossible


@pytest.fixture
def server() -> CoinExServer:
    server = CoinExServer(SandboxClock(read_real_time=lambda: datetime(2026, 11, 22, tzinfo=UTC)))
    server.state.add_user("desk-a")
    return server


@pytest.fixture
def user(server: CoinExServer) -> MainUser:
    return next(iter(server.state.users.values()))


def test_a_key_is_made_bound_unbound_saved_and_deleted(server: CoinExServer, user: MainUser) -> None:
    change(server, "add", user.user_id, "desk-a")
    change(server, "add", user.user_id, "desk-a")
    second, first = user.list_keys("desk-a")
    assert (first.remark, second.remark) == ("page-1", "page-2")
    assert first.expires_at == server.now + TERM_MS

    change(server, "bind", user.user_id, str(first.api_id))
    change(server, "save", user.user_id, str(first.api_id))
    assert first.expires_at == 0, "a bound key has no term to begin anew"
    change(server, "unbind", user.user_id, str(first.api_id))
    ends = first.expires_at
    server.switches.clock_ahead = timedelta(days=1)
    change(server, "save", user.user_id, str(first.api_id))
    assert first.expires_at == ends + DAY_MS
    change(server, "delete", user.user_id, str(first.api_id))
    assert user.list_keys("desk-a") == [second]


def test_freezing_is_undone_by_the_same_click(server: CoinExServer, user: MainUser) -> None:
    for is_frozen in (True, False):
        change(server, "freeze", user.user_id, "desk-a")
        assert user.sub_accounts["desk-a"].is_frozen is is_frozen


@pytest.mark.parametrize(
    ("what", "name", "sentence"),
    [
        ("add", "desk-z", "no such sub-account"),
        ("delete", "1", "That key is gone"),
        ("rename", "desk-a", "Nobody can rename there"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    server: CoinExServer, user: MainUser, what: str, name: str, sentence: str
) -> None:
    with pytest.raises(Impossible, match=sentence):
        change(server, what, user.user_id, name)
    with pytest.raises(Impossible, match="no such user"):
        change(server, what, "nobody", name)


def test_a_full_sub_account_takes_no_more(server: CoinExServer, user: MainUser) -> None:
    for _ in range(KEYS_LIMIT):
        change(server, "add", user.user_id, "desk-a")
    with pytest.raises(Impossible, match="has 50 keys already"):
        change(server, "add", user.user_id, "desk-a")


HEADER = "Remark,Coin,Network,Address,Memo"


def test_a_sheet_is_entered_once_whatever_its_form_and_the_whitelist_is_emptied(
    server: CoinExServer, user: MainUser
) -> None:
    change(server, "enter", user.user_id, f"\ufeff{HEADER}\r\ncold,USDT,ERC20,0xA1,\r\n\r\nvault,BTC,BTC,1B,\r\n")
    change(
        server, "enter", user.user_id, '\nnetwork;coin;address;memo;remark\nxrp;xrp;\'rX;7;"two\nlines"\nbtc;BTC;1B;;\n'
    )
    assert user.whitelist == [("ERC20", "0xA1"), ("BTC", "1B"), ("XRP", "rX")]
    shown: Any = show_coinex(server)["users"]
    assert shown[0]["whitelist"][0] == {"chain": "ERC20", "address": "0xA1"}
    change(server, "empty", user.user_id, "")
    assert user.whitelist == []


@pytest.mark.parametrize(
    ("sheet", "sentence"),
    [
        ("", f"first line must be {HEADER}"),
        ("cold,BTC,BTC,1B,", f"first line must be {HEADER}"),
        (HEADER, "no row below"),
        (f"{HEADER}\ncold,BTC,BTC,1B,\ncold,BTC,BTC,1B", "Line 3: Number of Fields Does not Match"),
        (f"{HEADER}\ncold,MOON,BTC,1B,", "Line 2: there is no MOON on BTC here"),
        (f"{HEADER}\ncold,USDT,TRC2O,T1,", "Line 2: there is no USDT on TRC2O here"),
        (f"{HEADER}\ncold,BTC,BTC, ,", "Line 2: the address is missing"),
        (f'{HEADER}\ncold,"BTC,BTC,1B,', "Line 2 is no row of a CSV"),
        ("\n".join([HEADER, *["cold,BTC,BTC,1B,"] * 101]), "100 rows at most"),
    ],
)
def test_a_sheet_with_a_mistake_is_not_entered_at_all(
    server: CoinExServer, user: MainUser, sheet: str, sentence: str
) -> None:
    with pytest.raises(Impossible, match=sentence):
        change(server, "enter", user.user_id, sheet)
    assert user.whitelist == []


def test_its_mood_is_shown_and_anything_else_is_not_a_mood(server: CoinExServer) -> None:
    for mood in Mood:
        set_mood(server, mood)
        assert find_mood(server) == show_coinex(server)["mood"] == mood.value
    server.faults.clear()
    server.faults.happen_every(Mood.BUSY, 7)
    assert find_mood(server) == Mood.WORKS
    with pytest.raises(Impossible, match="cannot be cheerful"):
        set_mood(server, "cheerful")
