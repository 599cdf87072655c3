"""Whitelist sheets like a treasury's, with addresses that exist nowhere, new ones for each number."""

import hashlib
from collections.abc import Sequence

HEADER = "Remark,Coin,Network,Address,Memo"
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BITCOIN, _TRON = b"\x00", b"\x41"
"""Version bytes of base58check.

Source: Bitcoin Wiki "List of address prefixes", TRON developer hub "Account".
"""
_PRIME = 2**255 - 19
_CURVE = -121665 * pow(121666, -1, _PRIME)


def right_sheet(number: int) -> bytes:
    """Twelve rows without a mistake."""
    rows = [
        *((f"Desk {number} market maker {place}", "USDT", "TRC20", _tron(number, place)) for place in range(1, 5)),
        *((f"Desk {number} custody {place}", "USDC", "ERC20", _evm(number, place)) for place in range(1, 5)),
        *((f"Desk {number} cold store {place}", "BTC", "BTC", _bitcoin(number, place)) for place in range(1, 3)),
        *((f"Desk {number} payroll {place}", "SOL", "SOL", _solana(number, place)) for place in range(1, 3)),
    ]
    return _sheet(rows)


def wrong_sheet(number: int) -> bytes:
    """Eight rows, five of them wrong: network, check digits, chain, a missing field, a double address."""
    good = _tron(number, 101)
    damaged = _bitcoin(number, 102)
    damaged = damaged[:-1] + ("2" if damaged[-1] != "2" else "3")
    return _sheet(
        [
            (f"Payout {number} Berlin", "USDT", "TRC20", good),
            (f"Payout {number} Lisbon", "USDT", "TRC2O", _tron(number, 103)),
            (f"Payout {number} Oslo", "BTC", "BTC", damaged),
            (f"Payout {number} Paris", "USDC", "ERC20", _evm(number, 104)),
            (f"Payout {number} Rome", "USDT", "TRC20", _evm(number, 105)),
            (f"Payout {number} Turin", "USDC", "ERC20"),
            (f"Payout {number} Vienna", "USDT", "TRC20", good),
            (f"Payout {number} Warsaw", "SOL", "SOL", _solana(number, 106)),
        ]
    )


def _sheet(rows: Sequence[tuple[str, ...]]) -> bytes:
    lines = [",".join((*row, "")) if len(row) == len(HEADER.split(",")) - 1 else ",".join(row) for row in rows]
    return "\n".join((HEADER, *lines, "")).encode()


def _seed(number: int, place: int) -> bytes:
    return hashlib.sha256(f"sandbox {number} {place}".encode()).digest()


def _evm(number: int, place: int) -> str:
    # Without the digits a to f an address has no check digits to be wrong. Source: EIP-55.
    return f"0x{int.from_bytes(_seed(number, place)) % 10**40:040d}"


def _solana(number: int, place: int) -> str:
    """A wallet: its bytes are a point of the curve. Source: RFC 8032, section 5.1.3."""
    key = _seed(number, place)
    while not _is_point(key):
        key = hashlib.sha256(key).digest()
    return _base58(key)


def _is_point(key: bytes) -> bool:
    y = int.from_bytes(key, "little") & (1 << 255) - 1
    return pow((y * y - 1) * (_CURVE * y * y + 1), (_PRIME - 1) // 2, _PRIME) == 1


def _bitcoin(number: int, place: int) -> str:
    return _base58check(_BITCOIN + _seed(number, place)[:20])


def _tron(number: int, place: int) -> str:
    return _base58check(_TRON + _seed(number, place)[:20])


def _base58check(payload: bytes) -> str:
    check = hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    return _base58(payload + check)


def _base58(data: bytes) -> str:
    value, text = int.from_bytes(data, "big"), ""
    while value:
        value, digit = divmod(value, len(_ALPHABET))
        text = _ALPHABET[digit] + text
    return _ALPHABET[0] * (len(data) - len(data.lstrip(b"\x00"))) + text
