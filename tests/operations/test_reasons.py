"""Why a person asks for a request or denies it: asked once, never waited for, and read by those who decide."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from bot.operations.desk.desk import Reply
from bot.operations.model.operation import Dialogue, Request, TicketState
from bot.operations.model.remembered import remembered_in
from bot.operations.ticket.audit_said import AUDIT_SENTENCES
from bot.operations.ticket.told_end import TOLD
from bot.rules.ticket_path import APPROVAL_TIME
from bot.rules.verdict import Reason, Refused
from storage.records import Action, Card, End, Message, Outcome, Role, Stage
from storage.work import Work
from tests.operations.office import MAX, OLGA, VERA, Office

WHY = "Paying the new supplier"


async def waits(office: Office, user_id: int = OLGA) -> TicketState:
    """A request that waits for Vera's approval."""
    await office.has(VERA, Role.APPROVER)
    await office.has(MAX, Role.OPERATOR, approvals=1)
    asked = await office.ask(user_id, Action.KEY_CREATE, "payout", "withdraw")
    await office.confirm(user_id, asked)
    await office.decide()
    assert isinstance(asked, TicketState)
    return asked


async def questions(office: Office, user_id: int) -> list[Card]:
    """The person's questions that wait for words."""

    def body(work: Work) -> list[Card]:
        cards = [card for card in work.cards.list_newest(user_id) if card.user_id == user_id]
        return [card for card in cards if (found := remembered_in(card)) is not None and found.is_open]

    await office.told()
    return await office.database.read(body)


async def types(office: Office, user_id: int, text: str) -> Reply:
    """Type a line below the newest question in private."""
    [card] = await questions(office, user_id)
    question = remembered_in(card)
    assert question is not None
    command, *words = [*question.said.removeprefix("/").split(), *text.split()]
    request = replace(office.sender(user_id, private=True), command=command, words=tuple(words))
    request = replace(request, dialogue=Dialogue(question, tuple(words[:1])), team_id=question.team_id)
    return await gives(office, request)


async def gives(office: Office, request: Request) -> Reply:
    act = office.approving.give_reason if request.command == "reason" else office.approving.deny_chosen
    return await act(request)


def typed(office: Office, user_id: int, *words: str) -> Request:
    """A command of a person in the group."""
    return replace(office.sender(user_id), command=words[0], words=words[1:])


async def line(office: Office, sentence: str) -> str:
    """The newest message of this kind, in words."""
    await office.told()
    return office.words([one for one in office.delivered if one.sentence == sentence][-1])


async def test_the_requester_is_asked_once_and_the_approver_reads_the_answer(office: Office) -> None:
    asked = await waits(office)
    assert (await office.said()).count("ask-reason") == 1

    await types(office, OLGA, WHY)

    assert (await office.ticket(asked)).reason == WHY
    assert f"Why: “{WHY}”" in await line(office, "ticket-approver-asked")
    assert f"Why: “{WHY}”" in await line(office, "ticket-team-approval")
    assert WHY in await line(office, "reason-noted")
    [kept] = await office.audited(Outcome.REASON)
    assert (kept.actor, kept.details["reason"]) == (OLGA, WHY)
    assert "audit-reason" in AUDIT_SENTENCES
    assert await questions(office, OLGA) == []
    assert await gives(office, typed(office, OLGA, "reason", "1", "Another")) == Refused(Reason.NOT_IN_THIS_STAGE)


async def test_nothing_waits_for_the_reason_and_none_is_an_answer(office: Office) -> None:
    asked = await waits(office)
    await gives(office, typed(office, OLGA, "reason", "1", "-"))
    assert "They gave no reason" in await line(office, "ticket-approver-asked")
    assert await office.audited(Outcome.REASON) == []

    await office.confirm(VERA, asked)
    await office.run()
    assert (await office.ticket(asked)).end is End.DONE
    assert "has ended. It needs no reason any more" in await line(office, "ask-reason-over")


async def test_a_code_typed_twice_or_a_long_text_is_not_a_reason_and_the_question_stays_open(office: Office) -> None:
    asked = await waits(office)

    assert await types(office, OLGA, "123456") == Refused(Reason.REASON_CODE)
    assert isinstance(await types(office, OLGA, "x" * 201), Refused)
    assert (await office.ticket(asked)).reason is None
    assert len(await questions(office, OLGA)) == 1


async def test_only_the_requester_says_why_and_only_of_an_own_open_request(office: Office) -> None:
    asked = await waits(office)

    assert await gives(office, typed(office, MAX, "reason", "1", WHY)) == Refused(
        Reason.NOT_REQUESTER, {"who": "Olga (1001)"}
    )
    unknown = await gives(office, typed(office, OLGA, "reason", "7", WHY))
    assert unknown == Refused(Reason.TICKET_UNKNOWN, {"number": "7"})
    await office.waiting.cancel(office.sender(OLGA), asked.ticket_id)
    ended = await gives(office, typed(office, OLGA, "reason", "1", WHY))
    assert ended == Refused(Reason.TICKET_ENDED, {"end": End.CANCELLED})


