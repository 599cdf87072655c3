"""A link that is used a second time says plainly what happened, and changes nothing."""

import pytest

from bot.operations.desk.confirm_page import PageState
from bot.operations.desk.desk import Reply
from bot.operations.model.operation import TicketState
from bot.rules.verdict import Reason, Refused
from storage.records import Action, End, MembershipStatus, Role, Stage
from tests.operations.office import MAX, OLGA, PAVEL, VERA, Office

USED = "This link was used or has timed out, and nothing has changed now."


async def open_link(office: Office, user_id: int, token: str | None) -> Reply:
    return await office.desk.open(office.sender(user_id, private=True), token or "")


async def redeem(office: Office, user_id: int, token: str) -> object:
    return await office.redeeming.redeem(office.sender(user_id, private=True), token)


async def count_lines(office: Office) -> int:
    """How long the team's trail is: every change has a line."""
    return (await office.database.read(lambda work: work.audit.head(office.team.id)))[0]


async def waits_for_approval(office: Office) -> TicketState:
    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw")
    assert isinstance(asked, TicketState)
    await office.confirm(OLGA, asked)
    return asked


async def test_the_link_of_a_request_is_used_up_when_it_is_proven_or_stopped(office: Office) -> None:
    made = await office.ask(OLGA, Action.KEY_CREATE, "grid")
    assert isinstance(made, TicketState)
    for _ in range(2):
        assert isinstance(await open_link(office, OLGA, made.token), TicketState), "it opens again while it waits"
    await office.confirm(OLGA, made)
    stopped = await office.ask(OLGA, Action.KEY_CREATE, "hedge")
    assert isinstance(stopped, TicketState)
    await office.waiting.cancel(office.sender(OLGA), stopped.ticket_id)

    before, ended = await count_lines(office), [await office.ticket(one) for one in (made, stopped)]
    assert [one.end for one in ended] == [End.DONE, End.CANCELLED]
    for user_id in (OLGA, MAX):
        for one in (made, stopped):
            reply = await open_link(office, user_id, one.token)
            assert reply == Refused(Reason.LINK_USED)
            assert (await office.reads(reply)).startswith(USED)
    assert [await office.ticket(one) for one in (made, stopped)] == ended
    assert await count_lines(office) == before


@pytest.mark.parametrize("is_approved", [True, False])
async def test_the_link_of_an_approval_is_used_up_when_it_is_decided(office: Office, is_approved: bool) -> None:
    await office.has(VERA, Role.APPROVER, approvals=1)
    asked = await waits_for_approval(office)
    await office.decide()
    handed = await office.approving.approve(office.sender(VERA))
    assert isinstance(handed, TicketState)
    assert isinstance(await open_link(office, VERA, handed.token), TicketState)
    if is_approved:
        await office.confirm(VERA, handed)
    else:
        await office.approving.deny(office.sender(VERA), asked.ticket_id)

    before, decided = await count_lines(office), await office.ticket(asked)
    assert decided.stage is not Stage.APPROVAL
    for user_id in (VERA, OLGA, PAVEL):
        assert (await office.reads(await open_link(office, user_id, handed.token))).startswith(USED)
    assert (await office.ticket(asked), await count_lines(office)) == (decided, before)


async def test_an_invitation_lets_one_person_in_once(office: Office) -> None:
    await office.does(OLGA, Action.MEMBER_INVITE, "operator", MAX)
    token = await office.invitation()
    await redeem(office, MAX, token)
    joined, before = await office.membership(MAX), await count_lines(office)
    assert joined.standing is MembershipStatus.ACTIVE

    assert await redeem(office, MAX, token) == Refused(Reason.ALREADY_MEMBER, {"role": "operator"})
    assert await redeem(office, PAVEL, token) == Refused(Reason.NOT_YOURS)
    assert (await office.membership(MAX), await count_lines(office)) == (joined, before)


async def test_an_invitation_for_anyone_lets_one_person_in(office: Office) -> None:
    await office.does(OLGA, Action.MEMBER_INVITE)
    token = await office.invitation()
    await redeem(office, MAX, token)
    assert (await office.membership(MAX)).standing is MembershipStatus.WAITING
    before = await count_lines(office)

    refused = await redeem(office, PAVEL, token)
    assert refused == Refused(Reason.INVITATION_SPENT)
    assert await office.database.read(lambda work: work.teams.find_membership(office.team.id, PAVEL)) is None
    assert await count_lines(office) == before


@pytest.mark.parametrize("first", ["confirm", "deny"])
async def test_the_page_of_an_email_decides_once(office: Office, first: str) -> None:
    await office.has(VERA, Role.APPROVER, approvals=1)
    asked = await waits_for_approval(office)
    token = await office.link()
    presses = {"confirm": office.pages.confirm, "deny": office.pages.deny}
    await presses[first](token)

    before, decided = await count_lines(office), await office.ticket(asked)
    assert (decided.stage, decided.end) == ((Stage.APPROVAL, None) if first == "confirm" else (None, End.CANCELLED))
    for press in (office.pages.view, *presses.values()):
        seen = await press(token)
        assert (seen and seen.state) == (PageState.CONFIRMED if first == "confirm" else None)
    assert (await office.ticket(asked), await count_lines(office)) == (decided, before)
