"""The recording transaction asks the rules again: of two conflicting changes one is refused."""

import asyncio

from bot.operations.model.operation import TicketState
from bot.rules.verdict import Reason
from storage.records import Action, End, MembershipStatus, Role, Stage
from tests.operations.office import MAX, OLGA, VERA, Office


async def results(office: Office, *asked: object) -> list[tuple[End | None, str]]:
    tickets = [await office.ticket(one) for one in asked]  # type: ignore[arg-type]
    return sorted((one.end, one.result.sentence if one.result else "") for one in tickets)


async def test_two_owners_who_suspend_each_other_leave_one(office: Office) -> None:
    await office.has(MAX, Role.OWNER)
    first = await office.ask(OLGA, Action.MEMBER_SUSPEND, MAX)
    second = await office.ask(MAX, Action.MEMBER_SUSPEND, OLGA)

    await asyncio.gather(office.run(), office.run())

    list_key_alerts = {(await office.membership(user_id)).standing for user_id in (OLGA, MAX)}
    assert list_key_alerts == {MembershipStatus.ACTIVE, MembershipStatus.SUSPENDED}
    ends = {(await office.ticket(one)).end for one in (first, second)}
    assert ends == {End.DONE, End.CANCELLED}


async def test_two_owners_who_demote_each_other_leave_one(office: Office) -> None:
    await office.has(MAX, Role.OWNER, approvals=0)
    first = await office.ask(OLGA, Action.MEMBER_ROLE, MAX, "operator")
    second = await office.ask(MAX, Action.MEMBER_ROLE, OLGA, "operator")
    await office.confirm(OLGA, first)
    await office.confirm(MAX, second)

    await office.run()

    roles = [(await office.membership(user_id)).role for user_id in (OLGA, MAX)]
    assert sorted(roles) == [Role.OPERATOR, Role.OWNER]


async def test_two_owners_who_step_down_at_once_leave_one(office: Office) -> None:
    await office.has(MAX, Role.OWNER, approvals=0)
    first = await office.ask(OLGA, Action.MEMBER_ROLE, OLGA, "operator")
    second = await office.ask(MAX, Action.MEMBER_ROLE, MAX, "operator")
    await office.confirm(OLGA, first)
    await office.confirm(MAX, second)

    await office.run()

    assert await results(office, first, second) == [
        (End.DONE, "result-role"),
        (End.REFUSED, f"refused-{Reason.LAST_OWNER}"),
    ]


async def test_a_confirmed_ticket_of_a_person_without_the_role_does_not_reach_the_exchange(office: Office) -> None:
    await office.trades_outside()
    await office.has(MAX, Role.OPERATOR)
    asked = await office.ask(MAX, Action.KEY_CREATE, "trading", "in", "outside")
    await office.confirm(MAX, asked)
    demoted = (await office.membership(MAX)).__class__(
        office.team.id, MAX, Role.VIEWER, MembershipStatus.ACTIVE, office.watch.now()
    )
    await office.database.write(lambda work: work.teams.save_membership(demoted))

    await office.run()

    ended = await office.ticket(asked)
    assert ended.end is End.REFUSED
    assert ended.result is not None
    assert ended.result.sentence == f"refused-{Reason.ROLE_TOO_LOW}"


async def test_a_confirmed_ticket_waits_for_an_approval_of_a_newer_policy(office: Office) -> None:
    await office.has(VERA, Role.APPROVER)
    await office.has(MAX, Role.APPROVER, approvals=1)
    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw")
    await office.confirm(OLGA, asked)
    await office.decide()
    await office.confirm(VERA, asked)
    assert (await office.ticket(asked)).stage is Stage.RUNNING
    await office.sets(approvals=2)

    await office.run()
    assert (await office.ticket(asked)).stage is Stage.APPROVAL
    assert isinstance(await office.confirm(MAX, asked), TicketState)
    await office.run()

    assert (await office.ticket(asked)).end is End.DONE


async def test_a_ticket_sent_to_its_exchange_ends_whatever_became_of_people(office: Office) -> None:
    await office.trades_outside()
    await office.has(MAX, Role.OPERATOR)
    asked = await office.ask(MAX, Action.KEY_CREATE, "trading", "in", "outside")
    await office.confirm(MAX, asked)
    assert isinstance(asked, TicketState)
    await office.database.write(lambda work: work.tickets.begin(asked.ticket_id, office.watch.now()))
    suspending = await office.ask(OLGA, Action.MEMBER_SUSPEND, MAX)

    await office.run()
    await office.run()

    assert (await office.ticket(suspending)).end is End.DONE
    assert (await office.ticket(asked)).end is End.DONE
