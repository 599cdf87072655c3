"""The same change asked again while its first request is open leads back to that request."""

from dataclasses import replace

import pytest

from bot.operations.desk.desk import Reply
from bot.operations.model.operation import TicketState
from bot.rules.ticket_path import CODE_TIME
from bot.rules.verdict import Reason, Refused
from storage.records import Action, Role, Stage
from tests.operations.office import MAX, OLGA, Office


@pytest.fixture
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
