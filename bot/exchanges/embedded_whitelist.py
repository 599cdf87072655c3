"""The whitelist of the embedded registry, on a ledger that is handed in as `AddressBooks`."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4

from bot.exchanges.exchange import ExchangeRefused, Reference
from bot.rules.known_addresses import split_memo
from bot.rules.verdict import Reason, Refused
from storage.records import AddressFacts, AddressLedgerEntry, AddressType, AddressWish

ApplyToAddresses = Callable[[Sequence[AddressFacts]], AddressLedgerEntry]
"""Turns an account's entries, oldest first, into an entry, or raises.

Pure, and may run more than once.
"""


class AddressBooks(Protocol):
    """The ledger of the embedded whitelist."""

    async def enter(self, account_id: UUID, reference: Reference, apply: ApplyToAddresses) -> AddressLedgerEntry:
        """Return the recorded entry for the reference. If there is none, apply, record both and return it.

        All happens in one transaction, beside which no other change of the account runs. What `apply` raises is raised
        here, and nothing is written.
        """
        ...


class EmbeddedWhitelist:
    """The whitelist of one account of the embedded registry. `now` returns the time."""

    def __init__(self, account_id: UUID, books: AddressBooks, now: Callable[[], datetime]) -> None:
        self._account_id = account_id
        self._books = books
        self._now = now

    async def add_addresses(self, reference: Reference, wishes: Sequence[AddressWish]) -> Sequence[AddressFacts]:
        """Add all or none.

        The same reference returns the same entries. Raises ExchangeRefused for a duplicate.
        """
        now, remote_ids = self._now(), [uuid4().hex for _ in wishes]

        def apply(entries: Sequence[AddressFacts]) -> AddressLedgerEntry:
            present = {_identity(entry) for entry in entries}
            for wish in wishes:
                if _identity(wish) in present:
                    raise ExchangeRefused(Refused(Reason.ADDRESS_LISTED, {"address": wish.address}))
                present.add(_identity(wish))
            named = zip(remote_ids, wishes, strict=True)
            added = (AddressFacts(**asdict(wish), remote_id=one, created_at=now) for one, wish in named)
            return AddressLedgerEntry(added=tuple(added))

        return (await self._books.enter(self._account_id, reference, apply)).added

    async def remove_address(self, reference: Reference, remote_id: str) -> None:
        """Remove an entry. An entry that is already gone is not an error."""
        await self._books.enter(self._account_id, reference, lambda _: AddressLedgerEntry(removed_id=remote_id))


def _identity(wish: AddressWish) -> tuple[str, str, str | None, tuple[str, str]]:
    """Return what makes two entries equal, apart from remarks and notations."""
    coin = wish.coin if wish.address_type is AddressType.SINGLE_COIN else ""
    return wish.kind, coin, wish.chain, split_memo(wish.canonical, wish.memo)
