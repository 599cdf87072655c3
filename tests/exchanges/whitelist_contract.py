"""The whitelist's part of the contract kit. Every adapter inherits it through `ExchangeContract`."""

from uuid import uuid4

import pytest

from bot.exchanges.exchange import Capability, Exchange, ExchangeRefused, Reference
from storage.records import AddressKind, AddressType, AddressWish

ONE = "0x52908400098527886E0F7030069857D2E4169EE7"
OTHER = "0x8617E340B3D01FA5F11F306F4090FD50E238070D"

WHITELIST = (Capability.ADD_ADDRESSES, Capability.REMOVE_ADDRESS)


def address_wish(address: str = ONE, *, memo: str | None = None, coin: str = "USDT") -> AddressWish:
    """Return the wish for a cold wallet."""
    return AddressWish(
        kind=AddressKind.WITHDRAWAL,
        address_type=AddressType.SINGLE_COIN,
        coin=coin,
        chain="ERC20",
        address=address,
        canonical=address.lower(),
        memo=memo,
        remark="cold",
    )


def needs(exchange: Exchange, *capabilities: Capability) -> None:
    """Skip a test if the exchange does not offer the capability. The refusal has a test of its own."""
    if missing := set(capabilities) - exchange.capabilities:
        pytest.skip(f"{type(exchange).__name__} does not offer {', '.join(sorted(missing))}")


class WhitelistContract:
    """All or none, never twice, and removed for good."""

    async def test_addresses_are_added_as_they_were_wished(self, exchange: Exchange) -> None:
        needs(exchange, *WHITELIST)
        wishes = [address_wish(), address_wish(OTHER, memo="7")]
        added = await exchange.whitelist.add_addresses(Reference(uuid4(), 1), wishes)
        assert [(entry.address, entry.canonical, entry.memo) for entry in added] == [
            (wish.address, wish.canonical, wish.memo) for wish in wishes
        ]
        assert len({entry.remote_id for entry in added}) == 2

    async def test_the_same_reference_adds_once_and_answers_the_same(self, exchange: Exchange) -> None:
        needs(exchange, *WHITELIST)
        reference = Reference(uuid4(), 1)
        first = await exchange.whitelist.add_addresses(reference, [address_wish()])
        assert await exchange.whitelist.add_addresses(reference, [address_wish()]) == first

    async def test_an_address_that_is_there_refuses_the_whole_sheet(self, exchange: Exchange) -> None:
        needs(exchange, *WHITELIST)
        await exchange.whitelist.add_addresses(Reference(uuid4(), 1), [address_wish()])
        for wishes in ([address_wish(OTHER), address_wish(ONE.lower())], [address_wish(OTHER), address_wish(OTHER)]):
            with pytest.raises(ExchangeRefused):
                await exchange.whitelist.add_addresses(Reference(uuid4(), 1), wishes)
        # The other one was not added either: it can still be.
        await exchange.whitelist.add_addresses(Reference(uuid4(), 1), [address_wish(OTHER)])

    async def test_another_memo_or_coin_is_another_entry(self, exchange: Exchange) -> None:
        needs(exchange, *WHITELIST)
        wishes = [address_wish(), address_wish(memo="7"), address_wish(coin="USDC")]
        assert len(await exchange.whitelist.add_addresses(Reference(uuid4(), 1), wishes)) == 3

    async def test_a_removed_address_is_gone_and_removing_again_is_not_an_error(self, exchange: Exchange) -> None:
        needs(exchange, *WHITELIST)
        (entry,) = await exchange.whitelist.add_addresses(Reference(uuid4(), 1), [address_wish()])
        for _ in range(2):
            await exchange.whitelist.remove_address(Reference(uuid4(), 1), entry.remote_id)
        await exchange.whitelist.add_addresses(Reference(uuid4(), 1), [address_wish()])
