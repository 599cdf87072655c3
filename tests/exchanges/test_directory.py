"""Every kind of account finds its exchange."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from bot.exchanges.bybit import BybitAccount
from bot.exchanges.channel import ChannelPool
from bot.exchanges.coinex import CoinExAccount
from bot.exchanges.directory import DIRECTORY, MAIN_ACCOUNTS, Opening, open_exchange, open_main_account
from bot.exchanges.embedded import EmbeddedRegistry
from bot.exchanges.exchange import Capability, Exchange
from bot.exchanges.main_account import Credentials
from bot.exchanges.manual import ByHand
from bot.rules.exchange_terms import TERMS
from storage.records import AccountKind, Action
from tests.exchanges.test_embedded import AddressesInMemory, BooksInMemory

SESAME = Credentials("4DA36F", "sesame").to_text()


@pytest.fixture
def opening() -> Opening:
    moment = datetime(2027, 1, 15, 12, 0, tzinfo=UTC)
    books = BooksInMemory(), AddressesInMemory()
    return Opening(UUID(int=5), "main", *books, lambda: moment, ChannelPool(), "53888000", SESAME)


@pytest.mark.parametrize(
    ("kind", "adapter"),
    [
        (AccountKind.EMBEDDED, EmbeddedRegistry),
        (AccountKind.BY_HAND, ByHand),
        (AccountKind.COINEX, CoinExAccount),
        (AccountKind.BYBIT, BybitAccount),
    ],
)
def test_a_kind_of_account_opens_its_exchange(opening: Opening, kind: AccountKind, adapter: type) -> None:
    assert isinstance(open_exchange(kind.value, opening), adapter)


def test_every_kind_of_account_has_its_line() -> None:
    assert set(DIRECTORY) == {kind.value for kind in AccountKind}


def test_exchanges_with_terms_of_their_own_have_no_call_to_renew(opening: Opening) -> None:
    """`/renew` offers other ways there, before the exchange is asked."""
    without = {kind for kind in AccountKind if not _can_renew(open_exchange(kind.value, opening))}
    assert without == {*TERMS, AccountKind.BY_HAND}


NEEDS = {
    Action.KEY_RENEW: Capability.RENEW_KEY,
    Action.KEY_EDIT: Capability.EDIT_KEY,
    Action.KEY_BIND: Capability.BIND_IPS,
    Action.KEY_UNBIND: Capability.BIND_IPS,
    Action.KEY_DELETE: Capability.DELETE_KEY,
    Action.WHITELIST_ADD: Capability.ADD_ADDRESSES,
    Action.WHITELIST_REMOVE: Capability.REMOVE_ADDRESS,
}


@pytest.mark.parametrize("kind", TERMS)
def test_what_terms_leave_to_people_is_just_what_the_exchange_has_no_call_for(
    opening: Opening, kind: AccountKind
) -> None:
    """Before the code, people learn that they will do it themselves."""
    capabilities = open_exchange(kind.value, opening).capabilities
    assert TERMS[kind].by_hand == {action for action, needed in NEEDS.items() if needed not in capabilities}


def _can_renew(exchange: Exchange) -> bool:
    return Capability.RENEW_KEY in exchange.capabilities


def test_main_accounts_are_opened_by_the_same_names(opening: Opening) -> None:
    assert set(MAIN_ACCOUNTS) < set(DIRECTORY)
    for name in MAIN_ACCOUNTS:
        assert open_main_account(name, opening.channels, opening.now, Credentials("4DA36F", "sesame"))


@pytest.mark.parametrize("text", [None, "", "sesame", '{"access_id": "4DA36F", "sesame": 1}', '["sesame"]'])
def test_broken_credentials_are_reported_without_being_shown(opening: Opening, text: str | None) -> None:
    with pytest.raises(ValueError, match="no credentials") as told:
        open_exchange("coinex", replace(opening, credentials_secret=text))
    assert "sesame" not in str(told.value)


def test_an_unknown_exchange_is_an_error(opening: Opening) -> None:
    with pytest.raises(KeyError):
        open_exchange("elsewhere", opening)


def test_credentials_are_in_no_repr(opening: Opening) -> None:
    assert "sesame" not in repr(opening)
