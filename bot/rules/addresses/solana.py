"""Addresses of Solana: 32 bytes in base58, without any checksum.

An address off the curve has no key: it belongs to a program.

Source: https://solana.com/docs/core/accounts, https://solana.com/docs/core/pda, RFC 8032, section 5.1.3 (the curve).
"""

import re
from functools import lru_cache

from bot.rules.addresses import base58
from bot.rules.addresses.family import UNPROTECTED, Family, Fault, Found
from storage.records import Message

_XDC = re.compile(r"xdc[0-9a-fA-F]{40}")
"""XDC's addresses without a zero are base58 of 32 bytes by accident. No real key will ever look so."""
_REMEMBERED = 256
"""Checked addresses that are kept, because a list is searched for the one that was typed."""
_WITHOUT_KEY = (Message("address-notice-without-key"),)
_PRIME = 2**255 - 19
_D = -121665 * pow(121666, -1, _PRIME) % _PRIME


def parse_solana(address: str) -> Found | Fault:
    """Read exactly 32 bytes. There is no checksum that a typing error could break."""
    if not 32 <= len(address) <= 44 or _XDC.fullmatch(address):
        return Fault.FORM
    raw = base58.decode(address)
    if raw is None or len(raw) != 32:
        return Fault.FORM
    return Found(address, notices=UNPROTECTED if _is_key(raw) else (*_WITHOUT_KEY, *UNPROTECTED))


@lru_cache(_REMEMBERED)
def _is_key(raw: bytes) -> bool:
    """Whether the bytes are a point of the curve, as every public key is, and half of all other bytes."""
    from gmpy2 import jacobi  # noqa: PLC0415 - an idle bot checks no address

    y = int.from_bytes(raw, "little") & (1 << 255) - 1
    # A fraction is a square if the product of its parts is one, which spares the division.
    return bool(jacobi((y * y - 1) * (_D * y * y + 1), _PRIME) != -1)


SOLANA = Family("solana", parse_solana, ())
