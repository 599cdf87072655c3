"""Every kind of account that people can have finds its exchange."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from bot.exchanges.by_hand import ByHand
from bot.exchanges.directory import DIRECTORY, Opening, open_exchange
from bot.exchanges.embedded import EmbeddedRegistry
from storage.records import AccountKind
from tests.exchanges.test_embedded import AddressesInMemory, BooksInMemory


@pytest.fixture
def opening() -> Opening:
    moment = datetime(2027, 1, 15, 12, 0, tzinfo=UTC)
    return Opening(
        UUID(int=5), "main", BooksInMemory(), AddressesInMemory(), lambda: moment, credentials_secret="sesame"
    )


@pytest.mark.parametrize(("kind", "adapter"), [(AccountKind.EMBEDDED, EmbeddedRegistry), (AccountKind.BY_HAND, ByHand)])
def test_a_kind_of_account_opens_its_exchange(opening: Opening, kind: AccountKind, adapter: type) -> None:
    assert isinstance(open_exchange(kind.value, opening), adapter)


def test_every_line_is_a_kind_of_account() -> None:
    assert set(DIRECTORY) <= {kind.value for kind in AccountKind}


def test_an_unknown_exchange_is_an_error(opening: Opening) -> None:
    with pytest.raises(KeyError):
        open_exchange("elsewhere", opening)


def test_credentials_stand_in_no_repr(opening: Opening) -> None:
    assert "sesame" not in repr(opening)
