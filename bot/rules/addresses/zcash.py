"""Addresses of Zcash: transparent ones, those for exchanges, and shielded ones with a right checksum.

A notice says whether an exchange pays to shielded ones.

Source: Zcash protocol specification section 5.6, ZIP-316 (unified, F4Jumble), ZIP-320 (tex).
"""

from hashlib import blake2b

from bot.rules.addresses import base58, bech32
from bot.rules.addresses.family import Family, Fault, Found, Parse, first_of
from storage.records import Message

_MAINNET = (b"\x1c\xb8", b"\x1c\xbd")
_TESTNET = (b"\x1d\x25", b"\x1c\xba")
_SPROUT = (b"\x16\x9a", b"\x16\xb6")
_FIRST = base58.list_first((*_MAINNET, *_TESTNET), size=26) | base58.list_first(_SPROUT, size=70)
_SHIELDED = (Message("address-notice-shielded"),)
_LENGTHS = {0: 20, 1: 20, 2: 43, 3: 43}
"""Unified receiver type → bytes: transparent key and script, Sapling, Orchard."""


def _parse_transparent(address: str) -> Found | Fault:
    body = base58.decode_check(address) if address[:1] in _FIRST else None
    if body is None:
        return Fault.FORM
    if body[:2] in _SPROUT:
        return Fault.UNPAYABLE
    if len(body) != 22:
        return Fault.FORM
    if body[:2] in _TESTNET:
        return Fault.TESTNET
    return Found(address) if body[:2] in _MAINNET else Fault.FORM


def _coded(prefix: str, testnet: str, size: int, constant: int, notices: tuple[Message, ...] = ()) -> Parse:
    def parse(address: str) -> Found | Fault:
        raw = bech32.decode_bytes(prefix, address, constant)
        if raw is not None and len(raw) == size:
            return Found(address.lower(), notices=notices)
        raw = bech32.decode_bytes(testnet, address, constant)
        return Fault.TESTNET if raw is not None and len(raw) == size else Fault.FORM

    return parse


def _parse_unified(address: str) -> Found | Fault:
    for prefix in ("u", "utest"):
        raw = bech32.decode_bytes(prefix, address, bech32.BECH32M)
        if raw is not None and len(raw) >= 48 and _is_unified(prefix, _unjumble(raw)):
            return Found(address.lower(), notices=_SHIELDED) if prefix == "u" else Fault.TESTNET
    return Fault.FORM


def _is_unified(prefix: str, raw: bytes) -> bool:
    """Whether receivers rise by type, have right lengths, and the prefix pads them.

    At least one receiver must be shielded.
    """
    items, padding = raw[:-16], raw[-16:]
    if padding != prefix.encode().ljust(16, b"\0"):
        return False
    last = -1
    while items:
        kind, size = items[0], items[1] if len(items) > 1 else -1
        if kind <= last or len(items) < 2 + size or _LENGTHS.get(kind, size) != size or size < 1:
            return False
        last, items = kind, items[2 + size :]
    return last >= 2


def _unjumble(raw: bytes) -> bytes:
    """Undo F4Jumble, which spreads each byte over the whole."""
    half = min(64, len(raw) // 2)
    left, right = raw[:half], raw[half:]
    for number in (1, 0):
        left = _mix(left, blake2b(right, digest_size=half, person=b"UA_F4Jumble_H" + bytes([number, 0, 0])).digest())
        right = _mix(right, _stream(left, number, len(right)))
    return left + right


def _stream(seed: bytes, number: int, size: int) -> bytes:
    person = b"UA_F4Jumble_G" + bytes([number])
    blocks = (
        blake2b(seed, digest_size=64, person=person + block.to_bytes(2, "little")).digest()
        for block in range(-(-size // 64))
    )
    return b"".join(blocks)[:size]


def _mix(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


ZCASH = Family(
    "zcash",
    first_of(
        _parse_transparent,
        _coded("tex", "textest", 20, bech32.BECH32M),
        _coded("zs", "ztestsapling", 43, bech32.BECH32, _SHIELDED),
        _parse_unified,
    ),
    ("t1", "t3", "tex1", "zs1", "u1"),
)
