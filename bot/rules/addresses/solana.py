"""Addresses of Solana: 32 bytes in base58, without any checksum.

It must not know what lives at an address: those off the curve belong to programs and are as right as others.

Source: https://solana.com/docs/core/accounts
"""

import re

from bot.rules.addresses import base58
from bot.rules.addresses.family import UNPROTECTED, Family, Fault, Found

_XDC = re.compile(r"xdc[0-9a-fA-F]{40}")
"""XDC's addresses without a zero in them are base58 of 32 bytes by accident; a key that looks so will never be met."""


def parse_solana(address: str) -> Found | Fault:
    """Exactly 32 bytes; there is nothing in them that a typing error could offend."""
    if not 32 <= len(address) <= 44 or _XDC.fullmatch(address):
        return Fault.FORM
    raw = base58.decode(address)
    return Found(address, notices=UNPROTECTED) if raw is not None and len(raw) == 32 else Fault.FORM


SOLANA = Family("solana", parse_solana, ())
