"""A change in the embedded registry is made in the transaction of its last proof, without another."""

import asyncio

import pytest

from bot.operations.model.operation import TicketState
from bot.rules.verdict import Reason
from storage.database import Work
from storage.errors import DatabaseError
from storage.records import Action, End, Key, Outcome, Role, Stage
from tests.operations.office import MAX, OLGA, VERA, Office


async def keys(office: Office) -> list[Key]:
    return await office.database.read(lambda work: list(work.keys.list_of_team(office.team.id)))


async def commits(office: Office) -> list[frozenset[str]]:
    """The commits from here on."""
    seen: list[frozenset[str]] = []
    office.database.on_write = seen.append
    return seen


async def test_a_renewal_is_asked_for_in_one_commit_and_done_in_another(office: Office) -> None:
    await office.confirm(OLGA, await office.ask(OLGA, Action.KEY_CREATE, "trading"))
    [key] = await keys(office)
    seen = await commits(office)

    asked = await office.ask(OLGA, Action.KEY_RENEW, "trading")
    done = await office.confirm(OLGA, asked)

    assert len(seen) == 2
    assert isinstance(done, TicketState)
    assert done.stage is None
    assert (await office.ticket(asked)).end is End.DONE
    [renewed] = await keys(office)
    assert key.expires_at is not None
    assert renewed.expires_at is not None
    assert renewed.expires_at > key.expires_at
    assert await office.run() == 0


async def test_the_trail_has_every_step_although_one_commit_made_them(office: Office) -> None:
    await office.confirm(OLGA, await office.ask(OLGA, Action.KEY_CREATE, "trading"))

    def outcomes(work: Work) -> list[Outcome]:
        entries = work.audit.list_latest(office.team.id, 10)
        return [entry.outcome for entry in entries if entry.what is Action.KEY_CREATE]

    steps = {Outcome.ASKED, Outcome.PROVED, Outcome.RUNNING, Outcome.DONE}
    assert set(await office.database.read(outcomes)) == steps


async def test_what_the_registry_refuses_fails_in_the_same_commit(office: Office) -> None:
    asked = await office.ask(OLGA, Action.KEY_CREATE, "trading")
    twin = await office.ask(OLGA, Action.KEY_CREATE, "trading", "trade")
    await office.confirm(OLGA, asked)

    await office.confirm(OLGA, twin)

    assert (await office.ticket(twin)).end in {End.REFUSED, End.FAILED}
    assert len(await keys(office)) == 1


async def test_a_fault_of_ours_undoes_the_proof_too(office: Office) -> None:
    asked = await office.ask(OLGA, Action.KEY_CREATE, "trading")
    await office.database.write(lambda work: work.connection.exec_driver_sql("DROP TABLE book_keys"))

    with pytest.raises(DatabaseError):
        await office.confirm(OLGA, asked)

    assert isinstance(asked, TicketState)
    assert (await office.ticket(asked)).stage is Stage.CODE
    assert not await office.database.read(lambda work: work.tickets.list_proofs(asked.ticket_id))


async def test_a_request_approved_by_another_runs_after_telegram_was_asked_who_is_there(office: Office) -> None:
    await office.has(VERA, Role.APPROVER, approvals=1)
    asked = await office.ask(OLGA, Action.KEY_CREATE, "payout", "withdraw")
    await office.confirm(OLGA, asked)
    await office.decide()

    await office.confirm(VERA, asked)

    assert (await office.ticket(asked)).stage is Stage.RUNNING
    assert await office.run() == 1
    assert (await office.ticket(asked)).end is End.DONE


@pytest.mark.parametrize(
    ("action", "words"), [(Action.KEY_DELETE, ()), (Action.KEY_RENEW, ()), (Action.KEY_BIND, ("203.0.113.7",))]
)
async def test_of_two_who_prove_at_once_the_second_reads_that_the_key_is_gone(
    office: Office, action: Action, words: tuple[str, ...]
) -> None:
    await office.has(MAX, Role.OPERATOR)
    await office.confirm(OLGA, await office.ask(OLGA, Action.KEY_CREATE, "trading"))
    deletion = await office.ask(OLGA, Action.KEY_DELETE, "trading")
    other = await office.ask(MAX, action, "trading", *words)

    await asyncio.gather(office.confirm(OLGA, deletion), office.confirm(MAX, other))

    tickets = [await office.ticket(one) for one in (deletion, other)]
    done = [one for one in tickets if one.end is End.DONE]
    lost = [one for one in tickets if one.end is not End.DONE]
    assert Action.KEY_DELETE in {one.action for one in done}
    assert [one.result.sentence for one in lost if one.result] == [f"refused-{Reason.KEY_CHANGED}"] * len(lost)
    assert len(done) == 1 or action is not Action.KEY_DELETE
    assert await keys(office) == []
