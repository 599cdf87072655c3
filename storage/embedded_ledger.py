"""The embedded registry's ledger: keys per account, and the one change of each (ticket, part)."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, delete, select, update

from storage.mapping import of_row, to_row
from storage.records import KeyFacts, LedgerEntry
from storage.sealing import FieldCipher
from storage.serialization import key_facts_of, plain
from storage.statement import Statement
from storage.tables import book_entries, book_keys
from storage.transaction import Transaction

REMOVED = "removed_id"

_OF_TICKET = book_entries.c.ticket_id == bindparam("which")
_OF_ACCOUNT = book_keys.c.account_id == bindparam("whose")
_LIST = Statement(select(book_keys).where(_OF_ACCOUNT).order_by(book_keys.c.created_at, book_keys.c.remote_id))
_FIND = Statement(select(book_keys).where(_OF_ACCOUNT, book_keys.c.remote_id == bindparam("which")))
_FIND_ENTRY = Statement(select(book_entries).where(_OF_TICKET, book_entries.c.part == bindparam("number")))
_ADD_ENTRY = Statement(book_entries.insert())
_FORGET_SECRET = Statement(update(book_entries).where(_OF_TICKET).values(sealed_key_secret=None))
_ADD_KEY = Statement(book_keys.insert())
_SAVE_KEY = Statement(update(book_keys).where(_OF_ACCOUNT, book_keys.c.remote_id == bindparam("which")))
_REMOVE_KEY = Statement(delete(book_keys).where(_OF_ACCOUNT, book_keys.c.remote_id == bindparam("which")))


class LedgerKeys:
    """The keys of one account."""

    def __init__(self, transaction: Transaction, account_id: UUID) -> None:
        self._transaction = transaction
        self._account_id = account_id

    def find(self, remote_id: str) -> KeyFacts | None:
        """Return one key, or None."""
        key: KeyFacts | None = _FIND.record(self._transaction, _key, whose=self._account_id, which=remote_id)
        return key

    def list(self) -> "Sequence[KeyFacts]":
        """List every key, oldest first."""
        return _LIST.records(self._transaction, _key, whose=self._account_id)


class Books:
    """The ledger of all embedded accounts."""

    def __init__(self, transaction: Transaction, cipher: FieldCipher) -> None:
        self._transaction = transaction
        self._cipher = cipher

    def list(self, account_id: UUID) -> "Sequence[KeyFacts]":
        """List every key of an account, oldest first."""
        return LedgerKeys(self._transaction, account_id).list()

    def enter(
        self, account_id: UUID, ticket_id: UUID, part: int, apply: Callable[[LedgerKeys], LedgerEntry]
    ) -> LedgerEntry:
        """Return the recorded entry of (ticket, part). If there is none, apply, write both and return it."""
        row = _FIND_ENTRY.first(self._transaction, which=ticket_id, number=part)
        if row is not None:
            return self._read(row)
        entry = apply(LedgerKeys(self._transaction, account_id))
        entry_id = uuid4()
        sealed = (
            None
            if entry.key_secret is None
            else self._cipher.seal(book_entries.c.sealed_key_secret, entry_id, entry.key_secret)
        )
        _ADD_ENTRY.run(
            self._transaction,
            id=entry_id,
            ticket_id=ticket_id,
            part=part,
            account_id=account_id,
            key_after=plain(to_row(entry.key, book_keys) if entry.key else {REMOVED: entry.removed_id}),
            sealed_key_secret=sealed,
        )
        self._write_key(account_id, entry)
        return entry

    def forget_secret(self, ticket_id: UUID) -> None:
        """Wipe the secrets made for a ticket."""
        _FORGET_SECRET.run(self._transaction, which=ticket_id)

    def _write_key(self, account_id: UUID, entry: LedgerEntry) -> None:
        if entry.key is None:
            _REMOVE_KEY.run(self._transaction, whose=account_id, which=entry.removed_id)
            return
        values = to_row(entry.key, book_keys)
        if _SAVE_KEY.run(self._transaction, whose=account_id, which=entry.key.remote_id, **values) == 0:
            _ADD_KEY.run(self._transaction, account_id=account_id, **values)

    def _read(self, row: Any) -> LedgerEntry:
        sealed = row.sealed_key_secret
        secret = None if sealed is None else self._cipher.open(book_entries.c.sealed_key_secret, row.id, sealed)
        values = row.key_after
        if REMOVED in values:
            return LedgerEntry(removed_id=values[REMOVED], key_secret=secret)
        return LedgerEntry(key=key_facts_of(values), key_secret=secret)


def _key(row: Any) -> KeyFacts:
    values = of_row(row)
    del values["account_id"]
    return KeyFacts(**values)
