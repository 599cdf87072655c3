"""Smaller families in base58: Tezos, Waves, Mina, and the SS58 of Polkadot's relatives.

Source: https://tezos.gitlab.io (base58 prefixes), https://docs.waves.tech (address binary format),
https://docs.minaprotocol.com (base58check prefixes), https://docs.substrate.io/reference/address-formats/
"""

from collections.abc import Callable
from hashlib import blake2b

from sha3 import keccak_256  # type: ignore[import-untyped]  # the library has no types

from bot.rules.addresses import base58
from bot.rules.addresses.family import Family, Fault, Found, Parse

_TEZOS = (b"\x06\xa1\x9f", b"\x06\xa1\xa1", b"\x06\xa1\xa4", b"\x06\xa1\xa6", b"\x02\x5a\x79")
"""tz1, tz2, tz3, tz4, and KT1 of contracts."""
_ROLLUPS = (b"\x06\x7c\x75", b"\x01\x80\x78\x1f")
"""sr1, txr1."""
_STARTS = ("tz", "KT1", "sr1", "txr1")


def parse_tezos(address: str) -> Found | Fault:
    """Read three prefix bytes and a hash of 20 bytes."""
    body = base58.decode_check(address) if len(address) <= 40 and address.startswith(_STARTS) else None
    if body is None:
        return Fault.FORM
    if body.startswith(_ROLLUPS):
        return Fault.UNPAYABLE
    return Found(address) if len(body) == 23 and body.startswith(_TEZOS) else Fault.FORM


def _waves_hash(body: bytes) -> bytes:
    digest: bytes = keccak_256(blake2b(body, digest_size=32).digest()).digest()
    return digest


def parse_waves(address: str) -> Found | Fault:
    """Read version 1, the network's letter, and a hash of 20 bytes.

    An alias is refused: its owner can move it.
    """
    if address.startswith("alias:"):
        return Fault.UNPAYABLE
    body = base58.decode_check(address, _waves_hash) if len(address) == 35 else None
    if body is None or len(body) != 22 or body[0] != 1:
        return Fault.FORM
    return Found(address) if body[1:2] == b"W" else Fault.TESTNET


def parse_mina(address: str) -> Found | Fault:
    """Read a compressed public key: version 203, two format bytes, 32 bytes, and one bit for the sign."""
    body = base58.decode_check(address) if len(address) == 55 else None
    is_key = body is not None and len(body) == 36 and body.startswith(b"\xcb\x01\x01") and body[-1] <= 1
    return Found(address) if is_key else Fault.FORM


def ss58(network: int) -> Parse:
    """Make a parser for SS58 of one network. The generic form does not say which chain is meant."""
    version = bytes([network])

    def parse(address: str) -> Found | Fault:
        raw = base58.decode(address) if 36 <= len(address) <= 48 else None
        if raw is None or len(raw) != 35 or not raw.startswith(version):
            return Fault.FORM
        return Found(address) if blake2b(b"SS58PRE" + raw[:-2]).digest().startswith(raw[-2:]) else Fault.FORM

    return parse


TEZOS = Family("tezos", parse_tezos, ("tz1", "tz2", "tz3", "tz4", "KT1"))
WAVES = Family("waves", parse_waves, ("3P",))
MINA = Family("mina", parse_mina, ("B62q",))


def _from_generic(network: int) -> Callable[[str], str | None]:
    """Make a converter from the form that names no network to the same key's address on `network`."""
    parse = ss58(_GENERIC)

    def find_form(address: str) -> str | None:
        raw = base58.decode(address) if isinstance(parse(address), Found) else None
        if raw is None:
            return None
        body = bytes([network]) + raw[1:33]
        return base58.encode(body + blake2b(b"SS58PRE" + body).digest()[:2])

    return find_form


_GENERIC = 42

POLKADOT = Family("polkadot", ss58(0), ("1",), find_form=_from_generic(0))
KUSAMA = Family("kusama", ss58(2), (), find_form=_from_generic(2))
BITTENSOR = Family("bittensor", ss58(_GENERIC), ("5",))
