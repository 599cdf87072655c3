"""How long requests wait is set by a request, and a row about money needs the proofs of money."""

from collections.abc import Mapping

from bot.operations.desk.desk import Reply
from bot.operations.model.operation import Question
from bot.rules.verdict import Reason, Refused
from storage.records import Action, End, Role, Stage
from tests.operations.office import MAX, OLGA, PAVEL, VERA, Office


async def waits(office: Office) -> Mapping[str, int]:
    return (await office.database.read(lambda work: work.teams.get(office.team.id))).cooling_hours


async def test_a_row_of_the_policy_waits_once_it_is_set(office: Office) -> None:
    said = await office.does(OLGA, Action.POLICY_COOLING, "newkey", "24h")
    assert "This waits 24 hours now before it starts" in said

    made = await office.confirm(OLGA, await office.ask(OLGA, Action.KEY_CREATE, "trading-eu"))
    assert (await office.ticket(made)).stage is Stage.COOLING


async def test_a_row_about_money_is_changed_by_a_request_about_money(office: Office) -> None:
    asked = await office.ask(OLGA, Action.POLICY_COOLING, "addaddress", "24h")
    assert (await office.ticket(asked)).is_money

    await office.confirm(OLGA, asked)
    assert (await office.ticket(asked)).stage is Stage.EMAIL
    await office.decide()

    assert ((await office.ticket(asked)).end, await waits(office)) == (End.DONE, {"whitelist:add:money": 24})


async def test_no_wait_leaves_nothing_stored(office: Office) -> None:
    await office.does(OLGA, Action.POLICY_COOLING, "renew", "2d")
    await office.does(OLGA, Action.POLICY_COOLING, "renew", "none")

    assert await waits(office) == {}


async def test_a_row_without_a_time_is_asked_for_with_buttons(office: Office) -> None:
    asked = await office.ask(OLGA, Action.POLICY_COOLING, "newkey", "money")

    assert isinstance(asked, Question)
    assert len(asked.choices) == 5, "four times, and the way to the number of approvals"
    assert "a key (money)" in office.words(asked.saying)


async def test_only_an_owner_sets_it_and_not_twice(office: Office) -> None:
    await office.has(MAX, Role.APPROVER, approvals=0)

    refused = await office.ask(MAX, Action.POLICY_COOLING, "newkey", "24h")
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.ROLE_TOO_LOW
    assert "starts at once already" in await office.reads(await office.ask(OLGA, Action.POLICY_COOLING, "newkey", "0h"))


async def proves(office: Office, asked: Reply, *approvers: int) -> Reply:
    """Prove a request about money."""
    await office.confirm(OLGA, asked)
    await office.decide()
    for approver in approvers:
        await office.confirm(approver, asked)
    await office.run()
    return asked


async def has_three_who_approve(office: Office) -> None:
    for user_id in (MAX, VERA, PAVEL):
        await office.has(user_id, Role.APPROVER, approvals=1)


async def test_a_row_has_its_own_number_of_approvals_and_the_others_keep_the_teams(office: Office) -> None:
    await has_three_who_approve(office)
    asked = await office.ask(OLGA, Action.POLICY_APPROVALS, "newkey", "money", "2")
    assert "From 1 to 2" in office.words((await office.ticket(asked)).plan)
    await proves(office, asked, MAX)
    assert "This needs 2 approvals now: make a key (money)" in await office.reads(asked)

    made = await proves(office, await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw"), MAX)
    assert (await office.ticket(made)).stage is Stage.APPROVAL
    await office.confirm(VERA, made)
    assert (await office.ticket(made)).stage is Stage.RUNNING
    role = await proves(office, await office.ask(OLGA, Action.MEMBER_ROLE, MAX, "owner"), VERA)
    assert (await office.ticket(role)).end is End.DONE


async def test_a_row_that_keeps_its_number_says_that_it_stays(office: Office) -> None:
    await office.has(MAX, Role.APPROVER, approvals=1)

    asked = await office.ask(OLGA, Action.POLICY_APPROVALS, "addaddress", "1")

    said = office.words((await office.ticket(asked)).plan)
    assert "It stays 1, and stays so when the number of the team changes" in said


async def test_lowering_the_number_of_a_row_takes_as_many_approvals_as_it_has(office: Office) -> None:
    await has_three_who_approve(office)
    await proves(office, await office.ask(OLGA, Action.POLICY_APPROVALS, "addaddress", "2"), MAX)

    lower = await proves(office, await office.ask(OLGA, Action.POLICY_APPROVALS, "addaddress", "default"), MAX)
    assert (await office.ticket(lower)).stage is Stage.APPROVAL
    await office.confirm(VERA, lower)
    await office.run()

    assert (await office.ticket(lower)).end is End.DONE
    assert (await office.database.read(lambda work: work.teams.get(office.team.id))).row_approvals == {}


async def test_a_number_that_no_one_could_give_is_refused_for_a_row_too(office: Office) -> None:
    await office.has(MAX, Role.APPROVER, approvals=1)

    refused = await office.reads(await office.ask(OLGA, Action.POLICY_APPROVALS, "addaddress", "2"))
    assert "For 2 approvals, 3 people must be able to approve" in refused
    assert "• add withdrawal addresses" in refused


async def test_a_row_that_needs_no_approval_and_a_number_that_is_there_are_refused(office: Office) -> None:
    await has_three_who_approve(office)

    async def reads(*words: str) -> str:
        return await office.reads(await office.ask(OLGA, Action.POLICY_APPROVALS, *words))

    assert "/policy newkey money 2" in await reads("newkey", "2")
    assert "Approvals are for changes that can move money" in await reads("renew", "2")
    assert "To make a key (money), you need one approval already" in await reads("newkey", "money", "default")
    assert "Give a number from 0 to 9" in await reads("newkey", "money", "24")
    which = await office.ask(OLGA, Action.POLICY_APPROVALS, "newkey", "money")
    assert isinstance(which, Question)
    assert len(which.choices) == 5
