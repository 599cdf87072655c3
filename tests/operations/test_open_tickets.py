"""`/pending` says what each request waits for, those that time out first on top."""

from datetime import timedelta

from bot.operations.queries.overview import Overview
from bot.operations.queries.tickets import TicketsSeen
from storage.records import Action, Role
from tests.operations.office import MAX, OLGA, VERA, Office


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
