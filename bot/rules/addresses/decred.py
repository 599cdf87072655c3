"""Addresses of Decred: base58 with two version bytes and check bytes of its own hash.

It must not know that hash from inside.

Source: https://devdocs.decred.org/developer-guides/addresses/
"""

from bot.rules.addresses import base58
from bot.rules.addresses.blake256 import blake256
from bot.rules.addresses.family import Family, Fault, Found

_MAINNET = (b"\x07\x3f", b"\x07\x1a")
_TESTNETS = (b"\x0f\x21", b"\x0e\xfc", b"\x0e\x91", b"\x0e\x6c", b"\x27\x0f", b"\x26\xea")
_UNPAYABLE = (b"\x07\x1f", b"\x07\x01", b"\x13\x86")
"""Other signature schemes, and bare public keys."""


def _twice(body: bytes) -> bytes:
    return blake256(blake256(body))


def parse_decred(address: str) -> Found | Fault:
    """Key hash (Ds) or script hash (Dc)."""
    if not 30 <= len(address) <= 55:
        return Fault.FORM
    body = base58.decode_check(address, _twice)
    if body is None:
        return Fault.FORM
    version = body[:2]
    if version in _UNPAYABLE:
        return Fault.UNPAYABLE
    if len(body) != 22:
        return Fault.FORM
    if version in _TESTNETS:
        return Fault.TESTNET
    return Found(address) if version in _MAINNET else Fault.FORM


DECRED = Family("decred", parse_decred, ("Ds", "Dc"))
