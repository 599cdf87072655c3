"""Issue 4, point 2: what an address field may hold, whatever the chain."""

import pytest

from bot.rules.addresses import Outcome, check_address
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
