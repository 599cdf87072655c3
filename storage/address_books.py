"""The embedded registry's own whitelist: entries per account, and what each (ticket, part) did, once.

It must not know what may be entered: that is decided by whoever asks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, select

from storage.mapping import of_row, to_row
from storage.tables import book_address_entries, book_addresses


@dataclass(frozen=True, slots=True)
class BookAddress:
    """An entry of a whitelist."""

    remote_id: str
    kind: str
    address_type: str
    coin: str
    chain: str | None
    address: str
    canonical: str
    memo: str | None
    remark: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class BookAddressEntry:
    """What one reference did: entries that came, or one that went."""

    added: tuple[BookAddress, ...] = ()
    removed_id: str | None = None


class AddressBooks:
    """The whitelists of all embedded accounts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self, account_id: UUID) -> "Sequence[BookAddress]":
        """Every entry of an account, oldest first."""
        order = book_addresses.c.created_at, book_addresses.c.remote_id
        found = select(book_addresses).where(book_addresses.c.account_id == account_id).order_by(*order)
        return [_address(row) for row in self._connection.execute(found)]

    def enter(
        self,
        account_id: UUID,
        ticket_id: UUID,
        part: int,
        apply: "Callable[[Sequence[BookAddress]], BookAddressEntry]",
    ) -> BookAddressEntry:
        """What (ticket, part) did; where it has done nothing yet, applies, writes both and answers that."""
        one = book_address_entries.c.ticket_id == ticket_id, book_address_entries.c.part == part
        row = self._connection.execute(select(book_address_entries).where(*one)).one_or_none()
        present = self.list(account_id)
        if row is not None:
            added = [address for address in present if address.remote_id in row.added_ids]
            return BookAddressEntry(tuple(added), row.removed_id)
        entry = apply(present)
        self._connection.execute(
            book_address_entries.insert().values(
                ticket_id=ticket_id,
                part=part,
                account_id=account_id,
                added_ids=[address.remote_id for address in entry.added],
                removed_id=entry.removed_id,
            )
        )
        for address in entry.added:
            values = {**to_row(address, book_addresses), "account_id": account_id}
            self._connection.execute(book_addresses.insert().values(values))
        if entry.removed_id is not None:
            gone = book_addresses.c.account_id == account_id, book_addresses.c.remote_id == entry.removed_id
            self._connection.execute(delete(book_addresses).where(*gone))
        return entry


def _address(row: Row[Any]) -> BookAddress:
    values = of_row(row)
    del values["account_id"]
    return BookAddress(**values)
