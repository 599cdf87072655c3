"""Addresses of the withdrawal whitelist."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class AddressKind(StrEnum):
    """What a whitelisted address is for."""

    WITHDRAWAL = "normal withdrawal"
    INTER_USER = "inter-user transfer"


class AddressType(StrEnum):
    """Which coins a whitelisted address is valid for."""

    SINGLE_COIN = "single coin"
    UNIVERSAL = "universal"


class AddressStatus(StrEnum):
    """Progress of a whitelisted address."""

    ACTIVE = "active"
    NOT_YET_ENTERED = "approved, not yet entered"
    IMPORTED = "imported, unproven"


@dataclass(frozen=True, slots=True)
class AddressWish:
    """An address to put on the API withdrawal whitelist."""

    kind: AddressKind
    address_type: AddressType
    coin: str
    """Empty if it is valid for every coin of the chain."""
    chain: str | None
    """The public chain's name on the deposit page. None for an inter-user transfer."""
    address: str
    """Exactly as given."""
    canonical: str
    """The form in which two notations of one address are equal."""
    memo: str | None
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressFacts(AddressWish):
    """An entry of the whitelist, as its exchange has it or as we know it."""

    remote_id: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Address(AddressFacts):
    """An entry of a team's whitelist."""

    id: UUID
    team_id: UUID
    account_id: UUID
    number: int
    status: AddressStatus
    ticket_id: UUID | None = None
    """While it is NOT_YET_ENTERED: the ticket that adds or removes it."""


@dataclass(frozen=True, slots=True)
class AddressLedgerEntry:
    """The change that one reference makes to the embedded whitelist, and its permanent answer."""

    added: tuple[AddressFacts, ...] = ()
    removed_id: str | None = None
    """The `remote_id` of an entry that is removed. A missing one is not an error."""
