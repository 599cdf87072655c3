"""Chains with named or numbered accounts: NEAR, EOSIO, Hedera.

Source: https://docs.near.org/protocol/account-model, Antelope `name` type, Hedera HIP-15.
"""

import re
from collections.abc import Iterable
from functools import reduce

from bot.rules.addresses.evm import parse_evm
from bot.rules.addresses.family import NAMED, UNPROTECTED, Family, Fault, Found, always

_NEAR_NAME = re.compile(r"(?:[a-z0-9]+[-_])*[a-z0-9]+(?:\.(?:[a-z0-9]+[-_])*[a-z0-9]+)*\.[a-z]{2,}")
_NEAR_IMPLICIT = re.compile(r"[0-9a-f]{64}|0[sx][0-9a-f]{40}")
_EOSIO = re.compile(r"[a-z1-5.]{0,11}[a-z1-5]|[a-z1-5.]{12}[a-j1-5]")
_HEDERA = re.compile(r"(0\.0\.(0|[1-9][0-9]{0,18}))(?:-([a-z]{5}))?")
_HIGHEST = 2**63 - 1
"""Source: Hedera, basic_types.proto: accountNum is an int64."""


def parse_near(address: str) -> Found | Fault:
    """Read a name under a top-level one of letters alone (`olga.near`), or the key itself in hex."""
    if _NEAR_IMPLICIT.fullmatch(address):
        return Found(address, notices=UNPROTECTED)
    if not 4 <= len(address) <= 64 or _NEAR_NAME.fullmatch(address) is None:
        return Fault.FORM
    return Fault.TESTNET if address.endswith(".testnet") else Found(address, notices=NAMED)


def is_near_name(canonical: str) -> bool:
    """Whether a person chose the name."""
    return _NEAR_IMPLICIT.fullmatch(canonical) is None


def parse_eosio(address: str) -> Found | Fault:
    """Read up to 12 characters, and a thirteenth out of the first sixteen. A public key is not an account."""
    if address.startswith(("EOS", "PUB_")) and len(address) > 50:
        return Fault.UNPAYABLE
    return Found(address, notices=NAMED) if _EOSIO.fullmatch(address) else Fault.FORM


def parse_hedera(address: str) -> Found | Fault:
    """Read shard, realm and number. The five letters behind them are an optional checksum."""
    match = _HEDERA.fullmatch(address)
    if match is None or int(match[2]) > _HIGHEST:
        return Fault.FORM
    account, _, letters = match.groups()
    if letters is None:
        return Found(account, notices=UNPROTECTED)
    if letters == _hedera_letters(account, 0):
        return Found(account)
    return Fault.TESTNET if any(letters == _hedera_letters(account, ledger) for ledger in (1, 2)) else Fault.FORM


def _hedera_letters(account: str, ledger: int) -> str:
    """Return the checksum of an account on a ledger (HIP-15)."""
    digits = [10 if character == "." else int(character) for character in account]
    p3, p5 = 26**3, 26**5
    even, odd = sum(digits[::2]) % 11, sum(digits[1::2]) % 11
    total = (len(digits) % 5 * 11 + even) * 11 + odd
    number = (total * p3 + _weigh(digits, p3) + _weigh((ledger, 0, 0, 0, 0, 0, 0), p5)) % p5 * 1000003 % p5
    return "".join(chr(ord("a") + number // 26**power % 26) for power in (4, 3, 2, 1, 0))


def _weigh(digits: Iterable[int], modulus: int) -> int:
    return reduce(lambda sum_, digit: (sum_ * 31 + digit) % modulus, digits, 0)


def _lower_near_name(address: str) -> str:
    """Lower-case a name. A key in hex is not a name and stays."""
    return address.lower() if "." in address else address


def _find_hedera_number(address: str) -> str | None:
    """Return the number in an Ethereum address that Hedera made. An alias must be looked up.

    Source: HIP-583, "long-zero" addresses: shard, realm and number in 4, 8 and 8 bytes.
    """
    if not isinstance(parse_evm(address), Found):
        return None
    number = int(address, 16)
    return f"0.0.{number}" if number <= _HIGHEST else ""


NEAR = Family("near", parse_near, ("0x",), in_one_case=_lower_near_name, looks="alice.near", is_name=is_near_name)
EOSIO = Family("eosio", parse_eosio, (), in_one_case=str.lower, looks="eosio.token", is_name=always)
HEDERA = Family("hedera", parse_hedera, ("0.0.",), find_form=_find_hedera_number, is_name=always)
