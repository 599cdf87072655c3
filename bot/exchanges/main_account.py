"""The main account at an exchange: its identity, and the sub-accounts with keys that it manages.

Its calls fail as those of `Exchange` do.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from storage.records import KeyFacts


@dataclass(frozen=True, slots=True)
class Credentials:
    """Credentials of a main account. `Account.credentials_secret` holds them as text."""

    access_id: str
    secret: str = field(repr=False)

    def to_text(self) -> str:
        """Return the text that is sealed and stored."""
        return json.dumps({"access_id": self.access_id, "secret": self.secret})

    @classmethod
    def from_text(cls, text: str | None) -> "Credentials":
        """Read the result of `to_text`. Raises ValueError, without any part of the text, for anything else."""
        try:
            kept = json.loads(text or "")
            return cls(str(kept["access_id"]), str(kept["secret"]))
        except (ValueError, TypeError, KeyError):
            raise ValueError("these are no credentials of an exchange") from None


@dataclass(frozen=True, slots=True)
class Identity:
    """Owner and permissions of credentials. None: the exchange does not say."""

    user_id: str
    is_main: bool
    """Only a main account manages the keys of its sub-accounts."""
    sub_account: str | None
    """The sub-account's own `remote_id`, if it is one."""
    may_withdraw: bool | None
    ips: tuple[str, ...] | None
    """Empty: bound to none."""
    expires_at: datetime | None
    """None: never, or the exchange does not say."""
    may_manage: bool | None = None
    """Whether they may make, change and delete keys of sub-accounts."""


@dataclass(frozen=True, slots=True)
class SubAccount:
    """A sub-account, which becomes an account here. Frozen ones are listed too."""

    remote_id: str
    name: str
    is_frozen: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """One public chain of a coin."""

    name: str
    """As withdrawals and whitelist rows spell it."""
    may_withdraw: bool
    memo_label: str
    """Name of the extra field (Tag, Memo …). Empty if the chain has none."""
    needs_memo: bool


@dataclass(frozen=True, slots=True)
class Coin:
    """One coin and the chains it is withdrawn on."""

    name: str
    may_withdraw: bool
    chains: tuple[Chain, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything that is read when a main account is connected."""

    identity: Identity
    own_ip: str | None
    """Our IP as the exchange sees it. None: it does not say."""
    skew: timedelta
    sub_accounts: tuple[tuple[SubAccount, tuple[KeyFacts, ...]], ...]


class MainAccount(Protocol):
    """A main account at an exchange. It works before any sub-account is known here.

    Each method raises ExchangeRefused, ExchangeUnreachable or NotOffered.
    """

    async def who_am_i(self) -> Identity:
        """Read the owner of these credentials. Only this call shows whether they work at all."""
        ...

    async def list_sub_accounts(self) -> Sequence[SubAccount]:
        """List every sub-account by name, frozen ones included."""
        ...

    async def find_own_ip(self) -> str | None:
        """Return this machine's egress IP as the exchange sees it. None if it does not say."""
        ...

    async def measure_skew(self) -> timedelta:
        """Measure how far the exchange's clock is ahead of ours. Needs no credentials."""
        ...

    async def list_coins(self) -> Sequence[Coin]:
        """List coins with their chains. Public, and valid for about ten minutes."""
        ...
