"""The API withdrawal whitelist.

It must not know what makes an address right.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, select

from storage.counters import next_number
from storage.mapping import of_row, to_row
from storage.records import Address, AddressKind, AddressStatus, AddressType
from storage.tables import addresses


class Addresses:
    """The whitelisted addresses of all accounts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, address: Address) -> None:
        """A new address."""
        self._connection.execute(addresses.insert().values(to_row(address, addresses)))

    def find(self, address_id: UUID) -> Address | None:
        """The address, or None."""
        row = self._connection.execute(select(addresses).where(addresses.c.id == address_id)).one_or_none()
        return _address(row) if row else None

    def remove(self, address_id: UUID) -> None:
        """The address is gone."""
        self._connection.execute(delete(addresses).where(addresses.c.id == address_id))

    def drop_waiting(self, ticket_id: UUID) -> None:
        """Addresses whose ticket has ended without their being entered are gone."""
        waiting = addresses.c.status == AddressStatus.NOT_YET_ENTERED.value
        self._connection.execute(delete(addresses).where(addresses.c.ticket_id == ticket_id, waiting))

    def list_of_team(self, team_id: UUID) -> list[Address]:
        """All addresses of a team, by number."""
        found = select(addresses).where(addresses.c.team_id == team_id).order_by(addresses.c.number)
        return [_address(row) for row in self._connection.execute(found)]

    def list_of_account(self, account_id: UUID) -> list[Address]:
        """All addresses of an account, by number."""
        found = select(addresses).where(addresses.c.account_id == account_id).order_by(addresses.c.number)
        return [_address(row) for row in self._connection.execute(found)]

    def next_number(self, team_id: UUID) -> int:
        """A number that no address of the team has had."""
        return next_number(self._connection, team_id, "addresses")


def _address(row: Row[Any]) -> Address:
    values = of_row(row)
    return Address(
        **{
            **values,
            "kind": AddressKind(values["kind"]),
            "address_type": AddressType(values["address_type"]),
            "status": AddressStatus(values["status"]),
        }
    )
