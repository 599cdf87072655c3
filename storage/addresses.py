"""The API withdrawal whitelist."""

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select

from storage.counters import next_numbers
from storage.mapping import of_row, to_row
from storage.records import Address, AddressStatus
from storage.serialization import kinds_of
from storage.statement import Statement
from storage.tables import addresses
from storage.transaction import Transaction

_WHICH = addresses.c.id == bindparam("which")
_ALL = select(addresses).order_by(addresses.c.number)
_ADD = Statement(addresses.insert())
_FIND = Statement(select(addresses).where(_WHICH))
_REMOVE = Statement(delete(addresses).where(_WHICH))
_DROP_WAITING = Statement(
    delete(addresses).where(
        addresses.c.ticket_id == bindparam("which"), addresses.c.status == AddressStatus.NOT_YET_ENTERED.value
    )
)
_COUNT_BY_ACCOUNT = Statement(
    select(addresses.c.account_id, func.count())
    .where(addresses.c.team_id == bindparam("which"))
    .group_by(addresses.c.account_id)
)
_LIST_OF_TEAM = Statement(_ALL.where(addresses.c.team_id == bindparam("which")))
_LIST_OF_ACCOUNT = Statement(_ALL.where(addresses.c.account_id == bindparam("which")))


class Addresses:
    """The whitelisted addresses of all accounts."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, *new: Address) -> None:
        """Add one or several addresses."""
        _ADD.run_each(self._transaction, [to_row(address, addresses) for address in new])

    def find(self, address_id: UUID) -> Address | None:
        """Return the address, or None."""
        row = _FIND.first(self._transaction, which=address_id)
        return _address(row) if row else None

    def remove(self, *address_ids: UUID) -> None:
        """Delete addresses."""
        _REMOVE.run_each(self._transaction, [{"which": address_id} for address_id in address_ids])

    def drop_waiting(self, ticket_id: UUID) -> None:
        """Delete addresses that were not entered before their ticket ended."""
        _DROP_WAITING.run(self._transaction, which=ticket_id)

    def list_of_team(self, team_id: UUID) -> list[Address]:
        """List all addresses of a team, by number."""
        return [_address(row) for row in _LIST_OF_TEAM.rows(self._transaction, which=team_id)]

    def list_of_account(self, account_id: UUID) -> list[Address]:
        """List all addresses of an account, by number."""
        return [_address(row) for row in _LIST_OF_ACCOUNT.rows(self._transaction, which=account_id)]

    def count_by_account(self, team_id: UUID) -> dict[UUID, int]:
        """Count the addresses of each of the team's accounts. One without any is left out."""
        return dict(_COUNT_BY_ACCOUNT.rows(self._transaction, which=team_id))

    def next_numbers(self, team_id: UUID, count: int) -> range:
        """Return so many new numbers, rising."""
        return next_numbers(self._transaction, team_id, "addresses", count)


def _address(row: Any) -> Address:
    values = of_row(row)
    return Address(**{**values, **kinds_of(values), "status": AddressStatus(values["status"])})
