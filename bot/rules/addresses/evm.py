"""Addresses of Ethereum and of chains like it: `0x` and 40 hex digits, EIP-55.

Source: EIP-55. XDC's prefix: https://docs.xdc.network/xdcchain/developers/
"""

import re

from sha3 import keccak_256  # type: ignore[import-untyped]  # the library has no types

from bot.rules.addresses.family import UNPROTECTED, Family, Fault, Found

_HEX = re.compile(r"0x([0-9a-fA-F]{40})")
_ONES = {size: int.from_bytes(b"\x01" * size, "big") for size in (40, 64)}


def parse_evm(address: str) -> Found | Fault:
    """Read an address. Mixed case must be the checksum. One case has no checksum, which is noticed."""
    match = _HEX.fullmatch(address)
    if match is None:
        return Fault.FORM
    digits = match[1]
    lower = digits.lower()
    if digits == lower or digits.isupper():
        return Found(f"0x{lower}", notices=UNPROTECTED)
    hashed = keccak_256(lower.encode()).hexdigest()
    return Found(f"0x{lower}") if is_capitalised_by(digits, hashed) else Fault.FORM


def is_of_rootstock(address: str) -> bool:
    """Whether the capitals are those of Rootstock, where the checksum includes the chain id.

    Source: EIP-1191, chain id 30.
    """
    match = _HEX.fullmatch(address)
    if match is None or isinstance(parse_evm(address), Found):
        return False
    return is_capitalised_by(match[1], keccak_256(f"30{address.lower()}".encode()).hexdigest())


def parse_xdc(address: str) -> Found | Fault:
    """Read an address in which `xdc` replaces `0x`. Both name the same account."""
    return parse_evm(f"0x{address[3:]}" if address.startswith("xdc") else address)


def face_xdc(canonical: str) -> tuple[str, ...]:
    """An XDC address in both its notations."""
    return canonical, f"xdc{canonical[2:]}"


def write_evm(given: str, _canonical: str) -> str:
    """Keep hex as given, because capitals may be its checksum.

    Write another notation (`inj1…`) in lower case.
    """
    return given if given.startswith(("0x", "xdc")) else given.lower()


def is_capitalised_by(digits: str, hashed: str) -> bool:
    """Whether exactly those hex letters are capital where the hash, in hex, has 8 or more.

    All places are compared at once. In ASCII, bit 6 marks letters, bit 5 lower case among them, and bit 3 or 6 the hex
    digits from 8 on.
    """
    size = len(digits)
    written = int.from_bytes(digits.encode(), "big")
    nibbles = int.from_bytes(hashed[:size].encode(), "big")
    capital = nibbles >> 6 | nibbles >> 3
    return not (written >> 6) & ~((written >> 5) ^ capital) & _ONES[size]


EVM = Family("evm", parse_evm, ("0x",), write=write_evm)
XDC = Family("xdc", parse_xdc, ("0x", "xdc"), face_xdc, write=write_evm)
