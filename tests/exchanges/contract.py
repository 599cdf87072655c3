"""The contract of every exchange adapter. Its tests inherit `ExchangeContract` and say how to open it.

A capability that is not declared must raise NotOffered, and a declared one must work. Only the promises of `Exchange`
are used.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import fields, replace
from uuid import uuid4

import pytest

from bot.exchanges.exchange import (
    Capability,
    CreatedKey,
    Exchange,
    ExchangeError,
    ExchangeRefused,
    Liveness,
    NewKey,
    NotOffered,
    Reference,
)
from bot.rules.key_edit import KeyEdit
from storage.records import KeyFacts
from tests.exchanges.whitelist_contract import WhitelistContract, address_wish, needs

IP = "203.0.113.7"
OTHER_IP = "2001:db8::1"
FIFTY_IPS = tuple(f"198.51.100.{number}" for number in range(50))


def new_reference() -> Reference:
    """Return a reference that was never used."""
    return Reference(uuid4(), 0)


def wish(remark: str = "trading-eu", ips: Sequence[str] = ()) -> NewKey:
    """Return the wish for a key that trades."""
    return NewKey(remark, trade=True, withdraw=False, ips=tuple(ips))


class ExchangeContract(WhitelistContract):
    """The contract kit. Each adapter's test class overrides `exchange` with a new, empty account."""

    keys_limit = 50
    ips_limit = 50

    @pytest.fixture
    def exchange(self) -> Exchange:
        """Return a new account without keys."""
        raise NotImplementedError

    async def test_what_is_not_declared_is_not_offered(self, exchange: Exchange) -> None:
        calls: dict[Capability, Callable[[], Awaitable[object]]] = {
            Capability.LIST_KEYS: exchange.list_keys,
            Capability.CREATE_KEY: lambda: exchange.create_key(new_reference(), wish()),
            Capability.RENEW_KEY: lambda: exchange.renew_key(new_reference(), "any"),
            Capability.BIND_IPS: lambda: exchange.set_ips(new_reference(), "any", [IP]),
            Capability.EDIT_KEY: lambda: exchange.edit_key(new_reference(), "any", KeyEdit(trade=True)),
            Capability.PROBE_KEY: lambda: exchange.probe_key("any"),
            Capability.DELETE_KEY: lambda: exchange.delete_key(new_reference(), "any"),
            Capability.ADD_ADDRESSES: lambda: exchange.whitelist.add_addresses(new_reference(), [address_wish()]),
            Capability.REMOVE_ADDRESS: lambda: exchange.whitelist.remove_address(new_reference(), "any"),
        }
        assert set(calls) == set(Capability)
        for capability in set(Capability) - exchange.capabilities:
            with pytest.raises(NotOffered):
                await calls[capability]()

    async def test_a_new_account_has_no_keys(self, exchange: Exchange) -> None:
        needs(exchange, Capability.LIST_KEYS)
        assert list(await exchange.list_keys()) == []

    async def test_a_created_key_is_as_wished_and_listed(self, exchange: Exchange) -> None:
        needs(exchange, Capability.CREATE_KEY, Capability.LIST_KEYS)
        created = await exchange.create_key(new_reference(), wish("grid", [IP, OTHER_IP]))
        key = created.key
        assert (key.remark, key.trade, key.withdraw, set(key.ips)) == ("grid", True, False, {IP, OTHER_IP})
        assert key.remote_id
        assert key.access_id
        assert list(await exchange.list_keys()) == [key]

    async def test_the_secret_is_in_the_creation_only_and_never_in_repr(self, exchange: Exchange) -> None:
        needs(exchange, Capability.CREATE_KEY, Capability.LIST_KEYS)
        created = await exchange.create_key(new_reference(), wish())
        assert created.key_secret
        assert created.key_secret not in repr(created)
        assert created.key_secret not in repr(await exchange.list_keys())
        assert "secret" not in {field.name for field in fields(KeyFacts)}

    async def test_keys_are_distinguished_and_listed_oldest_first(self, exchange: Exchange) -> None:
        needs(exchange, Capability.CREATE_KEY, Capability.LIST_KEYS)
        made = [(await exchange.create_key(new_reference(), wish(f"bot-{number}"))) for number in range(3)]
        assert list(await exchange.list_keys()) == [created.key for created in made]
        assert len({created.key.remote_id for created in made}) == 3
        assert len({created.key.access_id for created in made}) == 3
        assert len({created.key_secret for created in made}) == 3

    async def test_renewing_pushes_the_end(self, exchange: Exchange) -> None:
        needs(exchange, Capability.CREATE_KEY, Capability.RENEW_KEY)
        key = (await exchange.create_key(new_reference(), wish())).key
        await self.wait_a_day()
        renewed = await exchange.renew_key(new_reference(), key.remote_id)
        assert key.expires_at is not None
        assert renewed.expires_at is not None
        assert renewed.expires_at > key.expires_at
        assert (renewed.remote_id, renewed.access_id) == (key.remote_id, key.access_id)

    async def wait_a_day(self) -> None:
        """Let a day pass for the exchange. Overridden if something renews."""
        raise NotImplementedError

    async def test_binding_replaces_the_ips_and_unbinding_takes_all(self, exchange: Exchange) -> None:
        needs(exchange, Capability.CREATE_KEY, Capability.BIND_IPS)
        key = (await exchange.create_key(new_reference(), wish(ips=[IP]))).key
        assert key.expires_at is None
        bound = await exchange.set_ips(new_reference(), key.remote_id, [OTHER_IP])
        assert bound.ips == (OTHER_IP,)
        assert bound.expires_at is None
        unbound = await exchange.set_ips(new_reference(), key.remote_id, [])
        assert unbound.ips == ()
        assert unbound.expires_at is not None

    async def test_editing_changes_what_it_names_and_nothing_else(self, exchange: Exchange) -> None:
        needs(exchange, Capability.CREATE_KEY, Capability.EDIT_KEY, Capability.LIST_KEYS)
        key = (await exchange.create_key(new_reference(), wish("before", [IP]))).key
        other = (await exchange.create_key(new_reference(), wish("other"))).key
        renamed = await exchange.edit_key(new_reference(), key.remote_id, KeyEdit(remark="after"))
        assert renamed == replace(key, remark="after")
        reading = await exchange.edit_key(new_reference(), key.remote_id, KeyEdit(trade=False))
        assert reading == replace(renamed, trade=False)
        assert list(await exchange.list_keys()) == [reading, other]
        with pytest.raises(ExchangeRefused):
            await exchange.edit_key(new_reference(), key.remote_id, KeyEdit(remark="other"))

    async def test_a_probe_distinguishes_a_deleted_key_from_a_live_one(self, exchange: Exchange) -> None:
        needs(exchange, Capability.CREATE_KEY, Capability.PROBE_KEY, Capability.DELETE_KEY)
        key = (await exchange.create_key(new_reference(), wish())).key
        assert await exchange.probe_key(key.remote_id) in {Liveness.NOT_READY, Liveness.LIVE}
        await exchange.delete_key(new_reference(), key.remote_id)
        assert await exchange.probe_key(key.remote_id) is Liveness.DEAD

    async def test_a_deleted_key_is_gone_and_deleting_it_again_is_not_an_error(self, exchange: Exchange) -> None:
        needs(exchange, Capability.CREATE_KEY, Capability.DELETE_KEY, Capability.LIST_KEYS)
        key = (await exchange.create_key(new_reference(), wish())).key
        await exchange.delete_key(new_reference(), key.remote_id)
        assert list(await exchange.list_keys()) == []
        await exchange.delete_key(new_reference(), key.remote_id)

    async def test_a_key_that_is_gone_can_not_be_changed(self, exchange: Exchange) -> None:
        needs(exchange, Capability.CREATE_KEY, Capability.DELETE_KEY)
        key = (await exchange.create_key(new_reference(), wish())).key
        await exchange.delete_key(new_reference(), key.remote_id)
        if Capability.RENEW_KEY in exchange.capabilities:
            with pytest.raises(ExchangeRefused):
                await exchange.renew_key(new_reference(), key.remote_id)
        if Capability.BIND_IPS in exchange.capabilities:
            with pytest.raises(ExchangeRefused):
                await exchange.set_ips(new_reference(), key.remote_id, [IP])
        if Capability.EDIT_KEY in exchange.capabilities:
            with pytest.raises(ExchangeRefused):
                await exchange.edit_key(new_reference(), key.remote_id, KeyEdit(trade=False))

    async def test_creating_twice_with_one_reference_makes_one_key(self, exchange: Exchange) -> None:
        needs(exchange, Capability.CREATE_KEY, Capability.LIST_KEYS)
        reference = new_reference()
        first = await exchange.create_key(reference, wish())
        again = await exchange.create_key(reference, wish())
        assert (again.key, again.key_secret) == (first.key, first.key_secret)
        assert list(await exchange.list_keys()) == [first.key]

    async def test_two_parts_of_one_ticket_are_two_changes(self, exchange: Exchange) -> None:
        needs(exchange, Capability.CREATE_KEY, Capability.LIST_KEYS)
        ticket_id = uuid4()
        await exchange.create_key(Reference(ticket_id, 0), wish("one"))
        await exchange.create_key(Reference(ticket_id, 1), wish("two"))
        assert [key.remark for key in await exchange.list_keys()] == ["one", "two"]

    async def test_a_repeated_reference_does_not_act_again_after_other_changes(self, exchange: Exchange) -> None:
        needs(exchange, *Capability)
        create, renew, bind, delete = (new_reference() for _ in range(4))
        key = (await exchange.create_key(create, wish("first"))).key
        await exchange.renew_key(renew, key.remote_id)
        await exchange.set_ips(bind, key.remote_id, [IP])
        await exchange.set_ips(new_reference(), key.remote_id, [OTHER_IP])
        now = await exchange.list_keys()
        assert (await exchange.create_key(create, wish("first"))).key.remote_id == key.remote_id
        assert (await exchange.renew_key(renew, key.remote_id)).remote_id == key.remote_id
        assert (await exchange.set_ips(bind, key.remote_id, [IP])).remote_id == key.remote_id
        assert await exchange.list_keys() == now
        await exchange.delete_key(delete, key.remote_id)
        await exchange.create_key(create, wish("first"))
        await exchange.delete_key(delete, key.remote_id)
        assert list(await exchange.list_keys()) == []

    async def test_one_reference_at_the_same_time_acts_once(self, exchange: Exchange) -> None:
        needs(exchange, Capability.CREATE_KEY, Capability.LIST_KEYS)
        reference = new_reference()
        made = await asyncio.gather(*(exchange.create_key(reference, wish()) for _ in range(5)))
        assert {created.key_secret for created in made} == {made[0].key_secret}
        assert list(await exchange.list_keys()) == [made[0].key]

    async def test_an_account_takes_no_key_over_its_limit(self, exchange: Exchange) -> None:
        needs(exchange, Capability.CREATE_KEY, Capability.LIST_KEYS)
        for number in range(self.keys_limit):
            await exchange.create_key(new_reference(), wish(f"bot-{number}"))
        before = await exchange.list_keys()
        with pytest.raises(ExchangeRefused):
            await exchange.create_key(new_reference(), wish("one too many"))
        assert await exchange.list_keys() == before

    async def test_keys_made_at_the_same_time_do_not_pass_the_limit(self, exchange: Exchange) -> None:
        needs(exchange, Capability.CREATE_KEY, Capability.LIST_KEYS)
        wishes = [wish(f"bot-{number}") for number in range(self.keys_limit + 2)]
        answers = await asyncio.gather(
            *(exchange.create_key(new_reference(), each) for each in wishes), return_exceptions=True
        )
        assert sum(isinstance(answer, CreatedKey) for answer in answers) == self.keys_limit
        assert sum(isinstance(answer, ExchangeRefused) for answer in answers) == 2
        assert len(await exchange.list_keys()) == self.keys_limit

    async def test_a_key_takes_as_many_ips_as_the_limit_and_not_one_more(self, exchange: Exchange) -> None:
        needs(exchange, Capability.CREATE_KEY, Capability.BIND_IPS, Capability.LIST_KEYS)
        full = FIFTY_IPS[: self.ips_limit]
        key = (await exchange.create_key(new_reference(), wish(ips=full))).key
        assert len(key.ips) == self.ips_limit
        before = await exchange.list_keys()
        with pytest.raises(ExchangeRefused):
            await exchange.set_ips(new_reference(), key.remote_id, [*full, IP])
        with pytest.raises(ExchangeRefused):
            await exchange.create_key(new_reference(), wish("other", [*full, IP]))
        assert await exchange.list_keys() == before

    async def test_a_refused_reference_is_free_to_try_again(self, exchange: Exchange) -> None:
        needs(exchange, Capability.CREATE_KEY, Capability.LIST_KEYS)
        reference = new_reference()
        with pytest.raises(ExchangeError):
            await exchange.create_key(reference, wish(ips=["not an ip"]))
        assert list(await exchange.list_keys()) == []
        created = await exchange.create_key(reference, wish(ips=[IP]))
        assert list(await exchange.list_keys()) == [created.key]
