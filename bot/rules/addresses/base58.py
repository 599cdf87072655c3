"""Base58, with and without its four check bytes.

Source: https://en.bitcoin.it/wiki/Base58Check_encoding, the other alphabet:
https://xrpl.org/docs/references/protocol/data-types/base58-encodings
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from hashlib import sha256

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

_RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
_FROM_RIPPLE = str.maketrans(_RIPPLE, ALPHABET)
_TO_RIPPLE = str.maketrans(ALPHABET, _RIPPLE)
_LONGEST = 128
_WRONG = 255
_DIGITS = bytes(_WRONG if (digit := ALPHABET.find(chr(code))) < 0 else digit for code in range(256))
"""ASCII code → digit, or `_WRONG`."""


@cache
def _list_steps(length: int) -> Sequence[tuple[int, int, int]]:
    """Return the steps that turn digits in bytes into one number: width in bits, mask, factor.

    Each step joins neighbours: `high * 2**width + low` becomes `high * 58**digits + low` in all places at once.
    """
    steps, width = [], 8
    while width < length * 8:
        mask = sum((1 << width) - 1 << place for place in range(0, length * 8, 2 * width))
        steps.append((width, mask, (1 << width) - 58 ** (width // 8)))
        width *= 2
    return tuple(steps)


def decode(text: str) -> bytes | None:
    """Read base58 as bytes. None for a wrong character, no text, or more than 128 characters."""
    length = len(text)
    if not (0 < length <= _LONGEST and text.isascii()):
        return None
    digits = text.encode().translate(_DIGITS)
    if _WRONG in digits:
        return None
    number = int.from_bytes(digits, "big")
    for width, mask, factor in _list_steps(length):
        number -= (number >> width & mask) * factor
    zeros = length - len(text.lstrip("1")) if text[0] == "1" else 0
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def encode(raw: bytes) -> str:
    """Write bytes as base58."""
    number, characters = int.from_bytes(raw, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        characters = ALPHABET[digit] + characters
    return "1" * (len(raw) - len(raw.lstrip(b"\0"))) + characters


def list_first(versions: Iterable[bytes], size: int) -> frozenset[str]:
    """List the first characters of everything of `size` bytes that begins with one of the versions.

    Most wrong texts begin otherwise, and need not be decoded to be refused.
    """
    found: set[str] = set()
    for version in versions:
        low, high = (encode(version.ljust(size, filling)) for filling in (b"\0", b"\xff"))
        first, last = ALPHABET.index(low[0]), ALPHABET.index(high[0])
        # A longer number begins again with the lowest digit but zero.
        found.update(ALPHABET[first : last + 1] if first <= last else ALPHABET[first:] + ALPHABET[1 : last + 1])
    return frozenset(found)


def twice_sha256(body: bytes) -> bytes:
    """Hash twice.

    The first bytes of the hash are the usual check bytes, which find slips and secure nothing.
    """
    return sha256(sha256(body, usedforsecurity=False).digest(), usedforsecurity=False).digest()


def decode_check(text: str, hasher: Callable[[bytes], bytes] = twice_sha256) -> bytes | None:
    """Read bytes without their four check bytes. None if those do not fit, and as in `decode`."""
    raw = decode(text)
    if raw is None or len(raw) < 5:
        return None
    body = raw[:-4]
    return body if hasher(body).startswith(raw[-4:]) else None


def encode_check(body: bytes) -> str:
    """Write bytes as base58 with four check bytes."""
    return encode(body + twice_sha256(body)[:4])


def decode_ripple(text: str) -> bytes | None:
    """As `decode_check`, in the alphabet of the XRP Ledger."""
    return decode_check(text.translate(_FROM_RIPPLE)) if text.isalnum() and text.isascii() else None


def encode_ripple(body: bytes) -> str:
    """As `encode_check`, in the alphabet of the XRP Ledger."""
    return encode_check(body).translate(_TO_RIPPLE)
