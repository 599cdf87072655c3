"""Account → exchange client, and the embedded registry's ledger on the database."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from bot.exchanges.channel import ChannelPool
from bot.exchanges.directory import Opening, open_exchange, open_main_account
from bot.exchanges.embedded import Apply
from bot.exchanges.embedded_whitelist import ApplyToAddresses
from bot.exchanges.exchange import Exchange, Reference
from bot.exchanges.main_account import Credentials, MainAccount
from bot.operations.desk.local_executor import ExchangeWithin
from storage.records import (
    Account,
    AccountKind,
    AddressLedgerEntry,
    ConnectionStatus,
    KeyFacts,
    LedgerEntry,
)
from storage.work import Work

T = TypeVar("T")


class Bodies(Protocol):
    """Runs bodies: the database, or an open transaction."""

    async def write(self, body: Callable[[Work], T]) -> T:
        """Run it. Everything that it wrote is committed, or nothing."""
        ...

    async def read(self, body: Callable[[Work], T]) -> T:
        """Run it."""
        ...


class Within:
    """An open transaction. Nothing here waits."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def write(self, body: Callable[[Work], T]) -> T:
        """Run it as a part of the transaction."""
        return body(self._work)

    async def read(self, body: Callable[[Work], T]) -> T:
        """Run it as a part of the transaction."""
        return body(self._work)


class AccountClients:
    """Makes exchange adapters for accounts."""

    def __init__(self, database: Bodies, channels: ChannelPool, now: Callable[[], datetime]) -> None:
        self._database = database
        self._channels = channels
        self._now = now

    def exchange_of(self, account: Account) -> Exchange:
        """Return the adapter of the account. Without one, people manage the account on the exchange's page."""
        opening = Opening(
            account_id=account.id,
            account_name=account.name,
            books=LedgerBooks(self._database),
            address_books=LedgerAddresses(self._database),
            now=self._now,
            channels=self._channels,
            remote_id=account.remote_id,
            credentials_secret=account.credentials_secret,
        )
        is_there = account.standing is not ConnectionStatus.GONE
        is_led = account.kind is AccountKind.EMBEDDED or (account.main_id and account.credentials_secret and is_there)
        return open_exchange(account.kind.value if is_led else AccountKind.BY_HAND.value, opening)

    def main_account_of(self, account: Account) -> MainAccount:
        """Return the client of the main account."""
        credentials = Credentials.from_text(account.credentials_secret)
        return open_main_account(account.kind.value, self._channels, self._now, credentials)

    async def find_own_ip(self, kind: AccountKind) -> str | None:
        """Return our IP as an exchange with main accounts sees it. It is public, so no connection is needed."""
        return await open_main_account(kind.value, self._channels, self._now, Credentials("", "")).find_own_ip()


def open_within(channels: ChannelPool, now: Callable[[], datetime]) -> ExchangeWithin:
    """Return what opens an account of the embedded registry within a transaction."""

    def exchange_within(work: Work, account: Account) -> Exchange:
        return AccountClients(Within(work), channels, now).exchange_of(account)

    return exchange_within


class LedgerBooks:
    """The embedded registry's `Books`, kept in the database."""

    def __init__(self, database: Bodies) -> None:
        self._database = database

    async def list(self, account_id: UUID) -> Sequence[KeyFacts]:
        """Every key of an account, oldest first."""
        return await self._database.read(lambda work: work.books.list(account_id))

    async def enter(self, account_id: UUID, ticket_id: UUID, part: int, apply: Apply) -> LedgerEntry:
        """Apply once for each (ticket, part), in one transaction."""
        return await self._database.write(lambda work: work.books.enter(account_id, ticket_id, part, apply))


class LedgerAddresses:
    """The embedded registry's `AddressBooks`, kept in the database."""

    def __init__(self, database: Bodies) -> None:
        self._database = database

    async def enter(self, account_id: UUID, reference: Reference, apply: ApplyToAddresses) -> AddressLedgerEntry:
        """Apply once for each reference, in one transaction."""
        ticket_id, part = reference.ticket_id, reference.part
        return await self._database.write(lambda work: work.address_books.enter(account_id, ticket_id, part, apply))
