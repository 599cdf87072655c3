"""Open requests are cancelled, denied or chosen for approval: by whom, which one, and what is said."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from bot.operations.desk.desk import Reply
from bot.operations.model.button_data import CommandPress
from bot.operations.model.operation import Question, Request, TicketState
from bot.operations.ticket.subject import subject_of
from bot.rules.verdict import Reason, Refused
from storage.records import (
    Account,
    AccountKind,
    Action,
    ChatLocation,
    End,
    Membership,
    MembershipStatus,
    Message,
    Outcome,
    ProofKind,
    Role,
    Stage,
    Team,
)
from storage.work import Work
from tests.operations.office import CHAT, MAX, OLGA, PAVEL, VERA, Office


def nothing_to_cancel(number: str | None = None) -> Refused:
    return Refused(Reason.NOTHING_TO_CANCEL, {"number": number})


async def asks(office: Office, name: str = "trading", user_id: int = OLGA) -> TicketState:
    asked = await office.ask(user_id, Action.KEY_CREATE, name)
    assert isinstance(asked, TicketState)
    return asked


async def awaits_approval(office: Office, name: str) -> TicketState:
    asked = await office.ask(OLGA, Action.KEY_CREATE, name, "withdraw")
    await office.confirm(OLGA, asked)
    await office.decide()
    assert isinstance(asked, TicketState)
    return asked


def command(office: Office, user_id: int, word: str, *words: str, private: bool = False) -> Request:
    said = " ".join([f"/{word}", *words])
    return replace(office.sender(user_id, private=private), command=word, words=words, said=said)


async def cancel(office: Office, user_id: int, ticket_id: UUID) -> Reply:
    return await office.waiting.cancel(office.sender(user_id), ticket_id)


async def latest(
    office: Office, *words: str, private: bool = False, team_id: UUID | None = None
) -> Reply | Question | None:
    asked = replace(command(office, OLGA, "cancel", *words, private=private), team_id=team_id)
    return await office.waiting.cancel_latest(asked)


async def has_second_team(office: Office, chat_id: int = CHAT - 1) -> TicketState:
    """Olga owns another team, and asks there for a key."""
    team = Team(uuid4(), chat_id, None, "Other", claimed_by=OLGA, claimed_at=office.watch.now())

    def body(work: Work) -> None:
        work.teams.add(team)
        work.accounts.add(Account(uuid4(), team.id, "main", AccountKind.EMBEDDED, office.watch.now()))
        long_ago = office.watch.now()
        work.teams.save_membership(Membership(team.id, OLGA, Role.OWNER, MembershipStatus.ACTIVE, long_ago))

    await office.database.write(body)
    place = ChatLocation(chat_id, None, 1, is_private=False)
    asked = await office.desk.ask(Action.KEY_CREATE, replace(office.sender(OLGA), place=place, words=("there",)))
    assert isinstance(asked, TicketState)
    return asked


@pytest.mark.parametrize("user_id", [OLGA, VERA, MAX])
async def test_a_request_is_cancelled_by_its_requester_and_by_those_who_approve(office: Office, user_id: int) -> None:
    await office.has(VERA, Role.APPROVER)
    await office.has(MAX, Role.OWNER)
    asked = await asks(office)

    assert await cancel(office, user_id, asked.ticket_id) == TicketState(asked.ticket_id, None)

    ticket = await office.ticket(asked)
    person = await office.database.read(lambda work: work.people.get(user_id))
    assert (ticket.end, ticket.result) == (
        End.CANCELLED,
        Message("cancelled-by", {"who": f"{person.name} ({user_id})"}),
    )
    assert [line.actor for line in await office.audited(Outcome.CANCELLED)] == [user_id]
    assert await cancel(office, user_id, asked.ticket_id) == Refused(Reason.TICKET_ENDED, {"end": End.CANCELLED})


async def test_a_request_is_not_cancelled_by_others(office: Office) -> None:
    await office.has(VERA, Role.OPERATOR)
    await office.has(MAX, Role.APPROVER)
    out = replace(await office.membership(MAX), standing=MembershipStatus.SUSPENDED)
    await office.database.write(lambda work: work.teams.save_membership(out))
    asked = await asks(office)

    assert await cancel(office, VERA, asked.ticket_id) == Refused(Reason.MAY_NOT_CANCEL)
    assert await cancel(office, PAVEL, asked.ticket_id) == Refused(Reason.MAY_NOT_CANCEL)
    assert await cancel(office, MAX, asked.ticket_id) == Refused(Reason.SUSPENDED)
    assert await cancel(office, OLGA, uuid4()) == Refused(Reason.LINK_UNKNOWN)
    assert (await office.ticket(asked)).end is None


async def test_a_running_request_is_not_cancelled(office: Office) -> None:
    await office.trades_outside()
    asked = await office.ask(OLGA, Action.KEY_CREATE, "trading", "in", "outside")
    await office.confirm(OLGA, asked)
    assert isinstance(asked, TicketState)

    assert await cancel(office, OLGA, asked.ticket_id) == Refused(Reason.CANNOT_CANCEL_NOW)
    assert await latest(office) == Refused(Reason.CANNOT_CANCEL_NOW)
    assert "cancelled" not in await office.said()


async def test_cancel_takes_the_request_asked_last_or_the_one_with_the_number(office: Office) -> None:
    await office.has(MAX, Role.OPERATOR)
    first, second, third = await asks(office, "one"), await asks(office, "two"), await asks(office, "three")
    await asks(office, "four", MAX)

    assert await latest(office, "#2") == TicketState(second.ticket_id, None)
    assert await latest(office, "4") == nothing_to_cancel("4")
    assert await latest(office) == TicketState(third.ticket_id, None)
    assert await latest(office) == TicketState(first.ticket_id, None)
    assert await latest(office) == nothing_to_cancel()

    numbers = [one.args["number"] for one in await office.told() if one.sentence == "cancelled"]
    assert numbers == [2, 3, 1]


async def test_in_private_personal_requests_are_cancelled_and_in_a_group_they_are_not(office: Office) -> None:
    typed = replace(office.sender(OLGA, private=True), words=("new@example.org",))
    personal = await office.desk.ask(Action.PERSON_EMAIL, typed)
    assert isinstance(personal, TicketState)

    assert await latest(office) == nothing_to_cancel()
    assert await latest(office, "2", private=True) == nothing_to_cancel("2")
    assert await latest(office, "1", private=True) == TicketState(personal.ticket_id, None)
    assert await latest(office, private=True) == nothing_to_cancel()


async def test_in_private_the_team_is_asked_for_only_where_requests_of_several_are_open(office: Office) -> None:
    there = await has_second_team(office)
    assert await latest(office) == nothing_to_cancel()
    here = await asks(office)

    for words in ((), ("1",)):
        asked = await latest(office, *words, private=True)
        assert isinstance(asked, Question)
        assert asked.saying == Message("ask-which-team")
    assert "ask-which-team" in await office.said()
    assert await latest(office, private=True, team_id=office.team.id) == TicketState(here.ticket_id, None)
    assert await latest(office, private=True) == TicketState(there.ticket_id, None)


async def test_a_number_of_one_team_never_cancels_the_request_of_another(office: Office) -> None:
    there = await has_second_team(office)

    asked = await latest(office, "1", private=True)

    assert isinstance(asked, Question)
    assert (await office.ticket(there)).end is None


async def test_approve_in_the_group_sends_a_new_card_with_the_way_to_the_step(office: Office) -> None:
    await office.has(VERA, Role.APPROVER, approvals=1)
    nothing = Refused(Reason.NOTHING_TO_APPROVE, {"number": None})
    assert await office.approving.approve(command(office, VERA, "approve")) == nothing
    waits = await asks(office, "not yet proven")
    asked = await awaits_approval(office, "payout")
    await office.told()

    reply = await office.approving.approve(command(office, VERA, "approve"))

    assert isinstance(reply, TicketState)
    assert (reply.ticket_id, reply.stage) == (asked.ticket_id, Stage.APPROVAL)
    assert [one.sentence for one in await office.told()] == ["ticket-team-approval"]
    assert reply.token is not None
    opened = await office.desk.open(office.sender(VERA, private=True), reply.token)
    assert opened == TicketState(asked.ticket_id, Stage.APPROVAL)
    number = str((await office.ticket(waits)).number)
    assert await office.approving.approve(command(office, VERA, "approve", number)) == replace(
        nothing, args={"number": number}
    )
    assert await office.approving.approve(command(office, PAVEL, "approve")) == Refused(Reason.NOT_A_MEMBER)


async def test_of_several_that_wait_one_is_chosen_by_button_or_number(office: Office) -> None:
    await office.has(VERA, Role.APPROVER, approvals=1)
    first, second = await awaits_approval(office, "one"), await awaits_approval(office, "two")
    await office.told()

    which = await office.approving.approve(command(office, VERA, "approve", private=True))

    assert isinstance(which, Question)
    assert which.saying == Message("ask-which-ticket", {"command": "approve"})
    subjects = [subject_of(await office.ticket(asked)) for asked in (first, second)]
    labels = [Message("choice-ticket", {"number": n, "subject": subject}) for n, subject in enumerate(subjects, 1)]
    presses = [CommandPress(("approve", number)) for number in ("1", "2")]
    assert which.choices == list(zip(labels, presses, strict=True))
    assert [one.sentence for one in await office.told()] == ["ask-which-ticket"]
    chosen = await office.approving.approve(command(office, VERA, "approve", "#2", private=True))
    assert chosen == TicketState(second.ticket_id, Stage.APPROVAL)
    assert "ticket-approver-code" in [one.sentence for one in await office.told()]
    denied = await office.approving.deny_chosen(command(office, VERA, "deny", "1"))
    assert denied == TicketState(first.ticket_id, None)


async def test_a_denial_ends_the_request_and_is_written_down(office: Office) -> None:
    await office.has(VERA, Role.APPROVER)
    await office.has(MAX, Role.OPERATOR, approvals=1)
    asked = await awaits_approval(office, "payout")

    async def deny(user_id: int, ticket_id: UUID = asked.ticket_id) -> Reply:
        return await office.approving.deny(office.sender(user_id), ticket_id)

    assert await deny(MAX) == Refused(Reason.MAY_NOT_CANCEL)
    assert await deny(VERA, uuid4()) == Refused(Reason.LINK_UNKNOWN)
    assert await deny(VERA) == TicketState(asked.ticket_id, None)

    ticket = await office.ticket(asked)
    assert (ticket.end, ticket.result) == (End.CANCELLED, Message("denied-by", {"who": "Vera (1003)"}))
    [failed] = await office.audited(Outcome.PROOF_FAILED)
    assert (failed.actor, failed.details["proof"]) == (VERA, ProofKind.APPROVAL)
    assert [line.actor for line in await office.audited(Outcome.CANCELLED)] == [VERA]
    assert await deny(VERA) == Refused(Reason.TICKET_ENDED, {"end": End.CANCELLED})


async def test_what_does_not_wait_for_an_approval_is_not_denied(office: Office) -> None:
    await office.has(VERA, Role.APPROVER)
    asked = await asks(office)

    refused = await office.approving.deny(office.sender(VERA), asked.ticket_id)

    assert refused == Refused(Reason.NOT_IN_THIS_STAGE)
    assert (await office.ticket(asked)).end is None
