"""Addresses in cashaddr: a prefix, a version byte and a hash, eight check characters.

Source: Bitcoin Cash specification, CashAddr, CashTokens (token-aware types), https://docs.kaspa.org, Conflux CIP-37.
"""

from collections.abc import Callable

from bot.rules.addresses import base58
from bot.rules.addresses.evm import parse_evm, write_evm
from bot.rules.addresses.family import Family, Fault, Found, Parse, first_of
from bot.rules.addresses.linear_code import LinearCode, low_bits
from storage.records import Message

_GENERATORS = (0x98F2BC8E61, 0x79B76D99E2, 0xF33E5FB3C4, 0xAE2EABE2A8, 0x1E4F43E470)
_CODE = LinearCode("qpzry9x8gf2tvdw0s3jn54khce6mua7l", _GENERATORS, bits=40)
_CONFLUX = LinearCode("abcdefghjkmnprstuvwxyz0123456789", _GENERATORS, bits=40)
_KEY_HASH, _SCRIPH_HASH, _TOKEN_BIT = 0, 1, 2
_FIRST = base58.list_first((b"\x00", b"\x05", b"\x6f", b"\xc4"), size=25)
"""First characters of the old form."""
_LOOKS_LIKE_BTC = (Message("address-notice-shared-form", {"chain": "BTC"}),)
_TWO_NETWORKS = (Message("address-notice-two-networks", {"chain": "CFX", "start": "0x"}),)


def cashaddr(prefix: str, testnets: tuple[str, ...], unpayable: str) -> Parse:
    """Make a parser with or without prefix, in one case. The old base58 form is the same address."""
    expected = {name: low_bits(name.encode()) + b"\0" for name in (prefix, *testnets, unpayable)}

    def parse(address: str) -> Found | Fault:
        lower = address.lower()
        if address != lower and address != address.upper():
            return _parse_old(prefix, address)
        head, colon, text = lower.rpartition(":")
        if colon and head not in expected:
            return Fault.FORM
        raw = _decode(expected[head or prefix], text)
        if raw is None:
            return Fault.FORM
        if head in testnets:
            return Fault.TESTNET
        return Fault.UNPAYABLE if head == unpayable else Found(_write(prefix, raw[0] >> 3 & 1, raw[1:], text))

    return parse


def _decode(prefix: bytes, text: str) -> bytes | None:
    """Return version byte and hash: 20 bytes, or 32 for a script."""
    if len(text) not in {42, 61} or _CODE.remainder(prefix, text) != 1:
        return None
    raw = _CODE.to_bytes(text[:-8])
    if raw is None or raw[0] >> 3 > (_SCRIPH_HASH | _TOKEN_BIT):
        return None
    size = raw[0] & 7
    is_right = (size == 0 and len(raw) == 21) or (size == 3 and len(raw) == 33 and raw[0] >> 3 & 1 == _SCRIPH_HASH)
    return raw if is_right else None


def _write(prefix: str, kind: int, hashed: bytes, text: str) -> str:
    """Return the text itself, or its plain form if its type only says that tokens are understood."""
    return text if not _is_token_aware(text) else _encode(prefix, kind, hashed)


def _is_token_aware(text: str) -> bool:
    return text[0] in "zr"


def _encode(prefix: str, kind: int, hashed: bytes) -> str:
    data = _CODE.from_bytes(bytes([kind << 3 | (0 if len(hashed) == 20 else 3)]) + hashed)
    left = _CODE.remainder(low_bits(prefix.encode()) + b"\0", data + "q" * 8)
    return data + _CODE.from_number((left or 0) ^ 1, 8)


def _parse_old(prefix: str, address: str) -> Found | Fault:
    body = base58.decode_check(address) if address[:1] in _FIRST else None
    if body is None or len(body) != 21:
        return Fault.FORM
    if body[0] in b"\x6f\xc4":
        return Fault.TESTNET
    if body[0] not in b"\x00\x05":
        return Fault.FORM
    kind = _KEY_HASH if body[0] == 0 else _SCRIPH_HASH
    return Found(_encode(prefix, kind, body[1:]), notices=_LOOKS_LIKE_BTC)


def parse_kaspa(address: str) -> Found | Fault:
    """Read a Kaspa address: the prefix in lower case, and a key of 32 or 33 bytes or a script's hash."""
    head, _, text = address.partition(":")
    if head not in _KASPA or _CODE.remainder(_KASPA[head], text) != 1:
        return Fault.FORM
    raw = _CODE.to_bytes(text[:-8])
    if not raw or len(raw) != {0: 33, 1: 34, 8: 33}.get(raw[0]):
        return Fault.FORM
    return Found(address) if head == "kaspa" else Fault.TESTNET


_KASPA = {name: low_bits(name.encode()) + b"\0" for name in ("kaspa", "kaspatest", "kaspasim", "kaspadev")}


def _parse_core(address: str) -> Found | Fault:
    """Read an address of Conflux's core network.

    It is `cfx:…`, or in capitals with its kind written out (`CFX:TYPE.USER:…`).
    """
    lower = address.lower()
    if address != lower and address != address.upper():
        return Fault.FORM
    head, _, rest = lower.partition(":")
    kind, _, text = rest.rpartition(":")
    if head not in _CORE or len(text) != 42 or _CONFLUX.remainder(_CORE[head], text) != 1:
        return Fault.FORM
    raw = _CONFLUX.to_bytes(text[:-8])
    written = _KINDS.get(raw[1] >> 4) if raw and raw[0] == 0 else None
    if written is None or kind not in {"", f"type.{written}"}:
        return Fault.FORM
    return Found(f"{head}:{text}") if head == "cfx" else Fault.TESTNET


_CORE = {name: low_bits(name.encode()) + b"\0" for name in ("cfx", "cfxtest")}
_KINDS = {0: "builtin", 1: "user", 8: "contract"}


def _parse_espace(address: str) -> Found | Fault:
    answer = parse_evm(address)
    return Found(answer.canonical, notices=(*answer.notices, *_TWO_NETWORKS)) if isinstance(answer, Found) else answer


def _with_prefix(prefix: str) -> Callable[[str, str], str]:
    """Write the whole cashaddr, because some exchanges refuse one without its prefix.

    Source: Bitcoin Cash specification, CashAddr: "the prefix should be shown". Bitkub and Coinbase Prime write it.
    """
    return lambda _given, canonical: f"{prefix}:{canonical}"


def _write_core(given: str, canonical: str) -> str:
    return canonical if canonical.startswith("cfx:") else write_evm(given, canonical)


BCH = Family(
    "bch",
    cashaddr("bitcoincash", ("bchtest", "bchreg"), "simpleledger"),
    ("bitcoincash:q", "bitcoincash:p", "q", "p", "1", "3"),
    write=_with_prefix("bitcoincash"),
)
XEC = Family(
    "xec",
    cashaddr("ecash", ("ectest", "ecregtest"), "etoken"),
    ("ecash:q", "ecash:p", "q", "p", "1", "3"),
    write=_with_prefix("ecash"),
)
KASPA = Family("kaspa", parse_kaspa, ("kaspa:q", "kaspa:p"), in_one_case=str.lower)
CONFLUX = Family("conflux", first_of(_parse_core, _parse_espace), ("cfx:aa", "cfx:ac", "0x"), write=_write_core)
