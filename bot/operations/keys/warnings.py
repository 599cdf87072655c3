"""Warnings in a plan before a key is bound, unbound or created."""

from collections.abc import Collection, Sequence

from bot.rules.ip_binding import special_purpose
from bot.rules.ip_text import IpList
from storage.records import Message


def about_ips(read: IpList) -> list[Message]:
    """Warn of each address that no exchange sees as a sender, and of each that was cut out of longer text."""
    return [*_special(read.ips), *(Message("note-ip-read", {"typed": typed, "ip": ip}) for typed, ip in read.cut)]


def about_withdrawing(*, withdraw: bool, ips: Collection[str]) -> list[Message]:
    """Warn of a key that can withdraw from any address."""
    return [Message("warning-withdraw-anywhere")] if withdraw and not ips else []


def _special(ips: Sequence[str]) -> list[Message]:
    by_purpose: dict[str, list[str]] = {}
    for ip in ips:
        purpose = special_purpose(ip)
        if purpose is not None:
            by_purpose.setdefault(purpose, []).append(ip)
    return [Message("warning-ips", {"ips": found, "purpose": purpose}) for purpose, found in by_purpose.items()]
