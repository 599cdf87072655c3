"""Bech32 and bech32m: a prefix, `1`, data, and six check characters.

Source: BIP-173, BIP-350.
"""

from functools import lru_cache

from bot.rules.addresses.linear_code import LinearCode, low_bits

BECH32 = 1
BECH32M = 0x2BC830A3

_CODE = LinearCode(
    "qpzry9x8gf2tvdw0s3jn54khce6mua7l", (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3), bits=30
)

size = _CODE.size
to_bytes = _CODE.to_bytes
from_bytes = _CODE.from_bytes


def decode(prefix: str, address: str, constant: int) -> str | None:
    """Return the data characters of an address with that prefix and a right checksum, else None.

    All lower or all upper case is right, mixed is not.
    """
    head = f"{prefix}1"
    lower = address.lower()
    if not lower.startswith(head) or (address != lower and address != address.upper()):
        return None
    text = lower[len(head) :]
    if len(text) < 6 or _CODE.remainder(_expand(prefix), text) != constant:
        return None
    return text[:-6]


def decode_bytes(prefix: str, address: str, constant: int = BECH32) -> bytes | None:
    """Return the data of an address as bytes. None as in `decode`, and for left-over bits."""
    data = decode(prefix, address, constant)
    return None if data is None else to_bytes(data)


def encode(prefix: str, raw: bytes, constant: int = BECH32) -> str:
    """Write bytes as an address with that prefix."""
    data = from_bytes(raw)
    left = _CODE.remainder(_expand(prefix), data + "q" * 6)
    if left is None:
        raise ValueError("too long for bech32")
    return f"{prefix}1{data}{_CODE.from_number(left ^ constant, 6)}"


@lru_cache(maxsize=64)
def _expand(prefix: str) -> bytes:
    raw = prefix.encode()
    return bytes(byte >> 5 for byte in raw) + b"\0" + low_bits(raw)
