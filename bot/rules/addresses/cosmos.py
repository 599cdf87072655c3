"""Addresses in plain bech32: Cosmos, its relatives, and chains that borrowed the form.

Source: https://docs.cosmos.network (bech32 prefixes), ADR-028 (32 bytes), https://docs.injective.network and
https://docs.kava.io (accounts shared with Ethereum's form), https://docs.multiversx.com, https://docs.oasis.io,
https://docs.avax.network (X-Chain), Nervos RFC-0021.
"""

from collections.abc import Callable

from bot.rules.addresses import bech32
from bot.rules.addresses.evm import parse_evm, write_evm
from bot.rules.addresses.family import Family, Fault, Found, Parse, first_of
from storage.records import Message

_ROLES = ("valoper", "valcons", "pub", "valoperpub", "valconspub")
_TWO_NETWORKS = (Message("address-notice-two-networks", {"chain": "ROSE", "start": "0x"}),)


def account(prefix: str) -> Parse:
    """Make a parser of accounts of 20 bytes, or of 32 (modules, contracts, groups).

    Operators' addresses cannot take coins.
    """

    of_operators = tuple(f"{prefix}{role}1" for role in _ROLES)

    def parse(address: str) -> Found | Fault:
        data = bech32.decode(prefix, address, bech32.BECH32)
        if data is not None:
            return Found(address.lower()) if bech32.size(data) in {20, 32} else Fault.FORM
        return Fault.UNPAYABLE if address.lower().startswith(of_operators) else Fault.FORM

    return parse


def _ethereum_account(prefix: str) -> Parse:
    """Make a parser of accounts that are equal to their Ethereum address of the same 20 bytes."""
    parse = account(prefix)

    def parse_both(address: str) -> Found | Fault:
        answer = parse(address)
        raw = bech32.decode_bytes(prefix, address) if isinstance(answer, Found) else None
        return Found(f"0x{raw.hex()}") if raw is not None and len(raw) == 20 else answer

    return first_of(parse_both, parse_evm)


def _faces(prefix: str) -> Callable[[str], tuple[str, ...]]:
    def faces(canonical: str) -> tuple[str, ...]:
        if not canonical.startswith("0x"):
            return (canonical,)
        return canonical, bech32.encode(prefix, bytes.fromhex(canonical[2:]))

    return faces


def _fixed(prefix: str, sizes: range, testnet: str | None = None, head: bytes = b"") -> Parse:
    """Make a parser of bech32 with a payload of such a size that begins with `head`."""

    def parse(address: str) -> Found | Fault:
        for known in (prefix, testnet):
            raw = bech32.decode_bytes(known, address) if known else None
            if raw is not None and len(raw) in sizes and raw.startswith(head):
                return Found(address.lower()) if known == prefix else Fault.TESTNET
        return Fault.FORM

    return parse


def _parse_x_chain(address: str) -> Found | Fault:
    """Read the chain's letter, a dash, and bech32."""
    if not address.startswith("X-"):
        return Fault.UNPAYABLE if address.startswith(("P-avax1", "C-avax1")) else Fault.FORM
    answer = _X_CHAIN(address[2:])
    return Found(f"X-{answer.canonical}") if isinstance(answer, Found) else answer


_X_CHAIN = _fixed("avax", range(20, 21), "fuji")


def _parse_sapphire(address: str) -> Found | Fault:
    answer = parse_evm(address)
    return Found(answer.canonical, notices=(*answer.notices, *_TWO_NETWORKS)) if isinstance(answer, Found) else answer


def _parse_nervos(address: str) -> Found | Fault:
    """Read the full format in bech32m, or the two deprecated ones in bech32, which are still right."""
    for prefix in ("ckb", "ckt"):
        for constant, is_right in ((bech32.BECH32M, _is_full), (bech32.BECH32, _is_deprecated)):
            raw = bech32.decode_bytes(prefix, address, constant)
            if raw and is_right(raw):
                return Found(address.lower()) if prefix == "ckb" else Fault.TESTNET
    return Fault.FORM


def _is_full(raw: bytes) -> bool:
    """Whether it holds a code hash, its hash type, and arguments."""
    return raw[0] == 0 and len(raw) >= 34 and raw[33] in {0, 1, 2, 4}


def _is_deprecated(raw: bytes) -> bool:
    """Whether it is a short one with the index of a well-known script, or a full one from before 2021."""
    if raw[0] == 1:
        return len(raw) > 1 and ((raw[1] in {0, 1} and len(raw) == 22) or (raw[1] == 2 and 22 <= len(raw) <= 24))
    return raw[0] in {2, 4} and len(raw) >= 33


COSMOS = Family("cosmos", account("cosmos"), ("cosmos1",))
OSMOSIS = Family("osmosis", account("osmo"), ("osmo1",))
CELESTIA = Family("celestia", account("celestia"), ("celestia1",))
SEI = Family("sei", first_of(account("sei"), parse_evm), ("sei1", "0x"), write=write_evm)
INJECTIVE = Family("injective", _ethereum_account("inj"), ("inj1", "0x"), _faces("inj"), write=write_evm)
KAVA = Family("kava", _ethereum_account("kava"), ("kava1", "0x"), _faces("kava"), write=write_evm)
OASIS = Family(
    "oasis", first_of(_fixed("oasis", range(21, 22), head=b"\0"), _parse_sapphire), ("oasis1q", "0x"), write=write_evm
)
ELROND = Family("elrond", _fixed("erd", range(32, 33)), ("erd1",))
AVALANCHE_X = Family("avalanche-x", _parse_x_chain, ("X-avax1",))
_DEFAULT_LOCK = "ckb1qzda0cr08m85hc8jlnfp3zer7xulejywt49kt2rr0vthywaa50xwsq"
"""The beginning of every full address with the usual lock script.

Source: RFC-0024, SECP256K1/blake160.
"""
NERVOS = Family("nervos", _parse_nervos, ("ckb1q", "ckb1qyq", _DEFAULT_LOCK))
