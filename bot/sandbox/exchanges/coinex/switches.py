"""Switches for undocumented behaviour, and for faults."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class UnbindExpiry(StrEnum):
    """Start of the term of a key after its last IP is removed."""

    FROM_NOW = "from_now"
    FROM_CREATION = "from_creation"


@dataclass(slots=True)
class Switches:
    """Behaviour of this CoinEx. The defaults are the likeliest."""

    activation_delay: timedelta = timedelta(minutes=10)
    """How long a new key is answered 4005."""
    term: timedelta = timedelta(days=90)
    """Term of an unbound key."""
    accept_legacy_sign: bool = False
    """Also accept the plain SHA-256 signature of before 2024-04-09."""
    ip_before_sign: bool = False
    """Check the caller's address before the signature."""
    http_401_on_auth_errors: bool = False
    unbind_expiry: UnbindExpiry = UnbindExpiry.FROM_NOW
    edit_extends: bool = False
    """An edit that leaves a key unbound restarts its term."""
    longest_page: int = 100
    """Most rows of a page, whatever is requested."""
    rate: float = 10.0
    """Calls a second of each account and group."""
    burst: int = 20
    ip_rate: float = 400.0
    """Calls a second of each address."""
    caller_ip: str | None = None
    """Apparent address of every caller. None: the real one."""
    clock_ahead: timedelta = timedelta()
    """How far this CoinEx's clock is ahead."""
