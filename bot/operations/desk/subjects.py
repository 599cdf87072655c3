"""The keys and accounts of a running ticket as they are now."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from bot.exchanges.exchange import DOUBT
from bot.operations.desk.catalogue import CATALOGUE
from bot.operations.lookup.keys import words_of
from bot.operations.model.operation import Subject
from storage.records import Account, AccountKind, Key, Part, Ticket
from storage.work import Work


def subject_of(work: Work, ticket: Ticket, part: Part) -> Subject:
    """Return the key and the account of a part. Both are None without them, or after the key was deleted."""
    if part.subject_id is None:
        return Subject(account=None, key=None)
    key: Key | None = work.keys.find(part.subject_id)
    account = work.accounts.find(key.account_id if key else part.subject_id)
    remarks = words_of(ticket.payload, "remarks") if "remarks" in ticket.payload else []
    return Subject(account, key, dict(enumerate(remarks, start=1)).get(part.number, ""))


def accounts_of(work: Work, ticket: Ticket) -> dict[UUID, Account]:
    """Return the ticket's accounts by id."""
    accounts = [subject_of(work, ticket, part).account for part in ticket.parts]
    return {account.id: account for account in accounts if account is not None}


def doubt_of(ticket: Ticket, accounts: Iterable[Account]) -> timedelta | None:
    """How long a result may still appear. The embedded registry creates a key in one transaction."""
    is_outside = any(account.kind is not AccountKind.EMBEDDED for account in accounts)
    return DOUBT if CATALOGUE[ticket.action].makes_something and is_outside else None
