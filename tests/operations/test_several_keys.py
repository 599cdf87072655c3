"""One request binds or unbinds IPs of several keys, and everybody who proves it reads all of them."""

from uuid import uuid4

import pytest
import pytest_asyncio

from bot.operations.model.button_data import encode, typed
from bot.operations.model.operation import TicketState
from bot.operations.ticket.contents import private_content
from bot.operations.ticket.plans import LINES_SHOWN
from storage.records import Action, Card, Role
from tests.operations.office import MAX, OLGA, VERA, Office
from tests.operations.test_keys import answer, keys

IP, OTHER = "203.0.113.7", "2001:db8::1"
NAMES = ("grid", "hedge")


@pytest_asyncio.fixture(loop_scope="session")
async def traders(office: Office) -> Office:
    for name in NAMES:
        await office.does(OLGA, Action.KEY_CREATE, name)
    return office


async def ips(office: Office) -> dict[str, tuple[str, ...]]:
    return {key.remark: key.ips for key in await keys(office)}


async def test_several_keys_are_bound_under_one_code(traders: Office) -> None:
    await traders.does(OLGA, Action.KEY_BIND, "grid", OTHER)
    asked = await traders.ask(OLGA, Action.KEY_BIND, *NAMES, IP, OTHER)
    plan = await traders.reads(asked)
    assert f"Bind to 2 keys: {IP}, {OTHER}\ngrid: also stays bound to {OTHER}\nhedge: will not expire any more" in plan

    await traders.confirm(OLGA, asked)

    assert await ips(traders) == {"grid": (OTHER, IP), "hedge": (IP, OTHER)}
    assert "grid is bound to" in await traders.reads(asked)
    assert "hedge is bound to" in await traders.reads(asked)
    assert f"{IP} is already bound to grid" in await answer(traders, Action.KEY_BIND, *NAMES, IP)


@pytest.mark.parametrize("more", [0, 1])
async def test_the_private_step_offers_all_lines_of_a_long_plan(office: Office, more: int) -> None:
    names = [f"grid-{letter}" for letter in "abcdefghijk"[: LINES_SHOWN + more]]
    for name in names:
        await office.does(OLGA, Action.KEY_CREATE, name)
    ticket = await office.ticket(await office.ask(OLGA, Action.KEY_BIND, *names, IP))

    own = Card(id=uuid4(), chat_id=OLGA, user_id=OLGA)
    shown = await office.database.write(lambda work: private_content(work, ticket, own, office.watch.now()))

    presses = [button.press for row in shown.buttons for button in row if button.label.sentence == "button-all-lines"]
    assert presses == [encode(typed(f"pending {ticket.number}"))] * more


async def test_the_question_for_ips_names_all_chosen_keys(traders: Office) -> None:
    assert "bind to grid, hedge?" in await answer(traders, Action.KEY_BIND, "1", "2")


async def test_several_keys_are_unbound_under_one_code(traders: Office) -> None:
    await traders.does(OLGA, Action.KEY_BIND, *NAMES, IP)
    await traders.does(OLGA, Action.KEY_BIND, "grid", OTHER)
    assert f"{OTHER} is not bound to hedge" in await answer(traders, Action.KEY_UNBIND, *NAMES, OTHER)

    asked = await traders.ask(OLGA, Action.KEY_UNBIND, *NAMES, IP)
    plan = await traders.reads(asked)
    assert f"grid: {IP}\n" in plan
    assert f"hedge: {IP}. No IP stays bound, so it expires in 90 days" in plan
    await traders.confirm(OLGA, asked)
    assert await ips(traders) == {"grid": (OTHER,), "hedge": ()}

    assert "hedge has no IP bound" in await answer(traders, Action.KEY_UNBIND, *NAMES, "all")


async def test_an_ip_that_was_bound_after_the_question_is_not_unbound_unseen(traders: Office) -> None:
    await traders.does(OLGA, Action.KEY_BIND, *NAMES, IP)
    asked = await traders.ask(OLGA, Action.KEY_UNBIND, *NAMES, "all")
    await traders.does(OLGA, Action.KEY_BIND, "hedge", OTHER)

    await traders.confirm(OLGA, asked)

    assert "hedge was changed or deleted after you asked" in await traders.reads(asked)
    assert await ips(traders) == {"grid": (IP,), "hedge": (IP, OTHER)}


async def test_one_key_that_withdraws_makes_it_money_and_the_approver_reads_every_key(traders: Office) -> None:
    await traders.confirm(OLGA, await traders.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw", IP))
    await traders.decide()
    await traders.does(OLGA, Action.KEY_BIND, *NAMES, IP)
    await traders.has(MAX, Role.OPERATOR)
    await traders.has(VERA, Role.APPROVER, approvals=1)

    asked = await traders.ask(MAX, Action.KEY_UNBIND, *NAMES, "payout", "all")
    await traders.confirm(MAX, asked)
    await traders.decide()

    cards = [one for one in await traders.told() if one.sentence == "ticket-approver-asked"]
    mailed = [letter.args["plan"] for _, letter in traders.letters[-3:]]
    assert (len(cards), len(mailed)) == (2, 3)
    for told in (*cards, *mailed):
        words = traders.words(told)
        assert all(f"{name}: {IP}" in words for name in (*NAMES, "payout"))
        assert "Can withdraw, with no IP bound: payout." in words
    await traders.confirm(VERA, asked)
    await traders.run()
    assert set((await ips(traders)).values()) == {()}


async def test_keys_on_the_exchanges_page_do_not_delay_the_others(traders: Office) -> None:
    await traders.does(OLGA, Action.KEY_TRACK, "elsewhere", "4DA36FFC61334695", "expires", "2027-02-20")
    asked = await traders.ask(OLGA, Action.KEY_BIND, *NAMES, "elsewhere", IP)
    assert isinstance(asked, TicketState)
    assert "Not elsewhere: managed on the exchange’s page" in await traders.reads(asked)
    assert len((await traders.ticket(asked)).parts) == 2
