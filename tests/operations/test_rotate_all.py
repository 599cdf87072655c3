"""Every key whose secret a person was shown is rotated by one request with one code."""

from collections.abc import Sequence
from dataclasses import replace

from bot.exchanges.channel import ChannelPool
from bot.exchanges.exchange import CreatedKey, Exchange, NewKey, Reference
from bot.operations.desk.executor import TicketExecutor
from bot.operations.members.presence import Presence, PresenceCheck
from bot.operations.model.operation import ExchangeClients
from bot.rules.verdict import Reason, Refused
from bot.wiring.exchanges import AccountClients
from storage.records import Account, AccountKind, Action, End, Key, KeyFacts, Role, Rotation, Stage
from tests.operations.office import MAX, OLGA, VERA, Office, show_work


async def keys_of(office: Office) -> dict[str, Key]:
    keys = await office.database.read(lambda work: work.keys.list_of_team(office.team.id))
    return {key.remark: key for key in keys}


async def rotations_of(office: Office) -> list[Rotation]:
    keys = [key.id for key in (await keys_of(office)).values()]
    return await office.database.read(lambda work: work.rotations.list_replacing(keys))


async def secrets_of(office: Office) -> list[str]:
    """The names of the keys in delivered secrets."""
    await office.told()
    return [str(one.args["key"]) for one in office.delivered if one.sentence == "key-secret"]


class Killed(BaseException):
    """The process dies here."""


class Mortal:
    """An exchange at which the process dies before or after its calls: at the one with this number."""

    def __init__(self, exchange: Exchange, dies_at: list[int]) -> None:
        self._exchange = exchange
        self._dies_at = dies_at

    async def list_keys(self) -> Sequence[KeyFacts]:
        self._step()
        return await self._exchange.list_keys()

    async def create_key(self, reference: Reference, wish: NewKey) -> CreatedKey:
        self._step()
        created = await self._exchange.create_key(reference, wish)
        self._step()
        return created

    def _step(self) -> None:
        self._dies_at[0] -= 1
        if self._dies_at[0] == 0:
            raise Killed


def process_of(office: Office, dies_at: list[int]) -> TicketExecutor:
    """A process that performs tickets, and dies at a step."""
    clients = AccountClients(office.database, ChannelPool({}), office.watch.now)

    def exchange_of(account: Account) -> Exchange:
        exchange = clients.exchange_of(replace(account, kind=AccountKind.EMBEDDED))
        return Mortal(exchange, dies_at)  # type: ignore[return-value]  # a rotation asks for nothing else

    async def look(_chat_id: int, user_id: int) -> Presence:
        return office.presence.get(user_id, Presence.HERE)

    presence_check = PresenceCheck(office.database, office.watch, look)
    return TicketExecutor(
        office.database, office.watch, ExchangeClients(exchange_of, clients.main_account_of), presence_check, show_work
    )


async def max_made(office: Office, *names: str, where: Sequence[str] = ()) -> None:
    await office.has(MAX, Role.OPERATOR)
    for name in names:
        await office.confirm(MAX, await office.ask(MAX, Action.KEY_CREATE, name, *where))
        await office.run()
    await office.told()
    office.delivered.clear()


async def test_each_key_that_the_person_was_shown_is_rotated_and_watched_with_one_code(office: Office) -> None:
    await max_made(office, "trading-eu", "hedge", "maker")
    await office.does(OLGA, Action.KEY_CREATE, "of-olga")
    await office.told()
    office.delivered.clear()

    asked = await office.ask(OLGA, Action.KEY_ROTATE_ALL, MAX)
    plan = await office.reads(asked)
    done = await office.reads(await office.confirm(OLGA, asked))

    assert "the 3 keys whose secrets Max (1002) was shown" in plan
    assert "trading-eu → trading-eu-v2" in plan
    for name in ("trading-eu", "hedge", "maker"):
        assert f"Key {name}-v2 is made" in done
    keys = await keys_of(office)
    pairs = {(rotation.old_key_id, rotation.new_key_id) for rotation in await rotations_of(office)}
    assert pairs == {(keys[name].id, keys[f"{name}-v2"].id) for name in ("trading-eu", "hedge", "maker")}
    assert sorted(await secrets_of(office)) == ["hedge-v2", "maker-v2", "trading-eu-v2"]


