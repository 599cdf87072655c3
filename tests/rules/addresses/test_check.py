"""Issue 4, point 2: what an address field may hold, whatever the chain."""

import pytest

from bot.rules.addresses import CHAINS, Outcome, check_address
from bot.rules.addresses.known_places import KNOWN_PLACES
from bot.rules.verdict import Reason, Refused
from storage.records import Saying

CHECKSUMMED = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
"""Source: EIP-55."""


def test_mixed_case_must_be_the_checksum() -> None:
    verdict = check_address("ERC20", CHECKSUMMED)
    assert (verdict.outcome, verdict.canonical, verdict.notices) == (Outcome.VALID, CHECKSUMMED.lower(), ())
    wrong = check_address("ERC20", CHECKSUMMED.replace("Aed", "aed"))
    assert wrong.refused == Refused(Reason.ADDRESS_MISTYPED, {"chain": "ERC20"})


@pytest.mark.parametrize("address", [CHECKSUMMED.lower(), f"0x{CHECKSUMMED[2:].upper()}"])
def test_one_case_alone_is_taken_with_a_notice(address: str) -> None:
    verdict = check_address("BSC", address)
    assert (verdict.outcome, verdict.canonical) == (Outcome.VALID, CHECKSUMMED.lower())
    assert verdict.notices == (Saying("address-notice-no-checksum"),)


def test_an_address_of_another_chain_is_named() -> None:
    verdict = check_address("TRC20", CHECKSUMMED)
    assert verdict.refused is not None
    assert verdict.reason is Reason.ADDRESS_OTHER_CHAIN
    assert "ERC20" in verdict.refused.args["fits"]  # type: ignore[operator]  # this arg is a list of names


def test_a_chain_without_a_rule_is_never_called_valid() -> None:
    verdict = check_address("NO_SUCH_CHAIN", "whatever-1")
    assert (verdict.outcome, verdict.canonical, verdict.refused) == (Outcome.UNCHECKED, "whatever-1", None)


@pytest.mark.parametrize(
    ("address", "place", "character"),
    [
        ("0x5\u0430Aeb6053F3E94C9b9A09f33669435E7Ef1BeAed", 4, "U+0430 CYRILLIC SMALL LETTER A"),
        ("0x5aAeb6053F3E94C9b9A09f\u200b33669435E7Ef1BeAed", 25, "U+200B ZERO WIDTH SPACE"),
        ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\n", 43, "U+000A LINE BREAK"),
        ("0x5aAeb 6053F3E94C9b9A09f33669435E7Ef1BeAed", 8, "U+0020 SPACE"),
        ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeA\u00e9d", 41, "U+00E9 LATIN SMALL LETTER E WITH ACUTE"),
        ("0x\uff15aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", 3, "U+FF15 FULLWIDTH DIGIT FIVE"),
        ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\0", 43, "U+0000 NULL"),
    ],
)
@pytest.mark.parametrize("chain", ["ERC20", "BTC", "SOL", "NO_SUCH_CHAIN"])
def test_a_strange_character_is_named_with_its_place(chain: str, address: str, place: int, character: str) -> None:
    refused = Refused(Reason.ADDRESS_CHARACTER, {"place": place, "character": character})
    assert check_address(chain, address).refused == refused


def test_nothing_is_no_address() -> None:
    assert check_address("ERC20", "").reason is Reason.ADDRESS_EMPTY
    assert check_address("NO_SUCH_CHAIN", "").reason is Reason.ADDRESS_EMPTY


@pytest.mark.parametrize(
    ("chain", "address", "notice"),
    [
        ("TRC20", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", Saying("address-notice-token", {"coin": "USDT"})),
        ("BSC", "0xdAC17F958D2ee523a2206206994597C13D831ec7", Saying("address-notice-token", {"coin": "USDT"})),
        ("BTC", "1BitcoinEaterAddressDontSendf59kuE", Saying("address-notice-lost")),
        ("ERC20", "0x000000000000000000000000000000000000dEaD", Saying("address-notice-lost")),
        ("TON", "EQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAM9c", Saying("address-notice-lost")),
        ("LTC", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", Saying("address-notice-shared-form", {"chain": "BTC"})),
        ("BTC", "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs", Saying("address-notice-not-in-use")),
        ("XRP", "X7AcgcsBL6XDcUb289X4mJ8djcdyKaGZMhc9YTE92ehJ2Fu", Saying("address-notice-memo", {"memo": "1"})),
        ("CFX", CHECKSUMMED, Saying("address-notice-two-networks", {"chain": "CFX", "start": "0x"})),
    ],
)
def test_a_right_address_with_a_catch_is_noticed(chain: str, address: str, notice: Saying) -> None:
    verdict = check_address(chain, address)
    assert (verdict.outcome, verdict.notices) == (Outcome.VALID, (notice,))


def test_every_known_place_is_a_right_address_in_its_canonical_form() -> None:
    for place in KNOWN_PLACES:
        assert any(check_address(chain, place).canonical == place for chain in CHAINS), place


@pytest.mark.parametrize(
    ("chain", "address", "fits"),
    [
        ("DOT", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", ("TAO",)),
        ("ERC20", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", ("TRC20",)),
        ("BTC", "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9", ("LTC",)),
        ("ATOM", "addr1vx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzers66hrl8", ("ADA",)),
        ("SOL", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", ("BTC", "BRC20", "RUNES", "BCH", "BSV", "XEC")),
    ],
)
def test_the_chains_that_an_address_fits_are_named(chain: str, address: str, fits: tuple[str, ...]) -> None:
    refused = Refused(Reason.ADDRESS_OTHER_CHAIN, {"chain": chain, "fits": fits})
    assert check_address(chain, address).refused == refused


@pytest.mark.parametrize(
    ("chain", "address"),
    [
        ("BTC", "tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7"),
        ("TON", "kQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_ntm"),
        ("XRP", "T719a5UwUCnEs54UsxG9CJYYDhwmFCqkr7wxCcNcfZ6p5GZ"),
        ("NEAR", "olga.testnet"),
    ],
)
def test_a_test_network_is_named(chain: str, address: str) -> None:
    assert check_address(chain, address).refused == Refused(Reason.ADDRESS_TESTNET, {"chain": chain})
