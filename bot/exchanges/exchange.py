"""The interface of an exchange: its capabilities, and how a call can fail.

ExchangeError
├── ExchangeRefused       it answered no: nothing has changed
├── ExchangeUnreachable   the result is unknown, and asking again settles it
│   └── StillInDoubt      an earlier creation may still appear: ask again after a known time
├── ExchangeUnclear       asking again does not help: a person must look and decide
│   ├── SecretForgotten   a key was made for this reference, and its secret is lost
│   └── KeyUnmarked       a key without a mark appeared that may be the one of this reference
└── NotOffered            it has no such call: a person does it on its page
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NoReturn, Protocol
from uuid import UUID

from bot.rules.key_edit import KeyEdit
from bot.rules.verdict import Refused
from storage.records import AddressFacts, AddressWish, KeyFacts

DOUBT = timedelta(seconds=12)
"""How long a change without an answer may still appear at the exchange.

It is more than twice as long as a signed request is valid. With a lease before it, it is short enough to be settled in
30 s.
"""


class Capability(StrEnum):
    """What an exchange can be asked to do. The chat offers only what works."""

    LIST_KEYS = "keys.list"
    CREATE_KEY = "keys.create"
    RENEW_KEY = "keys.renew"
    BIND_IPS = "keys.bind_ips"
    EDIT_KEY = "keys.edit"
    DELETE_KEY = "keys.delete"
    ADD_ADDRESSES = "whitelist.add"
    REMOVE_ADDRESS = "whitelist.remove"
    PROBE_KEY = "keys.probe"


KEY_CAPABILITIES = frozenset(capability for capability in Capability if capability.startswith("keys."))
"""Capabilities about keys. The others are about the whitelist."""


class Liveness(StrEnum):
    """State of a key according to a call with it."""

    LIVE = "live"
    ELSEWHERE = "elsewhere"
    """Known, but bound to addresses other than ours. It works there."""
    NOT_READY = "not-ready"
    """Too new: still being activated."""
    EXPIRED = "expired"
    DEAD = "dead"
    """It does not work, although it is neither too new nor expired, or it is gone."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The name of one part of one ticket. The same reference never acts twice."""

    ticket_id: UUID
    part: int
    since: datetime | None = None
    """When it could first have acted. Anything older does not come from it. None: unknown."""
    in_doubt: timedelta | None = None
    """How long a request of an earlier process may still take effect. None: it cannot any more."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """Properties of a new key."""

    remark: str
    trade: bool
    withdraw: bool
    ips: tuple[str, ...]
    like: str | None = None
    """The remote id of a key with finer permissions to copy, if the exchange has finer ones."""


@dataclass(frozen=True, slots=True)
class CreatedKey:
    """A new key with its secret, the only answer with one."""

    key: KeyFacts
    key_secret: str = field(repr=False)


class Whitelist(Protocol):
    """The API withdrawal whitelist of one account. Every change is idempotent by its reference.

    Each method raises ExchangeRefused, ExchangeUnreachable or NotOffered.
    """

    async def add_addresses(self, reference: Reference, wishes: Sequence[AddressWish]) -> Sequence[AddressFacts]:
        """Add all or none. An existing entry refuses all. The same reference returns the same entries."""
        ...

    async def remove_address(self, reference: Reference, remote_id: str) -> None:
        """Remove an entry. An entry that is already gone is not an error."""
        ...


class Exchange(Protocol):
    """One account at one exchange. Every change is idempotent by its reference.

    Each method raises ExchangeRefused, ExchangeUnreachable or NotOffered. `create_key` also raises ExchangeUnclear.
    """

    capabilities: frozenset[Capability]
    whitelist: Whitelist

    async def list_keys(self) -> Sequence[KeyFacts]:
        """List every key of the account, expired ones included, oldest first."""
        ...

    async def create_key(self, reference: Reference, wish: NewKey) -> CreatedKey:
        """Make a key. The same reference returns the same key and secret."""
        ...

    async def renew_key(self, reference: Reference, remote_id: str) -> KeyFacts:
        """Move the expiry of an unbound key."""
        ...

    async def set_ips(self, reference: Reference, remote_id: str, ips: Sequence[str]) -> KeyFacts:
        """Replace the bound IPs. An empty list unbinds the key."""
        ...

    async def edit_key(self, reference: Reference, remote_id: str, edit: KeyEdit) -> KeyFacts:
        """Change name or permissions and leave everything else as the exchange has it now."""
        ...

    async def delete_key(self, reference: Reference, remote_id: str) -> None:
        """Delete a key. A key that is already gone is not an error."""
        ...

    async def probe_key(self, remote_id: str) -> Liveness:
        """Find out whether a key works, by a call with it if one is possible."""
        ...


class ExchangeError(Exception):
    """The exchange could not do a call, or refused it."""


class ExchangeRefused(ExchangeError):
    """The exchange answered no. `refused` says why."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(str(refused.reason))
        self.refused = refused


class ExchangeUnreachable(ExchangeError):
    """No answer, so the result is unknown."""


class StillInDoubt(ExchangeUnreachable):
    """An earlier creation may still appear at the exchange."""

    def __init__(self, left: timedelta) -> None:
        """`left` is how long it may still take to appear."""
        super().__init__("an earlier creation may still arrive")
        self.left = left


class ExchangeUnclear(ExchangeError):
    """The result is unknown and asking again does not help: a person must look and decide."""


class SecretForgotten(ExchangeUnclear):
    """A key was made for this reference, and its secret is lost."""


class KeyUnmarked(ExchangeUnclear):
    """A key without a mark appeared that may be the one of this reference."""


class NotOffered(ExchangeError):
    """The exchange has no such call."""


def refer_to_a_person(capability: Capability) -> NoReturn:
    """Raise NotOffered for a missing call of the exchange."""
    raise NotOffered(capability.value)
