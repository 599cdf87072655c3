"""The same change asked again while its first request is open leads back to that request."""

from dataclasses import replace

import pytest_asyncio

from bot.operations.desk.desk import Reply
from bot.operations.model.operation import Question, TicketState
from bot.rules.ticket_path import CODE_TIME
from bot.rules.verdict import Reason, Refused
from storage.records import Action, End, Message, Role, Stage
from tests.operations.office import MAX, OLGA, Office


@pytest_asyncio.fixture(loop_scope="session")
async def first(office: Office) -> TicketState:
    """Olga's deletion of trading, which waits for her code. There is a key other too."""
    for name in ("trading", "other"):
        await office.does(OLGA, Action.KEY_CREATE, name)
    asked = await deletes(office)
    assert isinstance(asked, TicketState)
    await office.told()
    return asked


async def deletes(office: Office, name: str = "trading", user_id: int = OLGA, *, private: bool = False) -> Reply:
    return await office.desk.ask(Action.KEY_DELETE, replace(office.sender(user_id, private=private), words=(name,)))


def is_led_to(reply: Reply, first: TicketState) -> bool:
    return isinstance(reply, TicketState) and reply.ticket_id == first.ticket_id


async def test_in_the_group_a_new_card_of_it_is_sent(office: Office, first: TicketState) -> None:
    again = await deletes(office)

    assert isinstance(again, TicketState)
    assert (again.ticket_id, again.stage) == (first.ticket_id, Stage.CODE)
    assert [one.sentence for one in await office.told()] == ["ticket-team-code"]
    assert again.token is not None
    opened = await office.desk.open(office.sender(OLGA, private=True), again.token)
    assert opened == TicketState(first.ticket_id, Stage.CODE)


async def test_in_private_its_step_is_shown(office: Office, first: TicketState) -> None:
    assert await deletes(office, private=True) == TicketState(first.ticket_id, Stage.CODE)
    assert [one.sentence for one in await office.told()] == ["ticket-private-code"]


async def test_a_press_leads_to_its_step_without_a_new_card(office: Office, first: TicketState) -> None:
    pressed = replace(office.sender(OLGA), words=("trading",), is_press=True)

    again = await office.desk.ask(Action.KEY_DELETE, pressed)

    assert isinstance(again, TicketState)
    assert (again.ticket_id, again.stage) == (first.ticket_id, Stage.CODE)
    assert await office.told() == []
    assert again.token is not None
    office.watch.moment += CODE_TIME / 2
    opened = await office.desk.open(office.sender(OLGA, private=True), again.token)
    assert opened == TicketState(first.ticket_id, Stage.CODE)


async def test_another_change_another_key_and_another_person_are_asked_by_themselves(
    office: Office, first: TicketState
) -> None:
    await office.has(MAX, Role.OPERATOR)

    assert not is_led_to(await deletes(office, "other"), first)
    assert not is_led_to(await office.ask(OLGA, Action.KEY_RENEW, "trading"), first)
    assert not is_led_to(await deletes(office, user_id=MAX), first)


async def test_the_same_setting_leads_to_its_open_request_and_another_value_does_not(office: Office) -> None:
    first = await office.ask(OLGA, Action.ALERTS_QUIET, "quiet", "22-7")
    assert isinstance(first, TicketState)

    assert is_led_to(await office.ask(OLGA, Action.ALERTS_QUIET, "quiet", "22:00-07:00"), first)
    assert not is_led_to(await office.ask(OLGA, Action.ALERTS_QUIET, "quiet", "23-7"), first)


async def test_a_request_that_timed_out_is_not_opened_again(office: Office, first: TicketState) -> None:
    office.watch.moment += CODE_TIME
    assert not is_led_to(await deletes(office), first)


async def test_a_change_under_way_is_refused_to_everyone(office: Office, first: TicketState) -> None:
    await office.has(MAX, Role.OPERATOR)
    ticket = await office.ticket(first)
    for stage in (Stage.RUNNING, Stage.BY_HAND):
        moved = replace(ticket, stage=stage, stage_until=None)
        await office.database.write(lambda work, moved=moved: work.tickets.save(moved))  # type: ignore[misc]

        for user_id in (OLGA, MAX):
            assert await deletes(office, user_id=user_id) == Refused(
                Reason.ASKED_ALREADY, {"number": ticket.number, "who": "Olga (1001)", "stage": stage.value}
            )


async def binds(office: Office, ip: str, user_id: int = OLGA, *, replaces: Reply | None = None) -> Reply:
    """Ask to bind an IP to trading, as a press on the question where `replaces` is the request to replace."""
    asked = replace(office.sender(user_id), words=("trading", ip), said=f"/bind trading {ip}")
    if isinstance(replaces, TicketState):
        asked = replace(asked, is_press=True, replaces=replaces.ticket_id)
    return await office.desk.ask(Action.KEY_BIND, asked)


async def test_another_change_of_the_same_key_asks_first(office: Office, first: TicketState) -> None:
    before = await binds(office, "8.8.8.8")
    assert isinstance(before, TicketState)
    assert is_led_to(await binds(office, "8.8.8.8"), before)

    asked = await binds(office, "1.1.1.1")

    assert isinstance(asked, Question)
    assert [label.sentence for label, _ in asked.choices] == ["button-go-on", "button-replace"]
    assert "You already have an open request: bind 1 IP to trading (#" in await office.reads(asked)
    assert (await office.ticket(before)).stage is Stage.CODE


async def test_go_on_shows_its_step_to_its_requester(office: Office, first: TicketState) -> None:
    await office.has(MAX, Role.OPERATOR)
    assert await office.desk.go_on(office.sender(MAX), first.ticket_id) == Refused(
        Reason.NOT_REQUESTER, {"who": "Olga (1001)"}
    )

    assert is_led_to(await office.desk.go_on(office.sender(OLGA, private=True), first.ticket_id), first)
    assert [one.sentence for one in await office.told()][-1] == "ticket-private-code"


async def test_replace_ends_the_old_request_with_the_new_one(office: Office, first: TicketState) -> None:
    await office.has(MAX, Role.OPERATOR)
    before = await binds(office, "8.8.8.8")
    assert isinstance(before, TicketState)
    taken = await binds(office, "1.1.1.1", MAX, replaces=before)
    assert taken == Refused(Reason.NOT_REQUESTER, {"who": "Olga (1001)"})

    new = await binds(office, "1.1.1.1", replaces=before)

    ended = await office.ticket(before)
    assert (ended.end, ended.result) == (End.CANCELLED, Message("replaced"))
    assert (await office.ticket(new)).payload["ips"] == ["1.1.1.1"]
    assert not is_led_to(await binds(office, "9.9.9.9", replaces=before), before), "it is pressed twice"


async def test_a_refused_change_replaces_nothing(office: Office, first: TicketState) -> None:
    before = await binds(office, "8.8.8.8")

    assert isinstance(await binds(office, "10.0.0.0/8", replaces=before), Refused)

    assert (await office.ticket(before)).stage is Stage.CODE
