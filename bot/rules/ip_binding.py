"""Which IPs a key may be bound to, and how they are written. Nothing is looked up."""

import ipaddress
from collections.abc import Iterable, Sequence

from bot.rules.ip_purpose import PURPOSES
from bot.rules.ip_text import IpList, list_ips, read_ip
from bot.rules.verdict import Reason, Refused

IPS_LIMIT = 50

_FAULTS_SHOWN = 10
_UNUSABLE = frozenset({"0.0.0.0", "255.255.255.255", "::"})  # noqa: S104 - refused, never listened on
"""Addresses that no request comes from: unspecified and broadcast.

Source: RFC 1122 section 3.2.1.3, RFC 4291.
"""


def read_ips(words: Iterable[str]) -> IpList | Refused:
    """Read a list of IPs. One refusal holds all faults. An empty list and too many IPs are refused too."""
    return _settle(list_ips(words, read_ip))


def read_ips_to_bind(words: Iterable[str]) -> IpList | Refused:
    """Read a list of IPs to bind a key to. An address that no request comes from is a fault too."""
    return _settle(list_ips(words, _read_usable))


def _read_usable(word: str) -> str | Refused:
    ip = read_ip(word)
    return Refused(Reason.IP_UNUSABLE, {"ip": ip}) if isinstance(ip, str) and ip in _UNUSABLE else ip


def _settle(found: IpList | Sequence[Refused]) -> IpList | Refused:
    if not isinstance(found, IpList):
        return found[0] if len(found) == 1 else _all_faults(found)
    if not found.ips:
        return Refused(Reason.IPS_MISSING)
    return found if len(found.ips) <= IPS_LIMIT else Refused(Reason.IPS_FULL, {"limit": IPS_LIMIT})


def _all_faults(faults: Sequence[Refused]) -> Refused:
    lines = [fault.as_saying() for fault in faults[:_FAULTS_SHOWN]]
    return Refused(Reason.IPS_FAULTY, {"faults": lines, "more": max(0, len(faults) - _FAULTS_SHOWN)})


def ips_after_bind(bound: Sequence[str], added: Sequence[str], key: str) -> tuple[str, ...] | Refused:
    """Join normalised IPs to those of a key (`key` is its remark)."""
    for ip in added:
        if ip in bound:
            return Refused(Reason.IP_ALREADY_BOUND, {"ip": ip, "key": key})
    ips = (*bound, *added)
    return ips if len(ips) <= IPS_LIMIT else Refused(Reason.IPS_FULL, {"limit": IPS_LIMIT})


def ips_after_unbind(bound: Sequence[str], removed: Sequence[str] | None, key: str) -> tuple[str, ...] | Refused:
    """Remove normalised IPs from those of a key (`key` is its remark). None removes all of them."""
    if not bound:
        return Refused(Reason.KEY_UNBOUND, {"key": key})
    if removed is None:
        return ()
    for ip in removed:
        if ip not in bound:
            return Refused(Reason.IP_NOT_BOUND, {"ip": ip, "key": key})
    return tuple(ip for ip in bound if ip not in removed)


def special_purpose(ip: str) -> str | None:
    """Return what a normalised IP is reserved for. None for an ordinary public address.

    A reserved address is accepted with a warning: an exchange hardly ever sees a request from it.
    """
    address = ipaddress.ip_address(ip)
    for network, purpose in PURPOSES:
        if address in network:
            return purpose.value
    return None
