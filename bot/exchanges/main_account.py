"""The main account at an exchange: who it is, and the sub-accounts whose keys it runs.

Nothing here knows a particular exchange, a ticket or the database. Its calls fail as those of `Exchange` do.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from storage.records import KeyFacts


@dataclass(frozen=True, slots=True)
class Credentials:
    """What opens a main account: `Account.credentials_secret` holds it as text."""

    access_id: str
    secret: str = field(repr=False)

    def to_text(self) -> str:
        """As it is sealed and kept."""
        return json.dumps({"access_id": self.access_id, "secret": self.secret})

    @classmethod
    def from_text(cls, text: str | None) -> "Credentials":
        """Read what `to_text` wrote; raises ValueError, which shows nothing of it, for anything else."""
        try:
            kept = json.loads(text or "")
            return cls(str(kept["access_id"]), str(kept["secret"]))
        except (ValueError, TypeError, KeyError):
            raise ValueError("these are no credentials of an exchange") from None


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose credentials these are, and what they may do. None: the exchange does not tell."""

    user_id: str
    is_main: bool
    """Only a main account manages the keys of its sub-accounts."""
    sub_account: str | None
    """The sub-account's own `remote_id` when it is one."""
    may_withdraw: bool | None
    ips: tuple[str, ...] | None
    """Empty: bound to none."""
    expires_at: datetime | None
    """None: never, or the exchange does not tell."""
    may_manage: bool | None = None
    """Whether they may make, change and delete keys of sub-accounts."""


@dataclass(frozen=True, slots=True)
class SubAccount:
    """What becomes an account of ours; frozen ones are listed too."""

    remote_id: str
    name: str
    is_frozen: bool
    may_have_keys: bool
    """Whether its owner lets it have API keys."""


@dataclass(frozen=True, slots=True)
class Chain:
    """One public chain of a coin."""

    name: str
    """As withdrawals and whitelist rows spell it."""
    may_withdraw: bool
    memo_label: str
    """What people call the extra field (Tag, Memo …); empty where the chain has none."""
    needs_memo: bool


@dataclass(frozen=True, slots=True)
class Coin:
    """One coin and the chains it is withdrawn on."""

    name: str
    may_withdraw: bool
    chains: tuple[Chain, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """All that is to be known when a main account is connected."""

    identity: Identity
    own_ip: str | None
    """As the exchange sees us; None: it does not say."""
    skew: timedelta
    sub_accounts: tuple[tuple[SubAccount, tuple[KeyFacts, ...]], ...]


class MainAccount(Protocol):
    """A main account at an exchange, before one of its sub-accounts is an account of ours.

    Each method raises ExchangeRefused, ExchangeUnreachable or NotOffered.
    """

    async def who_am_i(self) -> Identity:
        """Whose credentials these are; the one call that tells whether they work at all."""
        ...

    async def list_sub_accounts(self) -> Sequence[SubAccount]:
        """Every sub-account by name, frozen ones included."""
        ...

    async def find_own_ip(self) -> str | None:
        """The address this machine's calls come from, as the exchange sees it; None when it does not say."""
        ...

    async def measure_skew(self) -> timedelta:
        """How far the exchange's clock is ahead of ours; needs no credentials."""
        ...

    async def list_coins(self) -> Sequence[Coin]:
        """Coins with their chains; public, and good for some ten minutes."""
        ...
