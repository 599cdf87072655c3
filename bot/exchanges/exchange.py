"""What an exchange offers, what it may say it cannot do, and how it can fail.

    ExchangeError
    ├── ExchangeRefused       it answered no: nothing has changed
    ├── ExchangeUnreachable   nothing is known: it may or may not have acted; asking again settles it
    │   └── StillInDoubt      an earlier creation may still appear; asking again after a known time settles it
    ├── ExchangeUnclear       asking again settles nothing: a person must look and decide
    │   ├── SecretForgotten   a key was made for this reference, and its secret cannot be had again
    │   └── KeyUnmarked       a key appeared that may be the one of this reference, and does not bear its mark
    └── NotOffered            it has no such call: a person does it by hand

Nothing here knows a particular exchange, a ticket or the database.
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
"""How long what was asked of an exchange may still appear there when its answer was lost.

Twice as long as a signed request is valid, and more; with a lease before it, short enough to be settled in 30 s.
"""


class Capability(StrEnum):
    """What an exchange can be asked to do; chat offers only what works."""

    LIST_KEYS = "keys.list"
    CREATE_KEY = "keys.create"
    RENEW_KEY = "keys.renew"
    BIND_IPS = "keys.bind_ips"
    EDIT_KEY = "keys.edit"
    DELETE_KEY = "keys.delete"
    LIST_ADDRESSES = "whitelist.list"
    ADD_ADDRESSES = "whitelist.add"
    REMOVE_ADDRESS = "whitelist.remove"
    PROBE_KEY = "keys.probe"


KEY_CAPABILITIES = frozenset(capability for capability in Capability if capability.startswith("keys."))
"""What is about keys; the rest is about the whitelist."""


class Liveness(StrEnum):
    """What a call with a key says about it."""

    LIVE = "live"
    ELSEWHERE = "elsewhere"
    """It is known, but bound to addresses of which ours is none: it works there."""
    NOT_READY = "not-ready"
    """Too new: it is still being activated."""
    EXPIRED = "expired"
    DEAD = "dead"
    """It does not work, and neither its age nor its end explains that; or it is gone."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Names one part of one ticket; the same reference never acts twice."""

    ticket_id: UUID
    part: int
    since: datetime | None = None
    """When it could first have been acted on; nothing that is older comes of it. None: nobody knows."""
    in_doubt: timedelta | None = None
    """For how long what was asked for under it before, by a process that is gone, may still appear; None: it cannot."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """What a new key shall be."""

    remark: str
    trade: bool
    withdraw: bool
    ips: tuple[str, ...]
    like: str | None = None
    """The remote id of a key whose finer permissions it shall have, where the exchange knows finer ones."""


@dataclass(frozen=True, slots=True)
class CreatedKey:
    """The one answer that carries a secret."""

    key: KeyFacts
    key_secret: str = field(repr=False)


class Whitelist(Protocol):
    """The API withdrawal whitelist of one account. Every change is idempotent by its reference.

    Each method raises ExchangeRefused, ExchangeUnreachable or NotOffered.
    """

    async def list_addresses(self) -> Sequence[AddressFacts]:
        """Every entry, oldest first."""
        ...

    async def add_addresses(self, reference: Reference, wishes: Sequence[AddressWish]) -> Sequence[AddressFacts]:
        """Add all or none; an entry that is there already refuses all. The same reference answers the same entries."""
        ...

    async def remove_address(self, reference: Reference, remote_id: str) -> None:
        """Remove an entry; one that is gone already is no error."""
        ...


class Exchange(Protocol):
    """One account at one exchange. Every change is idempotent by its reference.

    Each method raises ExchangeRefused, ExchangeUnreachable or NotOffered; `create_key` also ExchangeUnclear.
    """

    capabilities: frozenset[Capability]
    whitelist: Whitelist

    async def list_keys(self) -> Sequence[KeyFacts]:
        """Every key of the account, expired ones included, oldest first."""
        ...

    async def create_key(self, reference: Reference, wish: NewKey) -> CreatedKey:
        """Make a key; the same reference answers the same key and secret."""
        ...

    async def renew_key(self, reference: Reference, remote_id: str) -> KeyFacts:
        """Push the end of an unbound key."""
        ...

    async def set_ips(self, reference: Reference, remote_id: str, ips: Sequence[str]) -> KeyFacts:
        """Replace the bound IPs; none unbinds the key."""
        ...

    async def edit_key(self, reference: Reference, remote_id: str, edit: KeyEdit) -> KeyFacts:
        """Change name or permissions and leave everything else as the exchange has it now."""
        ...

    async def delete_key(self, reference: Reference, remote_id: str) -> None:
        """Delete a key; one that is gone already is no error."""
        ...

    async def probe_key(self, remote_id: str) -> Liveness:
        """Find out whether a key works, by a call with it where there is one to be made."""
        ...


class ExchangeError(Exception):
    """Anything an exchange could not or would not do."""


class ExchangeRefused(ExchangeError):
    """The exchange answered no; `refused` says why."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(str(refused.reason))
        self.refused = refused


class ExchangeUnreachable(ExchangeError):
    """No answer, so nothing is known."""


class StillInDoubt(ExchangeUnreachable):
    """An earlier creation may still appear at the exchange."""

    def __init__(self, left: timedelta) -> None:
        """`left` is how long it may still take to appear."""
        super().__init__("an earlier creation may still arrive")
        self.left = left


class ExchangeUnclear(ExchangeError):
    """It cannot be told what happened, and asking again would not help: a person must look and decide."""


class SecretForgotten(ExchangeUnclear):
    """A key was made for this reference, and its secret cannot be had again."""


class KeyUnmarked(ExchangeUnclear):
    """A key appeared that may be the one of this reference, and does not bear its mark."""


class NotOffered(ExchangeError):
    """The exchange has no such call."""


def refer_to_a_person(capability: Capability) -> NoReturn:
    """Raise NotOffered for what an exchange has no call for."""
    raise NotOffered(capability.value)
