"""A team with several accounts: each list names the account, and a shared key name asks which."""

from datetime import timedelta

import pytest

from bot.sandbox.telegram.models import Message
from tests.app import OLGAS_EMAIL, TestApp
from tests.people import Member
from tests.stories.test_connect import connects, main_user, there
from tests.stories.test_whitelist import BTC, EVM, HEADER

DAY = timedelta(days=1)


@pytest.fixture
async def desks(app: TestApp, olga: Member) -> Member:
    """Olga, with a key of one name in each of two sub-accounts, and another key."""
    await olga.has_email(OLGAS_EMAIL)
    there(app, "desk-a", "grid", age=76 * DAY)
    there(app, "desk-b", "Grid", age=70 * DAY)
    await olga.does("/newkey trading-eu")
    await connects(app, olga)
    await app.passes(timedelta(seconds=31))
    return olga


def labels(message: Message) -> list[str]:
    """The labels of its buttons."""
    return [str(button["text"]) for button in message.buttons]


async def test_lists_name_the_account_above_its_keys_once_there_are_several(app: TestApp, olga: Member) -> None:
    await olga.does("/newkey trading-eu")
    assert "▸" not in (await olga.says("/keys")).text
    await olga.has_email(OLGAS_EMAIL)
    there(app, "desk-a", "grid", age=76 * DAY)
    there(app, "desk-b", "grid", age=70 * DAY)
    await connects(app, olga)

    lines = (await olga.says("/keys")).text.splitlines()[2:-2]
    assert [line.partition(" ·")[0].partition(",")[0] for line in lines] == [
        "▸ desk-a",
        "🟡 2 grid",
        "▸ desk-b",
        "🟡 3 grid",
        "▸ main",
        "🕐 1 trading-eu",
    ]
    assert lines[0] == "▸ desk-a, CoinEx"
    narrowed = await olga.says("/keys DESK-A")
    assert "Keys of Desk, account desk-a · 1 key" in narrowed.text
    assert "• desk-a" in labels(narrowed)
    assert "No key of Desk in account main can withdraw." in (await olga.says("/keys withdraw main")).text
    expiring = await olga.says("/expiring")
    assert [line.partition(" ·")[0].partition(",")[0] for line in expiring.text.splitlines()[2:]] == [
        "▸ desk-a",
        "🟡 2 grid",
        "▸ desk-b",
        "🟡 3 grid",
    ]
    assert labels(expiring)[:4] == ["🟡 2 grid", "🟡 3 grid", "Renew 2 · grid", "Renew 3 · grid"]
    await olga.presses(expiring, "desk-b")
    assert "Expiring keys of Desk, account desk-b\n" in olga.again(expiring).text
    assert labels(olga.again(expiring))[-5:-2] == ["All", "desk-a", "• desk-b"]


async def test_a_name_of_several_keys_asks_which_and_the_command_goes_on(app: TestApp, desks: Member) -> None:
    which = await desks.says("/bind grid 203.0.113.7 2001:db8::7")
    assert "Several keys have the name “grid”. Which one?" in which.text
    assert labels(which) == ["2 · grid · desk-a", "3 · Grid · desk-b"]

    await desks.presses(which, "desk-b")
    card = desks.again(which)
    assert "Bind to Grid (desk-b): 203.0.113.7, 2001:db8::7" in card.text
    assert "Grid (desk-b) is bound to" in (await desks.confirms(card)).text
    (bound,) = [key for key in main_user(app).keys.values() if key.remark == "Grid"]
    assert bound.ip_whitelist == ["203.0.113.7", "2001:db8::7"]

    which = await desks.says("/deletekey grid")
    await desks.presses(which, "desk-a")
    assert "Delete key grid (desk-a)" in desks.again(which).text

    which = await desks.says("/key grid")
    await desks.presses(which, "desk-a")
    assert "grid · number 2 · account desk-a" in desks.newest().text


async def test_the_answer_replaces_the_name_in_any_place(app: TestApp, desks: Member) -> None:
    await desks.does('/newkey "own bot" in main')

    which = await desks.says("/rotate GRID keep")
    told = await desks.presses(which, "desk-b")
    assert "Grid" in told, "keeping both was asked for, of a key that is not being rotated"

    which = await desks.whispers('/renew "own bot" grid')
    assert "Which one?" in which.text
    await desks.presses(which, "desk-a")
    assert "own bot" in "".join(labels(desks.newest(privately=True))) + desks.newest(privately=True).text


async def test_the_whitelist_names_each_account_and_is_searched_by_account(app: TestApp, olga: Member) -> None:
    await olga.has_email(OLGAS_EMAIL)
    await connects(app, olga)
    for account, row in (("main", f"cold,USDT,ERC20,{EVM},"), ("coinex-main", f"cold,BTC,BTC,{BTC},")):
        sheet = f"{HEADER}{row}\n".encode()
        await olga.confirms(await olga.sends("known.csv", sheet, f"/whitelist import {account}"))
        if account == "main":
            assert "▸" not in (await olga.says("/whitelist")).text

    listed = (await olga.says("/whitelist")).text
    assert listed.index("▸ main\n") < listed.index(EVM) < listed.index("▸ coinex-main, CoinEx\n") < listed.index(BTC)
    found = (await olga.says("/whitelist coinex-main")).text
    assert "1 of 2 match" in found
    assert BTC in found

    which = await olga.says("/removeaddress cold")
    assert labels(which) == [f"1 · USDT main {EVM}", f"2 · BTC coinex-main {BTC}"]
    await olga.presses(which, "coinex-main")
    assert f"BTC on BTC {BTC}" in olga.again(which).text
