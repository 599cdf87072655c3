"""Addresses of Monero: two public keys in block-wise base58, optionally with a payment id.

The kinds are standard, sub-address and integrated.

Source: https://docs.getmonero.org/public-address/standard-address/ and its neighbours, cryptonote base58.cpp.
"""

from sha3 import keccak_256  # type: ignore[import-untyped]  # the library has no types

from bot.rules.addresses import base58
from bot.rules.addresses.family import Family, Fault, Found

_STANDARD, _INTEGRATED, _SUBADDRESS = 18, 19, 42
_TESTNETS = {53, 54, 63, 24, 25, 36}
_BLOCK, _CHARACTERS = 8, 11
_SIZES = {1: 2, 2: 3, 3: 5, 4: 6, 5: 7, 6: 9, 7: 10, 8: 11}
"""Bytes of a block → its characters."""
_BYTES = {characters: size for size, characters in _SIZES.items()}


def parse_monero(address: str) -> Found | Fault:
    """Read an address. An integrated one is the standard one with its payment id as memo."""
    raw = _decode(address) if len(address) in {95, 106} else None
    if raw is None or keccak_256(raw[:-4]).digest()[:4] != raw[-4:]:
        return Fault.FORM
    if raw[0] in _TESTNETS:
        return Fault.TESTNET
    if len(raw) == 69 and raw[0] in {_STANDARD, _SUBADDRESS}:
        return Found(address)
    if len(raw) == 77 and raw[0] == _INTEGRATED:
        return Found(_encode(bytes([_STANDARD]) + raw[1:65]), memo=raw[65:73].hex())
    return Fault.FORM


def _decode(text: str) -> bytes | None:
    """Read each block of 11 characters as 8 bytes. None if a block is worth more."""
    blocks = [text[begin : begin + _CHARACTERS] for begin in range(0, len(text), _CHARACTERS)]
    parts = []
    for block in blocks:
        raw = base58.decode(block)
        if raw is None:
            return None
        size = _BYTES[len(block)]
        number = int.from_bytes(raw, "big")
        if number >> 8 * size:
            return None
        parts.append(number.to_bytes(size, "big"))
    return b"".join(parts)


def _encode(body: bytes) -> str:
    raw = body + keccak_256(body).digest()[:4]
    blocks = (raw[begin : begin + _BLOCK] for begin in range(0, len(raw), _BLOCK))
    return "".join(base58.encode(block.lstrip(b"\0")).rjust(_SIZES[len(block)], "1") for block in blocks)


MONERO = Family("monero", parse_monero, ("4", "8"))
