"""At half time the team and those who can still approve are asked once more, aloud."""

from datetime import timedelta

from bot.jobs.expire_tickets import ExpireTickets
from storage.records import Action, End, Role
from tests.operations.office import MAX, OLGA, VERA, Office

HALF = timedelta(hours=12)


async def test_at_half_time_who_can_still_approve_is_asked_again_once(office: Office) -> None:
    await office.has(MAX, Role.APPROVER)
    await office.has(VERA, Role.APPROVER, approvals=2)
    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw", "8.8.8.8")
    await office.confirm(OLGA, asked)
    await office.decide()
    await office.confirm(MAX, asked)
    begun = office.watch.now()
    await office.told()
    job = ExpireTickets(office.database, office.watch)

    assert (await job.run()).next_at is not None
    office.watch.moment = begun + HALF - timedelta(minutes=1)
    await job.run()
    assert await office.told() == []

    office.watch.moment = begun + HALF
    assert (await job.run()).did == 1
    assert sorted(one.sentence for one in await office.told()) == ["ticket-approver-asked", "ticket-team-approval"]
    assert (await job.run()).did == 0

    office.watch.moment = begun + 2 * HALF
    await job.run()
    assert (await office.ticket(asked)).end is End.TIMED_OUT
    assert "ticket-lapsed" in await office.said() or "timed-out" in await office.said()


async def test_a_request_that_was_approved_in_time_reminds_nobody(office: Office) -> None:
    await office.has(MAX, Role.APPROVER, approvals=1)
    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw", "8.8.8.8")
    await office.confirm(OLGA, asked)
    await office.decide()
    await office.confirm(MAX, asked)

    office.watch.moment += HALF
    assert (await ExpireTickets(office.database, office.watch).run()).did == 0
