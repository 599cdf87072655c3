"""Which IPs a key may be bound to, and how they are written.

It must not know who owns an address: nothing is looked up.
"""

import ipaddress
import re
from collections.abc import Iterable, Sequence

from bot.rules.ip_purpose import PURPOSES
from bot.rules.verdict import Reason, Refused

IPS_LIMIT = 50

_SHOWN = 60
_SEPARATORS = re.compile(r"[\s,;]+")
_WILDCARD = re.compile(r"(?=[^*]*\*)[0-9A-Fa-f.:*]{3,39}")

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


def read_ip(word: str) -> str | Refused:
    """Read one IP and write it in its one normal form: dotted IPv4 (also when mapped into IPv6), shortest IPv6."""
    ip = _parse(word)
    if ip is not None:
        return str(ip)
    reason = Reason.IP_RANGE if _is_range(word) else Reason.IP_BAD
    return Refused(reason, {"ip": word[:_SHOWN]})


def looks_like_ip(word: str) -> bool:
    """Whether somebody who typed this meant an address, right or wrong, and not a word."""
    return any(mark in word for mark in ".:/*") or word.isdecimal()


def read_ips(words: Iterable[str]) -> tuple[str, ...] | Refused:
    """Read IPs in the order given, in normal form; a word may hold several, parted by commas or lines.

    Refuses the first that is bad, a range, or there twice; more than the limit; and none at all.
    """
    ips: list[str] = []
    for word in _split(words):
        ip = read_ip(word)
        if isinstance(ip, Refused):
            return ip
        if ip in ips:
            return Refused(Reason.IP_TWICE, {"ip": ip})
        ips.append(ip)
    if not ips:
        return Refused(Reason.IPS_MISSING)
    if len(ips) > IPS_LIMIT:
        return Refused(Reason.IPS_FULL, {"limit": IPS_LIMIT})
    return tuple(ips)


def ips_after_bind(bound: Sequence[str], added: Sequence[str], key: str) -> tuple[str, ...] | Refused:
    """Join normalised IPs to those a key (`key` is its remark) already has."""
    for ip in added:
        if ip in bound:
            return Refused(Reason.IP_ALREADY_BOUND, {"ip": ip, "key": key})
    ips = (*bound, *added)
    return ips if len(ips) <= IPS_LIMIT else Refused(Reason.IPS_FULL, {"limit": IPS_LIMIT})


def ips_after_unbind(bound: Sequence[str], removed: Sequence[str] | None, key: str) -> tuple[str, ...] | Refused:
    """Take normalised IPs from those a key (`key` is its remark) has; None takes all of them."""
    if not bound:
        return Refused(Reason.KEY_UNBOUND, {"key": key})
    if removed is None:
        return ()
    for ip in removed:
        if ip not in bound:
            return Refused(Reason.IP_NOT_BOUND, {"ip": ip, "key": key})
    return tuple(ip for ip in bound if ip not in removed)


def special_purpose(ip: str) -> str | None:
    """Name what a normalised IP is reserved for where it is not an ordinary public one, or None.

    Such an address is accepted with a warning: an exchange will hardly ever see a request come from it.
    """
    address = ipaddress.ip_address(ip)
    for network, purpose in PURPOSES:
        if address in network:
            return purpose.value
    return None


def _split(words: Iterable[str]) -> list[str]:
    return [part for word in words for part in _SEPARATORS.split(word) if part]


def _parse(word: str) -> Ip | None:
    if "%" in word:
        return None
    try:
        ip = ipaddress.ip_address(word)
    except ValueError:
        return None
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    return ip


def _is_range(word: str) -> bool:
    address, slash, _ = word.partition("/")
    if slash:
        return _parse(address) is not None
    first, dash, last = word.partition("-")
    if dash:
        return _parse(first) is not None and (_parse(last) is not None or last.isdigit())
    return _WILDCARD.fullmatch(word) is not None
