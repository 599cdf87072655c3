"""What is not documented, as switches, and what can be made to go wrong.

It must not know what a call does.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class UnbindExpiry(StrEnum):
    """From when a key counts its term whose last IP is taken."""

    FROM_NOW = "from_now"
    FROM_CREATION = "from_creation"


@dataclass(slots=True)
class Switches:
    """How this CoinEx behaves; the defaults are the likeliest."""

    activation_delay: timedelta = timedelta(minutes=10)
    """How long a new key is answered 4005."""
    term: timedelta = timedelta(days=90)
    """How long a key lives that is bound to nothing."""
    accept_legacy_sign: bool = False
    """Take the plain SHA-256 signature of before 2024-04-09 too."""
    ip_before_sign: bool = False
    """Look at the caller's address before the signature."""
    http_401_on_auth_errors: bool = False
    unbind_expiry: UnbindExpiry = UnbindExpiry.FROM_NOW
    edit_extends: bool = False
    """An edit that leaves an unbound key unbound begins its term anew."""
    longest_page: int = 100
    """The most rows of a page, whatever is asked for."""
    rate: float = 10.0
    """Calls a second of each account and group."""
    burst: int = 20
    ip_rate: float = 400.0
    """Calls a second of each address."""
    caller_ip: str | None = None
    """Where everybody seems to call from; None: where they do."""
    clock_ahead: timedelta = timedelta()
    """How far this CoinEx's clock is ahead."""
