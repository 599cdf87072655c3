"""Whitelist sheets of any length for the measurements.

Thirteen kinds of rows follow in turn, and one row in a hundred is wrong.
"""

from base64 import urlsafe_b64encode
from binascii import crc_hqx
from collections.abc import Callable
from random import Random

from sha3 import keccak_256  # type: ignore[import-untyped]  # the library has no types

from bot.rules.addresses import base32, base58


def write(rows: int, seed: int = 1) -> str:
    """Write a sheet of that many rows, the same for the same seed."""
    chance = Random(seed)  # noqa: S311 - repeatable on purpose
    lines = ["Remark,Coin,Network,Address,Memo"]
    for number in range(rows):
        coin, chain, make, memo = KINDS[number % len(KINDS)]
        address = make(chance.randbytes(32))
        if number % 100 == 99:
            address = f"{address[:-2]}{address[-1]}{address[-2]}x"
        lines.append(f"customer {number},{coin},{chain},{address},{number if memo else ''}")
    return "\r\n".join([*lines, ""])


def _evm(raw: bytes) -> str:
    digits = raw[:20].hex()
    nibbles = keccak_256(digits.encode()).hexdigest()
    cased = (digit.upper() if int(nibble, 16) > 7 else digit for digit, nibble in zip(digits, nibbles, strict=False))
    return f"0x{''.join(cased)}"


def _bech32(prefix: str, head: str = "") -> Callable[[bytes], str]:
    """Make a writer. Source: BIP-173. `head` precedes the hash: the version of a witness."""

    def make(raw: bytes) -> str:
        values = [_BECH32.index(letter) for letter in head]
        values += [int(f"{int.from_bytes(raw[:20], 'big'):0160b}"[place : place + 5], 2) for place in range(0, 160, 5)]
        expanded = [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]
        check = 1
        for value in [*expanded, *values, 0, 0, 0, 0, 0, 0]:
            top = check >> 25
            check = (check & 0x1FFFFFF) << 5 ^ value
            for bit, term in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
                check ^= term if top >> bit & 1 else 0
        check ^= 1
        tail = [check >> 5 * (5 - place) & 31 for place in range(6)]
        return f"{prefix}1{''.join(_BECH32[value] for value in [*values, *tail])}"

    return make


def _hashed(version: int) -> Callable[[bytes], str]:
    return lambda raw: base58.encode_check(bytes([version]) + raw[:20])


def _stellar(raw: bytes) -> str:
    body = b"\x30" + raw
    return base32.encode(body + crc_hqx(body, 0).to_bytes(2, "little"))


def _ton(raw: bytes) -> str:
    body = b"\x51\0" + raw
    return urlsafe_b64encode(body + crc_hqx(body, 0).to_bytes(2, "big")).decode()


_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
KINDS: tuple[tuple[str, str, Callable[[bytes], str], bool], ...] = (
    ("ETH", "ERC20", _evm, False),
    ("BTC", "BTC", _bech32("bc", "q"), False),
    ("USDT", "TRC20", _hashed(0x41), False),
    ("USDT", "ERC20", _evm, False),
    ("SOL", "SOL", base58.encode, False),
    ("BTC", "BTC", _hashed(0), False),
    ("XRP", "XRP", lambda raw: base58.encode_ripple(b"\0" + raw[:20]), True),
    ("USDC", "BSC", _evm, False),
    ("LTC", "LTC", _bech32("ltc", "q"), False),
    ("DOGE", "DOGE", _hashed(0x1E), False),
    ("XLM", "XLM", _stellar, True),
    ("ATOM", "ATOM", _bech32("cosmos"), True),
    ("USDT", "TON", _ton, True),
)
"""Coin, chain, writer of an address of 32 random bytes, and whether the row has a memo."""
