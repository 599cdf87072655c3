"""The checks of a signed call, in one fixed order.

The order itself is not documented. It is fixed so that a client always meets the same behaviour.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address

from bot.sandbox.exchanges.coinex.buckets import Buckets
from bot.sandbox.exchanges.coinex.state import CoinExState, Key, MainUser, as_span
from bot.sandbox.exchanges.coinex.switches import Switches
from bot.sandbox.exchanges.refusal import Refusal

WINDOW_MS = 5000
_SIGNATURE = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"-?[0-9]{1,1000}")
"""Any length and sign is a number here. A later check decides whether it is valid."""
_HEADERS = ("X-COINEX-KEY", "X-COINEX-SIGN", "X-COINEX-TIMESTAMP", "X-COINEX-WINDOWTIME")
LONG_PERIODS, LONG_LEFT = ("1H", "4H", "8H", "24H"), 100_000
"""The long limits and their remaining calls: they react to trading, and there is no trading here.

Source: docs.coinex.com/api/v2/rate-limit, checked 2026-11-25, for the periods. The figure is ours.
"""


@dataclass(frozen=True, slots=True)
class IncomingCall:
    """A call as received. `target` is path and query as sent, `at` the time here."""

    method: str
    target: str
    body: bytes
    headers: Mapping[str, str]
    caller_ip: str
    at: int


@dataclass(frozen=True, slots=True)
class Caller:
    """An admitted caller."""

    user: MainUser
    key: Key

    @property
    def is_main(self) -> bool:
        """Whether the key is the main account's own."""
        return self.key.sub_user_name is None


@dataclass(frozen=True, slots=True)
class AccessCheck:
    """Check the caller. `switches` say what is not documented."""

    state: CoinExState
    switches: Switches
    buckets: Buckets

    def count_address(self, incoming: IncomingCall) -> None:
        """Check 1: the limit of the address, for signed and unsigned calls."""
        if self.buckets.take(f"ip {incoming.caller_ip}", self.switches.ip_rate, self.switches.ip_rate) is None:
            raise Refusal(4213)

    def admit(self, incoming: IncomingCall) -> Caller:
        """Checks 2 to 6. Raises Refusal."""
        access_id, signature, timestamp, window = (incoming.headers.get(name, "") for name in _HEADERS)
        caller = self._find(access_id, incoming.at)
        if not _SIGNATURE.fullmatch(signature):
            raise Refusal(4008)
        _check_time(timestamp, window, incoming.at)
        checks: list[Callable[[], None]] = [
            lambda: self._check_signature(caller.key, incoming, timestamp),
            lambda: _check_address(caller.key, incoming),
        ]
        for check in reversed(checks) if self.switches.ip_before_sign else checks:
            check()
        return caller

    def count_group(self, caller: Caller, group: str) -> dict[str, str]:
        """Check 7: the account's limit in this group. Returns its headers, which the Refusal also has."""
        if not group:
            return {}
        account = f"{caller.user.user_id}/{caller.key.sub_user_name or ''}"
        left = self.buckets.take(f"{account} {group}", self.switches.rate, self.switches.burst)
        headers = {"X-RateLimit-Limit": f"{self.switches.rate:g}", "X-RateLimit-Remaining": str(left or 0)}
        headers |= {f"X-RateLimit-LongPeriod-{period}-Remaining": str(LONG_LEFT) for period in LONG_PERIODS}
        if left is None:
            no = Refusal(4213)
            no.headers = headers
            raise no
        return headers

    def _find(self, access_id: str, now: int) -> Caller:
        found = self.state.find_key(access_id)
        if found is None:
            raise Refusal(4005)
        user, key = found
        is_young = now - key.created_at < as_span(self.switches.activation_delay)
        if key.is_expired(now) or is_young:
            raise Refusal(4005)
        return Caller(user, key)

    def _check_signature(self, key: Key, incoming: IncomingCall, timestamp: str) -> None:
        prepared = incoming.method.encode() + incoming.target.encode("latin-1") + incoming.body + timestamp.encode()
        secret = key.secret_key.encode()
        good = [hmac.new(secret, prepared, hashlib.sha256).hexdigest()]
        if self.switches.accept_legacy_sign:
            good.append(hashlib.sha256(prepared + secret).hexdigest())
        given = incoming.headers["X-COINEX-SIGN"]
        if not any([hmac.compare_digest(given, one) for one in good]):  # noqa: C419 - all are compared, whichever fits
            raise Refusal(4006)


def _check_time(timestamp: str, window: str, now: int) -> None:
    if not _NUMBER.fullmatch(timestamp) or (window and not _NUMBER.fullmatch(window)):
        raise Refusal(4004)
    if abs(now - int(timestamp)) > (int(window) if window else WINDOW_MS):
        raise Refusal(4010)


def _check_address(key: Key, incoming: IncomingCall) -> None:
    if key.ip_whitelist and ip_address(incoming.caller_ip) not in {ip_address(ip) for ip in key.ip_whitelist}:
        raise Refusal(4007)
