"""Addresses of Bitcoin and of chains with its two forms: base58 with a version byte, and segwit.

Source: chainparams.cpp of each chain's reference node, BIP-141, BIP-173, BIP-350.
"""

from bot.rules.addresses import base58, bech32
from bot.rules.addresses.family import Family, Fault, Found, Parse, first_of
from storage.records import Message

_FORM = Fault.FORM
"""Looked up once, because Python 3.11 finds an enumeration member by code."""
_HASH = 20
_RAW = 1 + _HASH + 4
"""Bytes of version, hash and check."""
_NOT_IN_USE = (Message("address-notice-not-in-use"),)


def hashed(mainnet: bytes, testnet: bytes = b"", unpayable: bytes = b"") -> Parse:
    """Make a parser of base58 with check bytes: one version byte out of `mainnet`, and a hash of 20 bytes."""
    first = base58.list_first((bytes([version]) for version in mainnet + testnet + unpayable), _RAW)

    def parse(address: str) -> Found | Fault:
        body = base58.decode_check(address) if address[:1] in first else None
        if body is None or len(body) != _HASH + 1:
            return _FORM
        version = body[0]
        if version in mainnet:
            return Found(address)
        if version in testnet:
            return Fault.TESTNET
        return Fault.UNPAYABLE if version in unpayable else Fault.FORM

    return parse


def segwit(prefix: str, *testnets: str) -> Parse:
    """Make a parser of segwit with that prefix: version 0 in bech32, later ones in bech32m."""
    heads = tuple(f"{name}1" for name in (prefix, *testnets))

    def parse(address: str) -> Found | Fault:
        lower = address.lower()
        if not lower.startswith(heads):
            return _FORM
        if lower.startswith(heads[0]):
            return _witness(prefix, address)
        testnet = next(name for name in testnets if lower.startswith(f"{name}1"))
        return Fault.TESTNET if isinstance(_witness(testnet, address), Found) else Fault.FORM

    return parse


def _witness(prefix: str, address: str) -> Found | Fault:
    is_first = address[len(prefix) + 1 : len(prefix) + 2] in {"q", "Q"}
    data = bech32.decode(prefix, address, bech32.BECH32 if is_first else bech32.BECH32M) if len(address) <= 90 else None
    size = bech32.size(data[1:]) if data else None
    if data is None or size is None or not 2 <= size <= 40:
        return _FORM
    if is_first:
        return Found(address.lower()) if size in {20, 32} else _FORM
    version = _VERSIONS.find(data[0])
    if version > 16:
        return _FORM
    return Found(address.lower(), notices=() if version == 1 and size == 32 else _NOT_IN_USE)


_VERSIONS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def _former(version: int, chain: str) -> Parse:
    """Make a parser of the old form that is equally valid on `chain`, which has the same version byte."""
    parse = hashed(bytes([version]))
    notices = (Message("address-notice-shared-form", {"chain": chain}),)

    def parse_former(address: str) -> Found | Fault:
        found = parse(address)
        return Found(found.canonical, notices=notices) if isinstance(found, Found) else found

    return parse_former


def _mweb(address: str) -> Found | Fault:
    """Read an address of Litecoin's shielded extension blocks. Source: LIP-0004."""
    return Fault.UNPAYABLE if address.lower().startswith("ltcmweb1") else Fault.FORM


BTC = Family(
    "btc",
    first_of(segwit("bc", "tb", "bcrt"), hashed(b"\x00\x05", b"\x6f\xc4")),
    ("bc1q", "bc1p", "1", "3"),
)
LTC = Family(
    "ltc",
    first_of(segwit("ltc", "tltc", "rltc"), hashed(b"\x30\x32", b"\x6f\xc4\x3a"), _former(0x05, "BTC"), _mweb),
    ("ltc1q", "ltc1p", "L", "M", "3"),
)
DOGE = Family("doge", hashed(b"\x1e\x16", b"\x71\xc4"), ("D", "A", "9"))
DASH = Family("dash", hashed(b"\x4c\x10", b"\x8c\x13"), ("X", "7"))
RVN = Family("rvn", hashed(b"\x3c\x7a", b"\x6f\xc4"), ("R", "r"))
BSV = Family("bsv", hashed(b"\x00", b"\x6f\xc4", unpayable=b"\x05"), ("1",))
"""BSV's nodes no longer take payments to script hashes.

Source: Genesis upgrade of 2020, "Sunset P2SH".
"""
TRON = Family("tron", hashed(b"\x41", b"\xa0"), ("T",))
NEO3 = Family("neo3", hashed(b"\x35"), ("N",))
"""Source: Neo N3, AddressVersion 53."""
