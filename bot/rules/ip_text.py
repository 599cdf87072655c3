"""Normalise IPs as people type and paste them, and name the wrong part of each fault.

A list may hold bullets, comments, quotes and brackets. One word may hold a port, a scheme, a zone id or a prefix of one
address.
"""

import ipaddress
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.rules.full_width import narrow
from bot.rules.remark import find_unseen
from bot.rules.verdict import Reason, Refused

_SHOWN = 60
_HIGHEST_PORT = 65535
_SEPARATORS = re.compile(r"[\s,;|\u3001\uff0c\uff1b\uff5c]+")
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_DOTS = "*+\u2022\u00b7\u25e6\u25aa\u2023"
_BULLET = re.compile(rf"[{_DASHES}{_DOTS}]|\(?[0-9]{{1,3}}[.)]")
_COMMENT = re.compile(r"(?:#|(?:^|\s)//).*", re.MULTILINE)
_AROUND = "\"'`\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb[](){}<>"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://([^/?#@]+)(?:[/?#].*)?", re.DOTALL)
_BRACKETED = re.compile(r"(?<!/)\[[^\[\]'\"]*:[^\[\]'\"]*\](?::[0-9]+)?")
_BRACKETS = re.compile(r"\[([^\[\]]+)\](?::([0-9]{1,5}))?")
_PORT = re.compile(r"([0-9.]+):([0-9]{1,5})")
_WILDCARD = re.compile(r"(?=[^*]*\*)[0-9A-Fa-f.:*]{3,39}")
_FOREIGN = re.compile(r"[^0-9A-Fa-f.:]")


@dataclass(frozen=True, slots=True)
class IpList:
    """Addresses that were read."""

    ips: tuple[str, ...]
    """In normal form, in the order given."""
    cut: tuple[tuple[str, str], ...] = ()
    """As typed and as read, if more than the address was typed: a port, brackets, a scheme."""


def normal_ip(word: str) -> str | None:
    """Normalise a bare address: dotted IPv4 (also when mapped into IPv6), shortest IPv6. None: not an IP."""
    if "%" in word:
        return None
    try:
        ip = ipaddress.ip_address(word)
    except ValueError:
        return None
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        return str(ip.ipv4_mapped)
    return str(ip)


def read_ip(word: str) -> str | Refused:
    """Read one word that means one address, with anything around it. A refusal names the wrong part."""
    unseen = find_unseen(word)
    if unseen is not None:
        return _bad(word, "unseen", unseen)
    text = narrow(word)
    ip = normal_ip(text) or _find_meant(text)
    if ip is not None:
        return ip
    if _is_range(text):
        return Refused(Reason.IP_RANGE, {"ip": word[:_SHOWN]})
    return _bad(word, *_find_fault(text))


def looks_like_ip(word: str) -> bool:
    """Whether a person who typed this meant an address, right or wrong."""
    text = narrow(word)
    return any(mark in text for mark in ".:/*") or text.isdecimal()


def split_list(words: Iterable[str]) -> list[str]:
    """Split a list into words meant as addresses, without separators, bullets and comments.

    A comment ends with its line, or with its word.
    """
    parts = [part for word in words for part in _SEPARATORS.split(_COMMENT.sub("", word))]
    return _without_bullets([bare for part in parts if (bare := _without_marks(part))])


def list_ips(words: Iterable[str], read: Callable[[str], str | Refused]) -> IpList | list[Refused]:
    """Read each word of a list with `read`, or return all faults. A repeated address counts once."""
    ips: list[str] = []
    cut: list[tuple[str, str]] = []
    faults: list[Refused] = []
    for word in split_list(words):
        ip = read(word)
        if isinstance(ip, Refused):
            faults.append(ip)
            continue
        if ip in ips:
            faults.append(Refused(Reason.IP_TWICE, {"ip": ip}))
        ips.append(ip)
        if normal_ip(narrow(word)) is None:
            cut.append((word[:_SHOWN], ip))
    return faults or IpList(tuple(ips), tuple(cut))


