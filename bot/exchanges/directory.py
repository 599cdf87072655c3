"""Exchange by name, one line each."""

# ruff: noqa: PLC0415 - an exchange is loaded when an account is there

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from bot.exchanges.channel import ChannelPool
from bot.exchanges.embedded import Books, EmbeddedRegistry
from bot.exchanges.embedded_whitelist import AddressBooks, EmbeddedWhitelist
from bot.exchanges.exchange import Exchange
from bot.exchanges.main_account import Credentials, MainAccount
from bot.exchanges.manual import ByHand


@dataclass(frozen=True, slots=True)
class Opening:
    """Everything that an adapter may need to work for one account."""

    account_id: UUID
    account_name: str
    books: Books
    address_books: AddressBooks
    now: Callable[[], datetime]
    channels: ChannelPool
    """The access to exchanges, shared by all accounts."""
    remote_id: str | None = None
    """The sub-account's name at the exchange."""
    credentials_secret: str | None = field(default=None, repr=False)
    """The main account's credentials, as text."""

    @property
    def way(self) -> tuple[ChannelPool, Callable[[], datetime], Credentials, str]:
        """Return the arguments of every adapter that goes outside. Raises ValueError if one is missing."""
        if not self.remote_id:
            raise ValueError("an account at an exchange has a name there")
        return self.channels, self.now, Credentials.from_text(self.credentials_secret), self.remote_id


def _open_embedded(opening: Opening) -> Exchange:
    whitelist = EmbeddedWhitelist(opening.account_id, opening.address_books, opening.now)
    return EmbeddedRegistry(
        opening.account_id, opening.books, opening.now, whitelist=whitelist, account_name=opening.account_name
    )


def _open_bybit(opening: Opening) -> Exchange:
    from bot.exchanges.bybit import BybitAccount

    return BybitAccount(*opening.way)


def _open_coinex(opening: Opening) -> Exchange:
    from bot.exchanges.coinex import CoinExAccount

    return CoinExAccount(*opening.way)


DIRECTORY: Mapping[str, Callable[[Opening], Exchange]] = MappingProxyType(
    {
        "embedded": _open_embedded,
        "by-hand": lambda _: ByHand(),
        "bybit": _open_bybit,
        "coinex": _open_coinex,
    }
)


def _open_bybit_main(channels: ChannelPool, now: Callable[[], datetime], credentials: Credentials) -> MainAccount:
    from bot.exchanges.bybit import BybitMain

    return BybitMain(channels, now, credentials)


def _open_coinex_main(channels: ChannelPool, now: Callable[[], datetime], credentials: Credentials) -> MainAccount:
    from bot.exchanges.coinex import CoinExMain

    return CoinExMain(channels, now, credentials)


MainOpening = Callable[[ChannelPool, Callable[[], datetime], Credentials], MainAccount]

MAIN_ACCOUNTS: Mapping[str, MainOpening] = MappingProxyType({"bybit": _open_bybit_main, "coinex": _open_coinex_main})
"""Exchanges with main accounts that can be connected."""


def open_exchange(name: str, opening: Opening) -> Exchange:
    """Make the adapter for one account. Raises KeyError for a name that is missing here."""
    return DIRECTORY[name](opening)


def open_main_account(
    name: str, channels: ChannelPool, now: Callable[[], datetime], credentials: Credentials
) -> MainAccount:
    """Make the client of a main account. Raises KeyError for an exchange without main accounts."""
    return MAIN_ACCOUNTS[name](channels, now, credentials)
