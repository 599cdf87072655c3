"""Addresses of TON: raw, and the two friendly notations, bounceable and not.

Source: TEP-2, https://docs.ton.org (address formats).
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import crc_hqx

from bot.rules.addresses.family import UNPROTECTED, Family, Fault, Found

_RAW = re.compile(r"(0|-1):([0-9a-fA-F]{64})")
_FRIENDLY = re.compile(r"[A-Za-z0-9+/]{48}|[A-Za-z0-9_-]{48}")
_BOUNCEABLE, _PLAIN, _TESTNET = 0x11, 0x51, 0x80
_TO_URL_SAFE = str.maketrans("+/", "-_")


def parse_ton(address: str) -> Found | Fault:
    """Read an address. The canonical form is the raw one: work chain, colon, 64 lower hex digits."""
    match = _RAW.fullmatch(address)
    if match is not None:
        return Found(f"{match[1]}:{match[2].lower()}", notices=UNPROTECTED)
    if _FRIENDLY.fullmatch(address) is None:
        return Fault.FORM
    raw = urlsafe_b64decode(address.translate(_TO_URL_SAFE))
    chain = {0: "0", 255: "-1"}.get(raw[1])
    if chain is None or crc_hqx(raw[:34], 0).to_bytes(2, "big") != raw[34:]:
        return Fault.FORM
    if raw[0] & ~_TESTNET not in {_BOUNCEABLE, _PLAIN}:
        return Fault.FORM
    return Fault.TESTNET if raw[0] & _TESTNET else Found(f"{chain}:{raw[2:34].hex()}")


def faces(canonical: str) -> tuple[str, ...]:
    """Return what wallets show: not bounceable, bounceable, raw.

    Their ends differ, so each can be imitated alone.
    """
    chain, digits = canonical.split(":")
    body = (b"\0" if chain == "0" else b"\xff") + bytes.fromhex(digits)
    return (*(_write(bytes([tag]) + body) for tag in (_PLAIN, _BOUNCEABLE)), canonical)


def _write_as_given(given: str, canonical: str) -> str:
    """Keep a friendly notation, which says what happens to coins that are not taken.

    Make one from the raw form.
    """
    return faces(canonical)[0] if ":" in given else given.translate(_TO_URL_SAFE)


def _write(body: bytes) -> str:
    return urlsafe_b64encode(body + crc_hqx(body, 0).to_bytes(2, "big")).decode()


TON = Family("ton", parse_ton, ("UQ", "EQ", "0:", "Uf", "Ef", "-1:"), faces, write=_write_as_given)
