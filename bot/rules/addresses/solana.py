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
_TWOS = bytes([8, *((number & -number).bit_length() - 1 for number in range(1, 256))])
"""The lowest eight bits of a number → how often two divides it."""
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
    y = int.from_bytes(raw, "little") & (1 << 255) - 1
    # A fraction is a square if the product of its parts is one, which spares the division.
    return _find_symbol((y * y - 1) * (_D * y * y + 1), _PRIME) != -1


def _find_symbol(number: int, modulus: int) -> int:
    """Jacobi's symbol: 1 for a square modulo a prime, -1 for a non-square, 0 for a multiple.

    It is several times as fast as a power.

    Source: Cohen, A Course in Computational Algebraic Number Theory, algorithm 1.4.10.
    """
    # The sign depends on the last bits only. Bit 1 of `signs` counts its changes.
    number, last, signs = number % modulus, modulus & 7, 0
    while number:
        twos = _TWOS[number & 255]
        if twos:
            number >>= twos
            if twos == 8:  # and perhaps more
                continue
            if twos & 1:
                signs ^= last ^ last >> 1
        low = number & 7
        signs ^= low & last
        number, modulus, last = modulus % number, number, low
    return 1 - (signs & 2) if modulus == 1 else 0


SOLANA = Family("solana", parse_solana, ())