async def test_a_second_request_has_nothing_to_do(office: Office) -> None:
    await max_made(office, "trading-eu")
    await office.does(OLGA, Action.KEY_ROTATE_ALL, MAX)

    again = await office.ask(OLGA, Action.KEY_ROTATE_ALL, MAX)
    assert isinstance(again, Refused)
    assert again.reason is Reason.NOTHING_ROTATES
    assert "A rotation of trading-eu is not finished" in await office.reads(again)
    assert await office.ask(OLGA, Action.KEY_ROTATE_ALL, OLGA) != again
    assert await office.ask(OLGA, Action.KEY_ROTATE_ALL, VERA) == Refused(Reason.PERSON_UNKNOWN, {"person": str(VERA)})


async def test_killed_at_any_step_it_settles_with_one_new_key_for_each_old_one(office: Office) -> None:
    await office.trades_outside()
    names = ["hedge", "maker", "trading-eu"]
    await max_made(office, *names, where=("in", "outside"))
    asked = await office.ask(OLGA, Action.KEY_ROTATE_ALL, MAX)
    await office.confirm(OLGA, asked)
    assert (await office.ticket(asked)).stage is Stage.RUNNING

    kills = 0
    for step in range(1, 99):
        process = process_of(office, [step])
        (taken,) = await process.take(9)
        try:
            await process.perform(taken)
            break
        except Killed:
            kills += 1
            assert (await office.ticket(asked)).stage is Stage.RUNNING
            assert sorted(await keys_of(office)) == names, "nothing is recorded before all is done"
            await office.database.write(lambda work: work.running_tickets.release_all())

    assert kills == 9, "before and after each call for each of three keys"
    assert (await office.ticket(asked)).end is End.DONE
    assert sorted(await keys_of(office)) == sorted([*names, *(f"{name}-v2" for name in names)])
    assert len(await rotations_of(office)) == 3
    assert sorted(await secrets_of(office)) == sorted(f"{name}-v2" for name in names)
    outside = (await keys_of(office))["hedge"].account_id
    there = await office.database.read(lambda work: work.books.list(outside))
    assert len(there) == 6, "the exchange made none twice"


async def test_a_key_that_cannot_be_rotated_does_not_stop_the_others(office: Office) -> None:
    await office.trades_outside()
    await max_made(office, "changed", "good", where=("in", "outside"))
    asked = await office.ask(OLGA, Action.KEY_ROTATE_ALL, MAX)
    await office.confirm(OLGA, asked)
    changed = (await keys_of(office))["changed"]
    clients = AccountClients(office.database, ChannelPool({}), office.watch.now)
    account = await office.database.read(lambda work: work.accounts.get(changed.account_id))
    exchange = clients.exchange_of(replace(account, kind=AccountKind.EMBEDDED))
    await exchange.set_ips(Reference(changed.id, 1), changed.remote_id, ["203.0.113.7"])

    await office.run()

    ticket = await office.ticket(asked)
    assert ticket.end is End.DONE
    assert [part.outcome.value for part in ticket.parts] == ["failed", "done"]
    assert sorted(await keys_of(office)) == ["changed", "good", "good-v2"]


async def test_a_key_that_can_withdraw_makes_it_a_request_for_money(office: Office) -> None:
    await office.has(VERA, Role.APPROVER)
    await max_made(office, "plain")
    await office.sets(approvals=1)
    asked = await office.ask(MAX, Action.KEY_CREATE, "payout", "withdraw")
    await office.confirm(MAX, asked)
    await office.decide()
    await office.confirm(VERA, asked)
    await office.run()

    asked = await office.ask(OLGA, Action.KEY_ROTATE_ALL, MAX)
    assert "payout → payout-v2, can withdraw" in await office.reads(asked)
    await office.confirm(OLGA, asked)
    assert (await office.ticket(asked)).stage is Stage.EMAIL
    await office.decide()
    assert (await office.ticket(asked)).stage is Stage.APPROVAL
    await office.confirm(VERA, asked)
    await office.run()

    assert (await office.ticket(asked)).end is End.DONE
    assert {"plain-v2", "payout-v2"} <= (await keys_of(office)).keys()


async def test_a_full_account_leaves_out_what_has_no_room(office: Office) -> None:
    await max_made(office, *(f"bot{number}" for number in range(26)))

    plan = await office.reads(await office.ask(OLGA, Action.KEY_ROTATE_ALL, MAX))

    assert "the 24 keys" in plan
    assert "bot24" in plan.split("Left out:")[1]
    assert "bot23" in plan.split("Left out:")[0]
