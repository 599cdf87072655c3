"""BLAKE-256, the SHA-3 candidate that Decred uses. The standard library has only its successor.

Source: "SHA-3 proposal BLAKE", version 1.3 (2010), 14 rounds.
"""

import struct

_WORD = 0xFFFFFFFF
_ROUNDS = 14
_START = (0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19)
_PI = (
    *(0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0, 0x082EFA98, 0xEC4E6C89),
    *(0x452821E6, 0x38D01377, 0xBE5466CF, 0x34E90C6C, 0xC0AC29B7, 0xC97C50DD, 0x3F84D5B5, 0xB5470917),
)
_ORDERS = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
    (14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3),
    (11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4),
    (7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8),
    (9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13),
    (2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9),
    (12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11),
    (13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10),
    (6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5),
    (10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0),
)
_QUARTERS = (
    *((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15)),
    *((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)),
)
_STEPS = tuple(
    (*quarter, order[2 * place], _PI[order[2 * place]], order[2 * place + 1], _PI[order[2 * place + 1]])
    for order in (*_ORDERS, *_ORDERS[: _ROUNDS - len(_ORDERS)])
    for place, quarter in enumerate(_QUARTERS)
)
"""All quarter rounds in order.

Each holds four places of the state, and two words of the block with their constants.
"""


def blake256(message: bytes) -> bytes:
    """Return the hash of 32 bytes."""
    bits = len(message) * 8
    padded = message + b"\x80" + bytes((55 - len(message)) % 64)
    padded = padded[:-1] + bytes([padded[-1] | 1]) + struct.pack(">Q", bits)
    state = list(_START)
    for begin in range(0, len(padded), 64):
        # A block that holds no bit of the message counts as zero.
        counted = min(bits, (begin + 64) * 8) if begin * 8 < bits else 0
        _compress(state, struct.unpack(">16I", padded[begin : begin + 64]), counted)
    return struct.pack(">8I", *state)


def _compress(state: list[int], block: tuple[int, ...], counted: int) -> None:
    low, high = counted & _WORD, counted >> 32
    v = [*state, *_PI[:4], _PI[4] ^ low, _PI[5] ^ low, _PI[6] ^ high, _PI[7] ^ high]
    # Written out, because in Python a function call for each would double the time.
    for a, b, c, d, first, first_pi, second, second_pi in _STEPS:
        one, two = v[a] + v[b] + (block[first] ^ second_pi) & _WORD, v[b]
        four = v[d] ^ one
        four = four >> 16 | four << 16 & _WORD
        three = v[c] + four & _WORD
        two ^= three
        two = two >> 12 | two << 20 & _WORD
        one = one + two + (block[second] ^ first_pi) & _WORD
        four ^= one
        four = v[d] = four >> 8 | four << 24 & _WORD
        three = v[c] = three + four & _WORD
        two ^= three
        v[a], v[b] = one, two >> 7 | two << 25 & _WORD
    for place in range(8):
        state[place] ^= v[place] ^ v[place + 8]
