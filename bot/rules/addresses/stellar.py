"""Addresses of Stellar: accounts (G…), and muxed ones (M…) that carry a memo.

Source: SEP-23 (strkeys).
"""

from binascii import crc_hqx

from bot.rules.addresses import base32
from bot.rules.addresses.family import Family, Fault, Found

_ACCOUNT, _MUXED = 6 << 3, 12 << 3
_UNPAYABLE = {number << 3 for number in (2, 15, 19, 23, 11, 1)}
"""Contract (C), signed payload (P), pre-authorised (T), hash (X), liquidity pool (L), claimable (B)."""


def parse_stellar(address: str) -> Found | Fault:
    """Read an address. The canonical form of a muxed one is its account."""
    raw = base32.decode(address) if len(address) >= 56 else None
    if raw is None or crc_hqx(raw[:-2], 0).to_bytes(2, "little") != raw[-2:]:
        return Fault.FORM
    if raw[0] == _ACCOUNT and len(raw) == 35:
        return Found(address)
    if raw[0] == _MUXED and len(raw) == 43:
        return Found(_write_account(raw[1:33]), memo=str(int.from_bytes(raw[33:41], "big")))
    return Fault.UNPAYABLE if raw[0] in _UNPAYABLE else Fault.FORM


def _write_account(key: bytes) -> str:
    body = bytes([_ACCOUNT]) + key
    return base32.encode(body + crc_hqx(body, 0).to_bytes(2, "little"))


STELLAR = Family("stellar", parse_stellar, ("G", "M"), in_one_case=str.upper)
