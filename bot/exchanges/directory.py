"""Exchange by name, one line each.

It must not know the accounts: whoever opens one hands in its facts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from bot.exchanges.by_hand import ByHand
from bot.exchanges.embedded import Books, EmbeddedRegistry
from bot.exchanges.embedded_whitelist import AddressBooks, EmbeddedWhitelist
from bot.exchanges.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Opening:
    """All that an adapter may need to work for one account."""

    account_id: UUID
    account_name: str
    books: Books
    address_books: AddressBooks
    now: Callable[[], datetime]
    credentials_secret: str | None = field(default=None, repr=False)


DIRECTORY: Mapping[str, Callable[[Opening], Exchange]] = MappingProxyType(
    {
        "embedded": lambda door: EmbeddedRegistry(
            door.account_id,
            door.books,
            door.now,
            whitelist=EmbeddedWhitelist(door.account_id, door.address_books, door.now),
            account_name=door.account_name,
        ),
        "by-hand": lambda _: ByHand(),
    }
)


def open_exchange(name: str, opening: Opening) -> Exchange:
    """Make the adapter for one account; raises KeyError for a name without a line here."""
    return DIRECTORY[name](opening)