def _without_marks(word: str) -> str:
    """Remove quotes and brackets of a pasted list around a word. Those of a bracketed address stay."""
    if _BULLET.fullmatch(word):
        return word
    bracketed = _BRACKETED.search(word)
    return bracketed[0] if bracketed else word.strip(_AROUND)


def _without_bullets(words: list[str]) -> list[str]:
    """Drop bullets. A dash between two addresses makes a range, unless dashes are the bullets of the list."""
    dashes_are_bullets = bool(words) and words[0] in _DASHES
    kept: list[str] = []
    place = 0
    while place < len(words):
        word = words[place]
        if word in _DASHES and kept and not dashes_are_bullets and _both_are_ips(kept[-1], words[place + 1 :]):
            kept[-1] = f"{kept[-1]} - {words[place + 1]}"
            place += 1
        elif _BULLET.fullmatch(word) is None:
            kept.append(word.lstrip(f"{_DASHES}{_DOTS[2:]}") or word)
        place += 1
    return kept


def _both_are_ips(first: str, rest: list[str]) -> bool:
    return bool(rest) and isinstance(read_ip(first), str) and isinstance(read_ip(rest[0]), str)


def _find_meant(text: str) -> str | None:
    """Return the one address that is meant if more was typed."""
    scheme = _SCHEME.fullmatch(text)
    text = (scheme[1] if scheme else text).removesuffix(".")
    address, slash, length = text.partition("/")
    if slash:
        return _of_one(address, length)
    with_port = _BRACKETS.fullmatch(text) or _PORT.fullmatch(text)
    if with_port is not None:
        return _without_zone(with_port[1]) if int(with_port[2] or 0) <= _HIGHEST_PORT else None
    return _without_zone(text)


def _of_one(address: str, length: str) -> str | None:
    """Return the address of a network that holds only this address."""
    if normal_ip(address) is None:
        return None
    try:
        network = ipaddress.ip_network(f"{address}/{length}", strict=False)
    except ValueError:
        return None
    return normal_ip(address) if network.num_addresses == 1 else None


def _without_zone(text: str) -> str | None:
    address, zone, _ = text.partition("%")
    return normal_ip(address) if not zone or ":" in address else None


def _is_range(text: str) -> bool:
    address, slash, _ = text.partition("/")
    if slash:
        return normal_ip(address) is not None
    first, dash, last = re.sub(rf"\s*[{_DASHES}]\s*", "-", text).partition("-")
    if dash:
        return normal_ip(first) is not None and (normal_ip(last) is not None or last.isdigit())
    return _WILDCARD.fullmatch(text) is not None


def _find_fault(text: str) -> tuple[str, str | None]:
    """Return the fault, by its name in the sentence, and the wrong part."""
    scheme = _SCHEME.fullmatch(text)
    text = scheme[1] if scheme else text
    with_port = _BRACKETS.fullmatch(text) or _PORT.fullmatch(text)
    if with_port is not None and int(with_port[2] or 0) > _HIGHEST_PORT:
        return "port", with_port[2]
    if with_port is not None:
        text = with_port[1]
    strange = _FOREIGN.search(text)
    if strange is not None:
        return ("word", None) if ":" not in text and not text[:1].isdigit() else ("character", strange[0])
    if ":" in text:
        long = next((group for group in text.split(":") if len(group) > 4 and "." not in group), None)
        return ("group", long) if long else ("groups", None)
    return _find_fault_in_numbers(text.split("."))


def _find_fault_in_numbers(numbers: list[str]) -> tuple[str, str | None]:
    if len(numbers) == 1:
        return "word", None
    for number in numbers:
        if number.isdigit() and int(number[:4]) > 255:
            return "number", number
        if len(number) > 1 and number.startswith("0"):
            return "zero", number
    return ("count", str(len(numbers))) if len(numbers) != 4 else ("word", None)


def _bad(word: str, why: str, part: str | None) -> Refused:
    return Refused(Reason.IP_BAD, {"ip": word[:_SHOWN], "why": why, "part": part and part[:_SHOWN]})
