"""The embedded registry's whitelist: entries per account, and the one change of each (ticket, part)."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select

from storage.mapping import of_row, to_row
from storage.records import AddressFacts, AddressLedgerEntry
from storage.serialization import kinds_of
from storage.statement import Statement
from storage.tables import book_address_entries, book_addresses
from storage.transaction import Transaction

_OF_ACCOUNT = book_addresses.c.account_id == bindparam("whose")
_LIST = Statement(
    select(book_addresses).where(_OF_ACCOUNT).order_by(book_addresses.c.created_at, book_addresses.c.remote_id)
)
_ADD = Statement(book_addresses.insert())
_REMOVE = Statement(delete(book_addresses).where(_OF_ACCOUNT, book_addresses.c.remote_id == bindparam("which")))
_FIND_ENTRY = Statement(
    select(book_address_entries).where(
        book_address_entries.c.ticket_id == bindparam("which"), book_address_entries.c.part == bindparam("number")
    )
)
_ADD_ENTRY = Statement(book_address_entries.insert())


class AddressBooks:
    """The whitelists of all embedded accounts."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def enter(
        self,
        account_id: UUID,
        ticket_id: UUID,
        part: int,
        apply: Callable[[Sequence[AddressFacts]], AddressLedgerEntry],
    ) -> AddressLedgerEntry:
        """Return the recorded entry of (ticket, part). If there is none, apply, write both and return it."""
        row = _FIND_ENTRY.first(self._transaction, which=ticket_id, number=part)
        present = [_address(row) for row in _LIST.rows(self._transaction, whose=account_id)]
        if row is not None:
            added = [address for address in present if address.remote_id in row.added_ids]
            return AddressLedgerEntry(tuple(added), row.removed_id)
        entry = apply(present)
        _ADD_ENTRY.run(
            self._transaction,
            ticket_id=ticket_id,
            part=part,
            account_id=account_id,
            added_ids=[address.remote_id for address in entry.added],
            removed_id=entry.removed_id,
        )
        rows = [{**to_row(address, book_addresses), "account_id": account_id} for address in entry.added]
        _ADD.run_each(self._transaction, rows)
        if entry.removed_id is not None:
            _REMOVE.run(self._transaction, whose=account_id, which=entry.removed_id)
        return entry


def _address(row: Any) -> AddressFacts:
    values = of_row(row)
    del values["account_id"]
    return AddressFacts(**values | kinds_of(values))
