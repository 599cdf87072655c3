"""The API key through which a main account is connected: its age and its earliest possible expiry.

Where an exchange says nothing about the key, it is at least as old as the connection. Without an IP it expires.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.exchanges.main_account import Credentials
from bot.operations.lookup.accounts import mask_access_id
from bot.rules.exchange_terms import TERMS
from bot.rules.key_terms import TERM
from storage.records import Account, Action, Arg, ConnectionStatus
from storage.work import Work

WARNED = timedelta(days=15)
"""Time before the latest expiry at which people are warned."""


@dataclass(frozen=True, slots=True)
class ConnectionKey:
    """The key of one connection. Its IPs are unknown, and a key with an IP does not expire."""

    account: Account
    since: datetime

    @property
    def ends_at(self) -> datetime:
        """Latest expiry of a key without an IP: it is at least as old as the connection."""
        return self.since + TERM

    def may_end(self, now: datetime) -> bool:
        """Whether the expiry is in the future. A key that works after it has an IP, or was renewed there."""
        return now < self.ends_at

    def ends_soon(self, now: datetime) -> bool:
        """Whether people are warned without asking."""
        return self.may_end(now) and now >= self.ends_at - WARNED

    @property
    def args(self) -> dict[str, Arg]:
        """Arguments of the sentences about this key."""
        page = TERMS[self.account.kind].page
        return {"account": self.account.name, "since": self.since, "ends": self.ends_at, "page": page}


def is_connected_main(account: Account) -> bool:
    """Whether this is a main account with an exchange that can be asked."""
    is_main = account.kind in TERMS and account.main_id is None and account.credentials_secret is not None
    return is_main and account.standing is ConnectionStatus.CONNECTED


def own_key(work: Work, main: Account) -> ConnectionKey:
    """Return the key of a connected main account. Its age counts from the first connection with this key."""
    shown = mask_access_id(Credentials.from_text(main.credentials_secret).access_id)
    moments = [
        ticket.ended_at
        for ticket in work.tickets.list_done(main.team_id, Action.ACCOUNT_CONNECT)
        if ticket.payload.get("access_id") == shown and ticket.ended_at is not None
    ]
    return ConnectionKey(main, min(moments, default=main.created_at))


def list_ending_soon(work: Work, accounts: Collection[Account], now: datetime) -> list[ConnectionKey]:
    """List the connection keys of these accounts that may expire soon."""
    found = [own_key(work, account) for account in accounts if is_connected_main(account)]
    return [one for one in found if one.ends_soon(now)]