async def test_a_request_that_no_one_approves_is_not_asked_why(office: Office) -> None:
    await office.confirm(OLGA, await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw"))
    await office.confirm(OLGA, await office.ask(OLGA, Action.KEY_CREATE, "trading"))

    assert "ask-reason" not in await office.said()


async def test_a_denial_ends_it_at_once_and_its_reason_may_follow(office: Office) -> None:
    asked = await waits(office, MAX)
    await office.approving.deny(office.sender(VERA), asked.ticket_id)
    assert (await office.ticket(asked)).end is End.CANCELLED

    assert await types(office, VERA, "Unknown address") == TicketState(asked.ticket_id, None)

    ended = await office.ticket(asked)
    because = Message("denied-because", {"who": "Vera (1003)", "reason": "Unknown address"})
    assert (ended.denied_by, ended.denial_reason, ended.result) == (VERA, "Unknown address", because)
    told = [one for one in await office.told() if one.sentence == "cancelled-why"]
    assert [one.args["why"] for one in told] == [because] * 2, "in the group, and to Max in private"
    assert [entry.details["reason"] for entry in await office.audited(Outcome.REASON)] == ["Unknown address"]
    assert await questions(office, VERA) == []


@pytest.mark.parametrize("is_delivered", [True, False], ids=["delivered", "waiting"])
async def test_the_groups_message_of_a_denial_gets_the_reason_that_follows(office: Office, is_delivered: bool) -> None:
    asked = await waits(office)
    await office.told()
    await office.approving.deny(office.sender(VERA), asked.ticket_id)
    if is_delivered:
        await office.told()
    by = await told_in_group(office, asked)

    await gives(office, typed(office, VERA, "deny", "1", "Unknown", "address"))

    assert await told_in_group(office, asked) == by
    lines = [office.words(one) for one in await office.told() if one.sentence == "cancelled-why"]
    because = "✖️ Cancelled, nothing was changed: make payout (#1).\nDenied by Vera (1003): “Unknown address”"
    assert lines == [because] * 2, "to the requester, and once in the group"


async def told_in_group(office: Office, asked: TicketState) -> list[UUID]:
    """The group's messages about the request's end."""
    cards = await office.database.read(lambda work: work.cards.list_of_ticket(asked.ticket_id))
    return [card.id for card in cards if card.subject == TOLD]


async def test_the_reason_may_stand_behind_the_command_and_a_bad_one_loses_no_denial(office: Office) -> None:
    asked = await waits(office)
    await gives(office, typed(office, VERA, "deny", "1", "Wrong", "chain"))
    ended = await office.ticket(asked)
    assert (ended.end, ended.denial_reason) == (End.CANCELLED, "Wrong chain")
    assert "Denied by Vera (1003): “Wrong chain”" in await line(office, "cancelled-why")
    assert await questions(office, VERA) == []

    again = await office.ask(OLGA, Action.KEY_CREATE, "second", "withdraw")
    await office.confirm(OLGA, again)
    await office.decide()
    await gives(office, typed(office, VERA, "deny", "2", "x" * 201))
    assert ((await office.ticket(again)).end, (await office.ticket(again)).denial_reason) == (End.CANCELLED, None)
    assert len(await questions(office, VERA)) == 1


async def test_a_reason_of_a_denial_comes_from_who_denied_and_in_time(office: Office) -> None:
    await office.has(VERA, Role.APPROVER)
    asked = await waits(office)
    await office.approving.deny(office.sender(VERA), asked.ticket_id)
    nothing = Refused(Reason.NOTHING_TO_APPROVE, {"number": "1"})

    assert await gives(office, typed(office, OLGA, "deny", "1", "Mine")) == nothing
    assert await gives(office, typed(office, VERA, "deny", "1")) == nothing
    office.watch.moment += APPROVAL_TIME + timedelta(seconds=1)
    assert await gives(office, typed(office, VERA, "deny", "1", "Late")) == nothing
    assert (await office.ticket(asked)).denial_reason is None


async def test_the_question_why_does_not_become_the_step_of_the_request(office: Office) -> None:
    """Opening the step again leaves the question where it is."""
    await office.has(VERA, Role.APPROVER)
    await office.has(MAX, Role.APPROVER, approvals=2)
    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw")
    await office.confirm(OLGA, asked)
    await office.decide()
    await office.confirm(VERA, asked)

    assert (await office.ticket(asked)).stage is Stage.APPROVAL
    assert len(await questions(office, OLGA)) == 1
