"""Addresses of the XRP Ledger: classic, and X-addresses that carry their tag.

Source: https://xrpl.org/docs/concepts/accounts/addresses, XLS-5d (X-address format).
"""

from bot.rules.addresses import base58
from bot.rules.addresses.family import Family, Fault, Found

_MAINNET, _TESTNET = b"\x05\x44", b"\x04\x93"
_FIRST = frozenset("rXT")
"""First characters of classic addresses, and of X-addresses of both networks."""


def parse_ripple(address: str) -> Found | Fault:
    """Read an address. The canonical form is always the classic one."""
    body = base58.decode_ripple(address) if 20 <= len(address) <= 50 and address[0] in _FIRST else None
    if body is None:
        return Fault.FORM
    if len(body) == 21 and body[0] == 0:
        return Found(address)
    if len(body) != 31 or body[:2] not in {_MAINNET, _TESTNET}:
        return Fault.FORM
    flag, tag = body[22], body[23:]
    if flag > 1 or any(tag[4:]) or (flag == 0 and any(tag)):
        return Fault.FORM
    if body[:2] == _TESTNET:
        return Fault.TESTNET
    classic = base58.encode_ripple(b"\0" + body[2:22])
    return Found(classic, memo=str(int.from_bytes(tag[:4], "little")) if flag else None)


RIPPLE = Family("ripple", parse_ripple, ("r", "X"))
