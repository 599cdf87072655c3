"""How long requests wait is set by a request, and a row about money needs the proofs of money."""

from collections.abc import Mapping

from bot.operations.model.operation import Question
from bot.rules.verdict import Reason, Refused
from storage.records import Action, End, Role, Stage
from tests.operations.office import MAX, OLGA, Office


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
    assert len(asked.choices) == 4
    assert "a key (money)" in office.words(asked.saying)


async def test_only_an_owner_sets_it_and_not_twice(office: Office) -> None:
    await office.has(MAX, Role.APPROVER, approvals=0)

    refused = await office.ask(MAX, Action.POLICY_COOLING, "newkey", "24h")
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.ROLE_TOO_LOW
    assert "starts at once already" in await office.reads(await office.ask(OLGA, Action.POLICY_COOLING, "newkey", "0"))
