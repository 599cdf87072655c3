"""`/pending` says what each request waits for, those that time out first on top."""

from datetime import timedelta

from bot.operations.model.button_data import Step
from bot.operations.queries.overview import Overview
from bot.operations.queries.tickets import TicketSeen, TicketsSeen
from storage.records import Action, Role
from tests.operations.office import MAX, OLGA, PAVEL, VERA, Office


async def approvers(office: Office) -> list[tuple[int, str | None]]:
    """Number of each request, and the one person it waits for."""
    seen = await Overview(office.database, office.watch).pending(office.sender(OLGA), 1)
    assert isinstance(seen, TicketsSeen)
    return [(one.ticket.number, one.approver.name if one.approver else None) for one in seen.page.items]


async def test_the_only_person_who_can_approve_is_named(office: Office) -> None:
    await office.has(MAX, Role.APPROVER)
    await office.has(VERA, Role.APPROVER, approvals=2)
    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw")
    await office.confirm(OLGA, asked)
    await office.decide()
    assert await approvers(office) == [(1, None)]

    await office.confirm(MAX, asked)
    assert await approvers(office) == [(1, "Vera")]

    office.watch.moment += timedelta(minutes=1)
    await office.ask(OLGA, Action.KEY_CREATE, "grid")
    assert await approvers(office) == [(2, None), (1, "Vera")], "a code is waited for less long"


async def steps(office: Office, user_id: int, *, private: bool = True) -> list[Step]:
    """What a person may do for request 1."""
    seen = await Overview(office.database, office.watch).ticket(office.sender(user_id, private=private), 1)
    assert isinstance(seen, TicketSeen)
    return list(seen.steps)


async def test_an_opened_request_offers_each_reader_what_that_reader_may_do(office: Office) -> None:
    for user_id, role in ((MAX, Role.OPERATOR), (VERA, Role.APPROVER), (PAVEL, Role.VIEWER)):
        await office.has(user_id, role)
    await office.sets(approvals=2)
    asked = await office.ask(MAX, Action.KEY_CREATE, "payout", "withdraw")
    assert await steps(office, MAX) == [Step.APPROVE, Step.CANCEL]
    assert (await steps(office, VERA), await steps(office, PAVEL)) == ([Step.CANCEL], [])

    await office.confirm(MAX, asked)
    assert await steps(office, MAX) == [Step.RESEND, Step.CANCEL]
    await office.decide()
    assert await steps(office, MAX) == [Step.CANCEL]
    assert await steps(office, VERA) == await steps(office, OLGA) == [Step.APPROVE, Step.DENY]
    assert await steps(office, PAVEL) == []
    assert await steps(office, PAVEL, private=False) == [Step.APPROVE, Step.DENY, Step.CANCEL], "for the group"

    await office.confirm(VERA, asked)
    assert await steps(office, VERA) == [Step.CANCEL]
    office.watch.moment += timedelta(days=2)
    assert await steps(office, OLGA) == []
