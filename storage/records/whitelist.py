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
    """Which coins a whitelisted address is good for."""

    SINGLE_COIN = "single coin"
    UNIVERSAL = "universal"


class AddressStatus(StrEnum):
    """How far a whitelisted address has come."""

    ACTIVE = "active"
    NOT_YET_ENTERED = "approved, not yet entered"
    IMPORTED = "imported, unproven"


@dataclass(frozen=True, slots=True)
class Address:
    """An entry of the API withdrawal whitelist."""

    id: UUID
    team_id: UUID
    account_id: UUID
    number: int
    kind: AddressKind
    address_type: AddressType
    status: AddressStatus
    remark: str
    coin: str
    chain: str | None
    address: str
    canonical: str
    memo: str | None
    created_at: datetime
    remote_id: str = ""
    ticket_id: UUID | None = None
    """While it is NOT_YET_ENTERED: the ticket with which it comes or goes."""
