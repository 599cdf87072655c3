"""Smaller families in hex: Aptos, Sui, Starknet, Internet Computer, Flow, Kadena.

Source: Aptos AIP-40, https://docs.sui.io, https://docs.starknet.io, Internet Computer ledger accounts, onflow/flow-go
model/flow/address.go, Kadena KIP-0013.
"""

import re
from binascii import crc32
from functools import reduce
from operator import xor

from sha3 import keccak_256  # type: ignore[import-untyped]  # the library has no types

from bot.rules.addresses import base32
from bot.rules.addresses.evm import is_capitalised_by
from bot.rules.addresses.family import UNPROTECTED, Family, Fault, Found
from storage.records import Message

_MOVE = re.compile(r"0x([0-9a-fA-F]{64})")
_STARKNET = re.compile(r"0x([1-9a-fA-F][0-9a-fA-F]{62}|[0-9a-fA-F]{64})")
_STARKNET_END = 2**251 - 256
_ACCOUNT = re.compile(r"[0-9a-fA-F]{64}")
_PRINCIPAL = re.compile(r"[a-z2-7]{5}(?:-[a-z2-7]{5})*-[a-z2-7]{1,5}")
_FLOW = re.compile(r"0x([0-9a-fA-F]{16})")
_KADENA = re.compile(r"k:[0-9a-f]{64}|w:[A-Za-z0-9_-]{43}:(?:keys-all|keys-any|keys-2)")
_KADENA_ROLES = re.compile(r"[urcmnp]:.+", re.DOTALL)


def parse_move(address: str) -> Found | Fault:
    """Read 32 bytes written in full: a shortened address looks the same as one that was cut off."""
    match = _MOVE.fullmatch(address)
    return Found(f"0x{match[1].lower()}", notices=UNPROTECTED) if match else Fault.FORM


def parse_starknet(address: str) -> Found | Fault:
    """Read a number below the end of the address space, written in full or without its one leading zero.

    Every address begins with a zero, so one of 63 digits that does not was not cut off. Mixed case is the checksum.
    """
    match = _STARKNET.fullmatch(address)
    if match is None or int(match[1], 16) >= _STARKNET_END:
        return Fault.FORM
    digits = match[1].zfill(64)
    lower = digits.lower()
    filled = () if digits == match[1] else (Message("address-notice-filled", {"address": f"0x{lower}"}),)
    if digits in {lower, lower.upper()}:
        return Found(f"0x{lower}", notices=(*filled, *UNPROTECTED))
    shortest = lower.lstrip("0")
    hashed = keccak_256(bytes.fromhex(shortest.zfill(len(shortest) + len(shortest) % 2))).hexdigest()
    return Found(f"0x{lower}", notices=filled) if is_capitalised_by(digits, hashed) else Fault.FORM


def parse_icp(address: str) -> Found | Fault:
    """Read a ledger account: CRC-32 and a hash of 28 bytes.

    A principal owns accounts and is not an account.
    """
    if _ACCOUNT.fullmatch(address):
        raw = bytes.fromhex(address)
        return Found(address.lower()) if crc32(raw[4:]) == int.from_bytes(raw[:4], "big") else Fault.FORM
    if _PRINCIPAL.fullmatch(address):
        principal = base32.decode(address.replace("-", ""), base32.LOWER)
        if principal and crc32(principal[4:]) == int.from_bytes(principal[:4], "big"):
            return Fault.UNPAYABLE
    return Fault.FORM


_PARITY = (
    *(1 << bit for bit in range(19)),
    *(0x7328D, 0x6689A, 0x6112F, 0x6084B, 0x433FD, 0x42AAB, 0x41951, 0x233CE, 0x22A81, 0x21948, 0x1EF60, 0x1DECA),
    *(0x1C639, 0x1BDD8, 0x1A535, 0x194AC, 0x18C46, 0x1632B, 0x1529B, 0x14A43, 0x13184, 0x12942, 0x118C1, 0x0F812),
    *(0x0E027, 0x0D00E, 0x0C83C, 0x0B01D, 0x0A831, 0x0982B, 0x07034, 0x0682A, 0x05819, 0x03807, 0x007D2, 0x00727),
    *(0x0068E, 0x0067C, 0x0059D, 0x004EB, 0x003B4, 0x0036A, 0x002D9, 0x001C7, 0x0003F),
)
"""Each bit of a Flow address, lowest first → its share of the parity, which must be zero."""
_FLOW_TESTNETS = (0x6834BA37B3980209, 0x1CB159857AF02018, 0x1035CE4EFF92AE01, 0x5211829E88528817)


def parse_flow(address: str) -> Found | Fault:
    """Read a word of a code of distance 7. Other networks use shifted codes."""
    match = _FLOW.fullmatch(address)
    if match is None:
        return Fault.FORM
    word = int(match[1], 16)
    if word and not _parity(word):
        return Found(f"0x{match[1].lower()}")
    return Fault.TESTNET if any(not _parity(word ^ shift) for shift in _FLOW_TESTNETS) else Fault.FORM


def _parity(word: int) -> int:
    return reduce(xor, (column for bit, column in enumerate(_PARITY) if word >> bit & 1), 0)


def parse_kadena(address: str) -> Found | Fault:
    """Read an account guarded by one key (k:) or by several (w:).

    Names that people chose have no rule to check.
    """
    if _KADENA.fullmatch(address):
        return Found(address, notices=UNPROTECTED)
    return Fault.UNPAYABLE if _KADENA_ROLES.fullmatch(address) else Fault.FORM


APTOS = Family("aptos", parse_move, ("0x",))
SUI = Family("sui", parse_move, ("0x",))
STARKNET = Family("starknet", parse_starknet, ("0x0", "0x"))
ICP = Family("icp", parse_icp, ())
FLOW = Family("flow", parse_flow, ("0x",))
KADENA = Family("kadena", parse_kadena, ("k:", "w:"))
