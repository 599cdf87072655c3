"""The key a main account came with: since when the house has it, and until when it works at the least.

Where an exchange tells nothing of it, its age is at least that of the connection, and without an IP it has a term.
It must not know how that is told.
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
"""Before its latest end."""


@dataclass(frozen=True, slots=True)
class ConnectionKey:
    """Nothing is known of its IPs; with one it has no end."""

    account: Account
    since: datetime

    @property
    def ends_at(self) -> datetime:
        """At the latest, without an IP: it is at least as old as the connection."""
        return self.since + TERM

    def may_end(self, now: datetime) -> bool:
        """Whether that is still to come; one that works after it has an IP, or was renewed there."""
        return now < self.ends_at

    def ends_soon(self, now: datetime) -> bool:
        """Whether it is to be told without being asked."""
        return self.may_end(now) and now >= self.ends_at - WARNED

    @property
    def args(self) -> dict[str, Arg]:
        """What sentences about it are filled with."""
        page = TERMS[self.account.kind].page
        return {"account": self.account.name, "since": self.since, "ends": self.ends_at, "page": page}


def is_connected_main(account: Account) -> bool:
    """Whether it is a main account that can be asked about itself."""
    is_main = account.kind in TERMS and account.main_id is None and account.credentials_secret is not None
    return is_main and account.standing is ConnectionStatus.CONNECTED


def own_key(work: Work, main: Account) -> ConnectionKey:
    """Of a connected main account: the first connection with the key it comes with now counts."""
    shown = mask_access_id(Credentials.from_text(main.credentials_secret).access_id)
    moments = [
        ticket.ended_at
        for ticket in work.tickets.list_done(main.team_id, Action.ACCOUNT_CONNECT)
        if ticket.payload.get("access_id") == shown and ticket.ended_at is not None
    ]
    return ConnectionKey(main, min(moments, default=main.created_at))


def list_ending_soon(work: Work, accounts: Collection[Account], now: datetime) -> list[ConnectionKey]:
    """Those of these accounts whose end may be near."""
    found = [own_key(work, account) for account in accounts if is_connected_main(account)]
    return [one for one in found if one.ends_soon(now)]
