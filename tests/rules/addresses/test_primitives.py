"""The primitives against the vectors of their own specifications."""

import pytest

from bot.rules.addresses import base32, base58, bech32
from bot.rules.addresses.blake256 import blake256
from tests.rules.addresses.mutations import seeded


@pytest.mark.parametrize(
    ("message", "digest"),
    [
        (b"", "716f6e863f744b9ac22c97ec7b76ea5f5908bc5b2f67c61510bfc4751384ea7a"),
        (b"\0", "0ce8d4ef4dd7cd8d62dfded9d4edb0a774ae6a41929a74da23109e8f11139c87"),
        (bytes(72), "d419bad32d504fb7d44d460c42c5593fe544fa4c135dec31e21bd9abdcc22d41"),
    ],
)
def test_blake256(message: bytes, digest: str) -> None:
    """Source: "SHA-3 proposal BLAKE", version 1.3, appendix. The empty message is from the reference code."""
    assert blake256(message).hex() == digest


@pytest.mark.parametrize("size", [54, 55, 56, 63, 64, 65, 119, 128])
def test_blake256_pads_at_every_edge_of_a_block(size: int) -> None:
    assert len(blake256(bytes(size))) == 32
    assert blake256(bytes(size)) != blake256(bytes(size + 1))


@pytest.mark.parametrize(
    ("text", "raw"),
    [("2NEpo7TZRRrLZSi2U", b"Hello World!"), ("11233QC4", bytes.fromhex("0000287fb4cd")), ("1" * 32, bytes(32))],
)
def test_base58(text: str, raw: bytes) -> None:
    """Source: draft-msporny-base58, section 5."""
    assert base58.decode(text) == raw
    assert base58.encode(raw) == text


@pytest.mark.parametrize("text", ["", "0", "O", "I", "l", " 2", "2 ", "2\n", "\u0662", "2" * 129])
def test_text_that_is_not_base58(text: str) -> None:
    assert base58.decode(text) is None


def test_base32_leaves_no_bit_over() -> None:
    """Source: RFC 4648 section 10, without padding."""
    assert base32.decode("MZXW6YTBOI") == b"foobar"
    assert base32.encode(b"foobar") == "MZXW6YTBOI"
    assert base32.decode("MZXW6YTBOJ") is None
    assert base32.decode("M") is base32.decode("MZXW6YTBO1") is base32.decode("mzxw6ytboi") is None


def test_bech32_writes_what_it_reads() -> None:
    raw = bytes(range(20))
    for constant in (bech32.BECH32, bech32.BECH32M):
        text = bech32.encode("cosmos", raw, constant)
        assert bech32.decode_bytes("cosmos", text, constant) == raw
        assert bech32.decode_bytes("cosmos", text, bech32.BECH32 + bech32.BECH32M - constant) is None
        assert bech32.decode_bytes("cosmos", text.upper(), constant) == raw
        assert bech32.decode_bytes("cosmos", text.capitalize(), constant) is None
        assert bech32.decode_bytes("osmo", text, constant) is None


@pytest.mark.parametrize(
    "version", [b"\0", b"\x05", b"\x1e", b"\x41", b"\x6f", b"\xc4", b"\xff", b"\x1c\xb8", b"\x16\x9a"]
)
def test_the_first_characters_of_a_version_are_all_that_it_can_have(version: bytes) -> None:
    chance = seeded("first characters")
    drawn = {base58.encode(version + chance.randbytes(25 - len(version)))[0] for _ in range(2000)}
    assert base58.list_first([version], size=25) == drawn
