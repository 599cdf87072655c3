"""Addresses of Cardano: Shelley's in bech32, Byron's in base58 around CBOR with a CRC-32.

Source: CIP-19, CIP-5, the Byron address format in the cardano-ledger documentation.
"""

from collections.abc import Iterator
from zlib import crc32

from bot.rules.addresses import base58, bech32
from bot.rules.addresses.family import Family, Fault, Found, first_of

_MAINNET = 1
_HASH = 28
_BASE, _POINTER, _ENTERPRISE = range(4), range(4, 6), range(6, 8)


def parse_shelley(address: str) -> Found | Fault:
    """Read a payment address with or without stake. A stake address cannot take coins."""
    raw = bech32.decode_bytes("addr", address)
    if raw is not None:
        if not _is_payment(raw):
            return Fault.FORM
        return Found(address.lower()) if raw[0] & 15 == _MAINNET else Fault.TESTNET
    raw = bech32.decode_bytes("addr_test", address)
    if raw is not None and _is_payment(raw):
        return Fault.TESTNET
    raw = bech32.decode_bytes("stake", address)
    return Fault.UNPAYABLE if raw is not None else Fault.FORM


def _is_payment(raw: bytes) -> bool:
    if not raw:
        return False
    kind = raw[0] >> 4
    if kind in _BASE:
        return len(raw) == 1 + 2 * _HASH
    if kind in _ENTERPRISE:
        return len(raw) == 1 + _HASH
    return kind in _POINTER and _is_pointer(raw[1 + _HASH :])


def _is_pointer(raw: bytes) -> bool:
    """Whether these are slot, transaction and certificate.

    Each is a number with only its last byte below 128, and nothing may follow.
    """
    return 3 <= len(raw) <= 30 and raw[-1] < 128 and sum(byte < 128 for byte in raw) == 3


def parse_byron(address: str) -> Found | Fault:
    """Read a list of two: the wrapped payload and its CRC-32.

    A network number in the payload means a test network.
    """
    raw = base58.decode(address) if len(address) > 50 else None
    if raw is None or raw[:4] != b"\x82\xd8\x18\x58" or len(raw) < 6:
        return Fault.FORM
    payload, tail = raw[5 : 5 + raw[4]], raw[5 + raw[4] :]
    if len(payload) != raw[4] or not _is_crc(tail, crc32(payload)):
        return Fault.FORM
    attributes = _read_payload(payload)
    if attributes is None:
        return Fault.FORM
    return Fault.TESTNET if 2 in attributes else Found(address)


def _is_crc(tail: bytes, value: int) -> bool:
    """Whether `tail` is the CRC as CBOR writes that number, in its shortest form."""
    for head, size in ((0x18, 1), (0x19, 2), (0x1A, 4)):
        if len(tail) == 1 + size and tail[0] == head:
            return tail[1:] == (value.to_bytes(4, "big"))[-size:] and value >> 8 * size == 0
    return False


def _read_payload(payload: bytes) -> set[int] | None:
    """Return the keys of the attributes, or None for another form.

    The payload is root hash, attributes and kind of key.
    """
    if payload[:3] != b"\x83\x58\x1c" or len(payload) < 3 + _HASH + 2 or payload[-1] not in {0, 2}:
        return None
    rest = iter(payload[3 + _HASH : -1])
    head = next(rest)
    keys = [_read_attribute(rest) for _ in range(head & 15)] if head >> 4 == 0xA else [-1]
    return None if min(keys, default=0) < 0 or next(rest, None) is not None else set(keys)


def _read_attribute(rest: Iterator[int]) -> int:
    """Return the key of one attribute with a byte string as value. -1 if it is cut off or something else."""
    key, head = next(rest, -1), next(rest, -1)
    size = head & 31 if 0x40 <= head < 0x58 else next(rest, -1) if head == 0x58 else -1
    value = [next(rest, -1) for _ in range(size)]
    return key if size >= 0 and min(value, default=0) >= 0 and 0 <= key < 24 else -1


CARDANO = Family(
    "cardano",
    first_of(parse_shelley, parse_byron),
    ("addr1q", "addr1z", "addr1y", "addr1x", "addr1g", "addr12", "addr1v", "addr1w", "Ae2tdPwUPE", "DdzFF"),
)
