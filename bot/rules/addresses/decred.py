"""Addresses of Decred: base58 with two version bytes and check bytes of its own hash.

Source: https://devdocs.decred.org/developer-guides/addresses/
"""

from bot.rules.addresses import base58
from bot.rules.addresses.blake256 import blake256
from bot.rules.addresses.family import Family, Fault, Found

_MAINNET = (b"\x07\x3f", b"\x07\x1a")
_TESTNETS = (b"\x0f\x21", b"\x0e\xfc", b"\x0e\x91", b"\x0e\x6c", b"\x27\x0f", b"\x26\xea")
_UNPAYABLE = (b"\x07\x1f", b"\x07\x01", b"\x13\x86")
"""Other signature schemes, and bare public keys."""
_VERSIONS = frozenset(_MAINNET + _TESTNETS + _UNPAYABLE)


def parse_decred(address: str) -> Found | Fault:
    """Read a key hash (Ds) or script hash (Dc).

    The version is checked first, because the hash is slow pure Python.
    """
    raw = base58.decode(address) if 30 <= len(address) <= 55 else None
    if raw is None or raw[:2] not in _VERSIONS or not blake256(blake256(raw[:-4])).startswith(raw[-4:]):
        return Fault.FORM
    version = raw[:2]
    if version in _UNPAYABLE:
        return Fault.UNPAYABLE
    if len(raw) != 26:
        return Fault.FORM
    return Fault.TESTNET if version in _TESTNETS else Found(address)


DECRED = Family("decred", parse_decred, ("Ds", "Dc"))
