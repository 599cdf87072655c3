"""What a running ticket is about: its keys and accounts as they are now.

It must not know how a ticket is performed.
"""

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
    """The key and the account of a part; both are None where it is about neither, or its key is gone."""
    if part.subject_id is None:
        return Subject(account=None, key=None)
    key: Key | None = work.keys.find(part.subject_id)
    account = work.accounts.find(key.account_id if key else part.subject_id)
    remarks = words_of(ticket.payload, "remarks") if "remarks" in ticket.payload else []
    return Subject(account, key, dict(enumerate(remarks, start=1)).get(part.number, ""))


def accounts_of(work: Work, ticket: Ticket) -> dict[UUID, Account]:
    """The accounts that the ticket is about, by their ids."""
    accounts = [subject_of(work, ticket, part).account for part in ticket.parts]
    return {account.id: account for account in accounts if account is not None}


def doubt_of(ticket: Ticket, accounts: Iterable[Account]) -> timedelta | None:
    """Our own registry makes a key in one transaction; an exchange may still be making it."""
    is_outside = any(account.kind is not AccountKind.EMBEDDED for account in accounts)
    return DOUBT if CATALOGUE[ticket.action].makes_something and is_outside else None
