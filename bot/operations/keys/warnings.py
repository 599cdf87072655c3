"""Warnings in the plan of a change to keys."""

from collections.abc import Collection, Sequence

from bot.operations.lookup.keys import display_name
from bot.rules.ip_binding import special_purpose
from bot.rules.ip_text import IpList
from bot.rules.key_terms import withdraws_anywhere
from storage.records import Key, Message
from storage.work import Work


def about_ips(read: IpList) -> list[Message]:
    """Warn of each address that no exchange sees as a sender, and of each that was cut out of longer text."""
    return [*_special(read.ips), *(Message("note-ip-read", {"typed": typed, "ip": ip}) for typed, ip in read.cut)]


def about_exposed(work: Work, keys: Sequence[Key]) -> list[Message]:
    """Warn of those of several keys that can withdraw from any address, by name."""
    names = [display_name(work, key) for key in keys if withdraws_anywhere(key)]
    return [Message("warning-withdraw-anywhere", {"keys": names})] if names else []


def about_withdrawing(*, withdraw: bool, ips: Collection[str]) -> list[Message]:
    """Warn of a key that can withdraw from any address."""
    return [Message("warning-withdraw-anywhere", {"keys": None})] if withdraw and not ips else []


def _special(ips: Sequence[str]) -> list[Message]:
    by_purpose: dict[str, list[str]] = {}
    for ip in ips:
        purpose = special_purpose(ip)
        if purpose is not None:
            by_purpose.setdefault(purpose, []).append(ip)
    return [Message("warning-ips", {"ips": found, "purpose": purpose}) for purpose, found in by_purpose.items()]
