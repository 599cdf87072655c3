"""Issue 4, point 2: a private key or seed phrase in an address field is refused and not repeated."""

import pytest
from bip_utils import Base58Encoder  # type: ignore[import-untyped]  # the library has no types

from bot.rules.addresses import Outcome, check_address
from bot.rules.verdict import Reason, Refused
from tests.rules.addresses.corpus import CHAIN_OF_FAMILY

WORDS = "abandon ability able about above absent absorb abstract absurd abuse access accident " * 3

SECRETS = {
    "WIF": "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ",
    "WIF, compressed": "KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617",
    "WIF, mistyped": "KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98618",
    "WIF, Litecoin": "6u823ozcyt2rjPH8Z2ErsSXJB5PPQwK7VVTwwN4mxLBFrao69XQ",
    "WIF, testnet": "cMzLdeGd5vEqxB8B6VFQoRopQ3sLAAvEzDAoQgvX54xwofSWj1fx",
    "BIP-38": "6PRVWUbkzzsbcVac2qwfssoUJAN1Xhrg6bNk8J7Nzm5H7kxEbn2Nh2ZoGg",
    "BIP-32": "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yu"
    "GBxrMPHi",
    "hex": "18e14a7b6a307f426a94f8114701e7c8e774e7f9a47e2c2035db29a206321725",
    "hex with 0x": "0xe331b6d69882b4cb4ea581d88e0b604039a3de5967688d3dcffdd2270c0fd109",
    "hex of 64 bytes": "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "XRP family seed": "snoPBrXtMeMyMHUVTgbuqAfg1SUTb",
    "XRP family seed, mistyped": "snoPBrXtMeMyMHUVTgbuqAfg1SUTc",
    "XRP ed25519 seed": "sEdTM1uX8pu2do5XvTnutH6HsouMaM2",
    "XLM seed": "SBU2RRGLXH3E5CQHTD3ODLDF2BWDCYUSSBLLZ5GNW7JXHDIYKXZWHXL7",
    "SOL key": "4Z7cXSyeFR8wNGMVXUE1TwtKn5D5Vu7FzEv69dokLv7KrQk7h6pu4LF8ZRR9yQBhc7uSM6RTTZtU1fmaxiNrxXrs",
    "SOL key file": str([7] * 64),
    "NEAR key": "ed25519:4Z7cXSyeFR8wNGMVXUE1TwtKn5D5Vu7FzEv69dokLv7KrQk7h6pu4LF8ZRR9yQBhc7uSM6RTTZtU1fmaxiNrxXrs",
    "Sui key": "suiprivkey1qzwant3kaegmjy4qxex93s0jzvemekkjmyv3r2sjwgnv2y479pgsywhveae",
    "Tezos key": "edsk3gUfUPyBSfrS9CCgmCiQsTCHGkviBDusMxDJstFtojtc1zcpsh",
    "EOS key": "PVT_K1_2bfGi9rYsXQSXXTvJbDAPhHLQUojjaNLomdm3cEJ1XTzMqUt3V",
    "12 words": " ".join(WORDS.split()[:12]),
    "15 words": " ".join(WORDS.split()[:15]),
    "18 words": "  ".join(WORDS.split()[:18]),
    "21 words": "\n".join(WORDS.split()[:21]),
    "24 words, numbered": " ".join(f"{number}. {word}" for number, word in enumerate(WORDS.split()[:24], start=1)),
    "12 words, Japanese": "\u3000".join(["あいこくしん"] * 11 + ["あおぞら"]),
}
"""Source: the specifications that `bot/rules/addresses/leaked.py` names. None holds coins."""


HEX = {"hex", "hex with 0x"}
LIKE_HEX = {"near", "aptos", "sui"}
"""Families with addresses that look like keys."""


@pytest.mark.parametrize("kind", sorted(SECRETS.keys() - HEX))
def test_a_secret_is_refused_and_not_repeated(kind: str) -> None:
    for chain in [*CHAIN_OF_FAMILY.values(), "NO_SUCH"]:
        verdict = check_address(chain, SECRETS[kind])
        assert verdict.refused == Refused(Reason.ADDRESS_SECRET), chain
        assert (verdict.outcome, verdict.canonical, verdict.notices, verdict.memo) == (Outcome.INVALID, "", (), None)


@pytest.mark.parametrize("kind", sorted(HEX))
def test_64_hex_digits_are_a_transaction_hash_or_a_key_without_a_guess_which(kind: str) -> None:
    for chain in [*(chain for family, chain in CHAIN_OF_FAMILY.items() if family not in LIKE_HEX), "NO_SUCH"]:
        verdict = check_address(chain, SECRETS[kind])
        assert verdict.refused == Refused(Reason.ADDRESS_HASH_OR_KEY), chain
        assert (verdict.outcome, verdict.canonical, verdict.notices, verdict.memo) == (Outcome.INVALID, "", (), None)


@pytest.mark.parametrize("chain", ["NEAR", "APTOS", "SUI"])
def test_where_addresses_look_like_keys_they_are_addresses(chain: str) -> None:
    """A key in hex and an account there look the same."""
    kind = "hex" if chain == "NEAR" else "hex with 0x"
    assert check_address(chain, SECRETS[kind]).outcome is Outcome.VALID


@pytest.mark.parametrize(
    "text", ['"{}"', "'{}'", "({})", "bitcoin:{}", "key: {}", "{};", "https://example.org/?key={}"]
)
def test_a_secret_with_something_around_it_is_one(text: str) -> None:
    for chain in ("BTC", "ERC20", "NO_SUCH"):
        assert check_address(chain, text.format(SECRETS["XRP family seed"])).refused == Refused(Reason.ADDRESS_SECRET)


@pytest.mark.parametrize("text", ["please pay to olga", "one two three four five six seven eight nine ten eleven"])
def test_words_alone_are_no_seed_phrase(text: str) -> None:
    assert check_address("BTC", text).reason is Reason.ADDRESS_CHARACTER


def test_thirty_four_bytes_with_another_end_are_no_exported_key() -> None:
    """Source: WIF, a compressed key ends with the byte 1."""
    text = Base58Encoder.CheckEncode(b"\x1e" + b"\7" * 33)
    assert check_address("BTC", text).reason is not Reason.ADDRESS_SECRET
