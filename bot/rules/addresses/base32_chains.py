"""Smaller families in base32: Algorand, Filecoin, Stacks.

Source: https://developer.algorand.org (accounts), https://spec.filecoin.io/appendix/address/, Stacks SIP-005.
"""

import re
from hashlib import blake2b, new

from bot.rules.addresses import base32
from bot.rules.addresses.base58 import twice_sha256
from bot.rules.addresses.evm import parse_evm
from bot.rules.addresses.family import UNPROTECTED, Family, Fault, Found

_FILECOIN_SIZES = {"1": 20, "2": 20, "3": 48}
_FILECOIN_NUMBER = re.compile(r"[ft]0(0|[1-9][0-9]{0,18})")
_FILECOIN_DELEGATED = re.compile(r"[ft]4([1-9][0-9]{0,18})f([a-z2-7]+)")
_ETHEREUM_NAMESPACE = 10
_STACKS_MAINNET, _STACKS_TESTNET = "PM", "TN"


def parse_algorand(address: str) -> Found | Fault:
    """Read a public key and the last four bytes of its hash."""
    raw = base32.decode(address) if len(address) == 58 else None
    if raw is None:
        return Fault.FORM
    return Found(address) if new("sha512_256", raw[:32]).digest()[-4:] == raw[32:] else Fault.FORM


def parse_filecoin(address: str) -> Found | Fault:
    """Read network letter, protocol digit and payload. A number (f0) has no checksum."""
    network, protocol = address[:1], address[1:2]
    if network not in {"f", "t"} or not network:
        return Fault.FORM
    if protocol == "0":
        is_right = _FILECOIN_NUMBER.fullmatch(address) is not None
    elif protocol == "4":
        is_right = _is_delegated(address)
    else:
        size = _FILECOIN_SIZES.get(protocol)
        is_right = size is not None and _is_filecoin(bytes([int(protocol)]), address[2:], size)
    if not is_right:
        return Fault.FORM
    if network == "t":
        return Fault.TESTNET
    return Found(address, notices=UNPROTECTED if protocol == "0" else ())


def is_filecoin_number(canonical: str) -> bool:
    """Whether an account is named by its number."""
    return canonical.startswith("f0")


def _is_filecoin(head: bytes, text: str, size: int) -> bool:
    raw = base32.decode(text, base32.LOWER)
    if raw is None or len(raw) != size + 4:
        return False
    return blake2b(head + raw[:-4], digest_size=4).digest() == raw[-4:]


def _is_delegated(address: str) -> bool:
    """Whether the address is in the namespace of Ethereum's addresses, the only one in use."""
    match = _FILECOIN_DELEGATED.fullmatch(address)
    if match is None or int(match[1]) != _ETHEREUM_NAMESPACE:
        return False
    return _is_filecoin(bytes([4, _ETHEREUM_NAMESPACE]), match[2], 20)


def parse_stacks(address: str) -> Found | Fault:
    """Read `S`, a version character, and the hash with four check bytes.

    Leading zeros are written one by one.
    """
    if address[:1] != "S" or address[1:2] not in _STACKS_MAINNET + _STACKS_TESTNET or not 25 < len(address) <= 41:
        return Fault.UNPAYABLE if re.fullmatch(r"S[PM][0-9A-Z]{26,39}\.[a-zA-Z][a-zA-Z0-9-]*", address) else Fault.FORM
    version, text = base32.CROCKFORD.index(address[1]), address[2:]
    number = base32.to_number(text, base32.CROCKFORD)
    if number is None or number >> 192 or not _is_shortest(text, number):
        return Fault.FORM
    raw = number.to_bytes(24, "big")
    if not twice_sha256(bytes([version]) + raw[:20]).startswith(raw[20:]):
        return Fault.FORM
    return Found(address) if address[1] in _STACKS_MAINNET else Fault.TESTNET


def _is_shortest(text: str, number: int) -> bool:
    """Whether each leading zero byte of the hash is one `0`, and the rest begins without one."""
    zeros = len(text) - len(text.lstrip("0"))
    return zeros == 24 - (number.bit_length() + 7) // 8


def _find_filecoin(address: str) -> str | None:
    """Return the f4 address of an Ethereum address, or the number in one that only masks it.

    Source: FRC-0048, and https://docs.filecoin.io/smart-contracts/filecoin-evm-runtime/address-types
    """
    if not isinstance(parse_evm(address), Found):
        return None
    raw = bytes.fromhex(address[2:])
    if raw.startswith(_MASK):
        return f"f0{int.from_bytes(raw[len(_MASK) :], 'big')}"
    check = blake2b(bytes([4, _ETHEREUM_NAMESPACE]) + raw, digest_size=4).digest()
    return f"f4{_ETHEREUM_NAMESPACE}f{base32.encode(raw + check, base32.LOWER)}"


_MASK = b"\xff" + bytes(11)

ALGORAND = Family("algorand", parse_algorand, (), in_one_case=str.upper)
FILECOIN = Family(
    "filecoin",
    parse_filecoin,
    ("f1", "f2", "f3", "f410f", "f0"),
    find_form=_find_filecoin,
    in_one_case=str.lower,
    is_name=is_filecoin_number,
)
STACKS = Family("stacks", parse_stacks, ("SP", "SM"), in_one_case=str.upper)
