"""M of N approvals: what approvers read, and what becomes of those that race, come twice, too late or without right."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest

from bot.jobs.expire_tickets import ExpireTickets
from bot.operations.desk.desk import Reply
from bot.operations.model.operation import TicketState
from bot.rules.verdict import Reason, Refused
from storage.records import Action, End, Outcome, ProofKind, Role, Stage, Ticket
from storage.work import Work
from tests.operations.office import MAX, OLGA, PAVEL, VERA, Office

APPROVERS = (MAX, VERA, PAVEL)


async def waits(office: Office, approvals: int = 2) -> TicketState:
    """A request of Olga that waits for approvals of three people who can give them."""
    for user_id in APPROVERS:
        await office.has(user_id, Role.APPROVER, approvals=approvals)
    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw")
    await office.confirm(OLGA, asked)
    await office.decide()
    assert isinstance(asked, TicketState)
    return asked


async def approve_at_once(office: Office, asked: TicketState, *people: int) -> list[Reply]:
    """Codes that arrive at the same moment."""
    office.watch.moment += timedelta(seconds=30)
    codes = [pyotp.TOTP(office.seeds[user_id]).at(office.watch.now()) for user_id in people]
    return await asyncio.gather(
        *(
            office.desk.confirm(office.sender(user_id, private=True), code, asked.ticket_id)
            for user_id, code in zip(people, codes, strict=True)
        )
    )


async def approved_by(office: Office, ticket: TicketState) -> list[int]:
    proofs = await office.database.read(lambda work: work.tickets.list_proofs(ticket.ticket_id))
    return sorted(one.user_id for one in proofs if one.kind is ProofKind.APPROVAL)


async def card(office: Office, sentence: str) -> str:
    """The newest card of this kind, in words."""
    await office.told()
    words = office.words([one for one in office.delivered if one.sentence == sentence][-1])
    return words.replace("\N{NO-BREAK SPACE}", " ")


async def test_an_approver_reads_which_proofs_are_there_which_are_missing_and_until_when(office: Office) -> None:
    asked = await waits(office)
    read = await card(office, "ticket-approver-asked")
    assert "✅ Code and e-mail: Olga (1001)" in read
    assert "⏳ Missing: 2 approvals. Can approve: Max (1002), Pavel (1004), Vera (1003)" in read
    assert "open until 23 Nov 09:00 UTC (in 1 day)" in read

    await office.confirm(VERA, asked)
    read = await card(office, "ticket-approver-asked")
    assert "✅ Approval: Vera (1003)\n⏳ Missing: one approval. Can approve: Max (1002), Pavel (1004)" in read
    assert "✅ Approval: Vera (1003)" in await card(office, "ticket-team-approval")


async def test_only_of_a_request_from_the_group_the_message_there_is_compared(office: Office) -> None:
    await waits(office)
    assert ": the message in the group must show the same." in await card(office, "ticket-approver-asked")

    request = replace(office.sender(OLGA, private=True), words=("treasury", "withdraw"))
    await office.confirm(OLGA, await office.desk.ask(Action.KEY_CREATE, request))
    await office.decide()

    assert "asked for in private, so the group has no message" in await card(office, "ticket-approver-asked")


async def test_of_three_who_approve_at_once_the_third_reads_that_it_is_done(office: Office) -> None:
    asked = await waits(office)

    replies = await approve_at_once(office, asked, *APPROVERS)

    refused = [one.reason for one in replies if isinstance(one, Refused)]
    assert refused == [Reason.NOT_IN_THIS_STAGE]
    assert len(await approved_by(office, asked)) == 2
    assert await office.run() == 1
    assert (await office.ticket(asked)).end is End.DONE


async def test_one_who_approves_twice_at_once_counts_once(office: Office) -> None:
    asked = await waits(office)

    replies = await approve_at_once(office, asked, VERA, VERA)

    assert sum(isinstance(one, Refused) for one in replies) == 1
    assert await approved_by(office, asked) == [VERA]
    assert (await office.ticket(asked)).stage is Stage.APPROVAL
    assert await office.confirm(VERA, asked) == Refused(Reason.APPROVED_ALREADY)


async def test_of_an_approval_and_a_denial_at_once_one_wins_and_the_other_is_told(office: Office) -> None:
    asked = await waits(office, approvals=1)

    approval, denial = await asyncio.gather(
        office.confirm(VERA, asked), office.approving.deny(office.sender(MAX), asked.ticket_id)
    )

    ticket = await office.ticket(asked)
    if isinstance(denial, Refused):
        assert (ticket.stage, denial.reason) == (Stage.RUNNING, Reason.NOT_IN_THIS_STAGE)
    else:
        assert isinstance(approval, Refused)
        assert ticket.end is End.CANCELLED


async def test_too_late_an_approval_counts_nothing_and_the_request_is_denied_aloud(office: Office) -> None:
    asked = await waits(office)
    await office.confirm(VERA, asked)
    office.watch.moment += timedelta(hours=24)

    assert await office.confirm(MAX, asked) == Refused(Reason.TICKET_LAPSED)
    assert await approved_by(office, asked) == [VERA]
    await office.told()
    await ExpireTickets(office.database, office.watch).run()
    assert (await office.ticket(asked)).end is End.TIMED_OUT
    told = [one.sentence for one in await office.told()]
    assert "timed-out" in told, "a message of its own in the team"
    assert told.count("ticket-lapsed") >= 1 + len(APPROVERS), "and every card says so"
    assert await office.confirm(MAX, asked) == Refused(Reason.TICKET_ENDED, {"end": End.TIMED_OUT})
    assert len(await office.audited(Outcome.TIMED_OUT)) == 1


@pytest.mark.parametrize(("loses", "reason"), [("demoted", Reason.ROLE_TOO_LOW), ("suspended", Reason.SUSPENDED)])
async def test_who_lost_the_role_in_between_approves_nothing(office: Office, loses: str, reason: Reason) -> None:
    asked = await waits(office)
    await office.desk.step(office.sender(MAX, private=True), asked.ticket_id)
    if loses == "demoted":
        await office.does(OLGA, Action.MEMBER_ROLE, MAX, "operator")
    else:
        await office.ask(OLGA, Action.MEMBER_SUSPEND, MAX)
        await office.run()

    refused = await office.confirm(MAX, asked)

    assert isinstance(refused, Refused)
    assert refused.reason is reason
    assert await approved_by(office, asked) == []


async def test_a_role_lost_after_one_of_two_approvals_leaves_the_other(office: Office) -> None:
    asked = await waits(office)
    await office.confirm(MAX, asked)
    await office.does(OLGA, Action.MEMBER_ROLE, MAX, "operator")
    assert await approved_by(office, asked) == []

    await office.confirm(VERA, asked)
    assert (await office.ticket(asked)).stage is Stage.APPROVAL
    await office.confirm(PAVEL, asked)
    assert (await office.ticket(asked)).stage is Stage.RUNNING


async def test_an_approval_of_another_payload_is_void(office: Office) -> None:
    asked = await waits(office)
    await office.confirm(MAX, asked)

    def change(work: Work) -> Ticket:
        ticket = work.tickets.get(asked.ticket_id)
        changed = replace(ticket, payload={**ticket.payload, "remark": "another"})
        work.tickets.save(changed)
        return changed

    await office.database.write(change)
    await office.confirm(VERA, asked)

    assert (await office.ticket(asked)).stage is Stage.CODE, "every proof was about another payload"


async def test_the_requester_and_a_new_factor_never_count(office: Office) -> None:
    asked = await waits(office)
    assert await office.confirm(OLGA, asked) == Refused(Reason.OWN_TICKET)

    def renew(work: Work) -> None:
        work.people.save(replace(work.people.get(MAX), enrolled_at=office.watch.now() - timedelta(hours=23)))

    await office.database.write(renew)
    refused = await office.confirm(MAX, asked)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.FACTOR_TOO_YOUNG
