"""Issue 4, point 2: every chain of the exchange, with addresses published or made by others."""

from collections import Counter

import pytest

from bot.rules.addresses import CHAINS, Outcome, check_address
from storage.records import Message
from tests.rules.addresses.corpus import (
    CHAIN_OF_FAMILY,
    Generated,
    Published,
    list_generated,
    list_published,
    list_valid,
)
from tests.rules.addresses.mutations import ALWAYS_SEEN, SEEN_BY_CHECKSUM, SEEN_BY_LENGTH, seeded

NAMED_BY_THE_EXCHANGE = """
BTC ERC20 BSC TRC20 SOL TON AVA_C POLKADOTASSETHUB CSC PLASMA XRP LTC ADA ARBITRUM ARBITRUM_NOVA OPTIMISM BASE
MATIC LINEA ZKSYNC BLAST MANTLE STARKNET AVA APTOS SUI ATOM DOT KSM NEAR FIL ALGO XLM XMR EOSIO HBAR XTZ BRC20
RUNES KRC20 DOGE BCH BSV ETC ETHPOW DASH ZEC DCR KAS CELESTIA SEI INJ OSMO KAVA CHILIZ CRONOS FTM FLOW FLARE KLAY
CFX ICP STX TAO WAVES NEO3 VECHAIN THETA EGLD MINA ROSE RVN XDC XEC CKB KDA CELO
"""
"""Source: the exchange's chain names, confirmed and reported."""

WITHOUT_CHECKSUM = {"solana", "aptos", "sui", "starknet", "kadena", "near", "eosio", "hedera"}
"""Families in which some or all addresses have nothing that a typing error could break."""
WITHOUT_LENGTH = {"near", "eosio", "hedera", "solana"}
"""Families without a fixed length of addresses."""
SLIPS = 60


def test_every_chain_of_the_exchange_has_a_family() -> None:
    assert set(NAMED_BY_THE_EXCHANGE.split()) == set(CHAINS)


@pytest.mark.parametrize("row", list_published(), ids=lambda row: f"{row.chain}-{row.address[:24]}")
def test_a_published_address_is_what_its_source_says(row: Published) -> None:
    verdict = check_address(row.chain, row.address)
    outcome, _, canonical = row.expected.partition(" ")
    assert (verdict.reason or verdict.outcome) == outcome
    if canonical:
        assert verdict.canonical == canonical


def test_every_generated_address_is_valid_and_has_its_canonical_form() -> None:
    def differs(row: Generated) -> bool:
        verdict = check_address(row.chain, row.address)
        return verdict.outcome is not Outcome.VALID or verdict.canonical != row.canonical

    assert [row for row in list_generated() if differs(row)] == []


def test_every_family_has_forty_valid_addresses() -> None:
    counts = Counter({family: len(list_valid(chain)) for family, chain in CHAIN_OF_FAMILY.items()})
    assert {family: count for family, count in counts.items() if count < 40} == {}


@pytest.mark.parametrize("family", sorted(CHAIN_OF_FAMILY))
def test_a_slip_is_refused(family: str) -> None:
    """Try sixty slips per family, of kinds that its addresses can show."""
    chain, chance = CHAIN_OF_FAMILY[family], seeded(family)
    kinds = ALWAYS_SEEN
    if family not in WITHOUT_LENGTH:
        kinds = (*kinds, *SEEN_BY_LENGTH)
    if family not in WITHOUT_CHECKSUM:
        kinds = (*kinds, *SEEN_BY_CHECKSUM)
    valid = list_valid(chain)
    protected = [address for address in valid if not is_unprotected(chain, address)] or valid
    for number in range(SLIPS):
        address = chance.choice(protected)
        wrong = kinds[number % len(kinds)](address, chance)
        if wrong == address:
            continue
        verdict = check_address(chain, wrong)
        assert verdict.outcome is Outcome.INVALID, f"{address!r} became {wrong!r}"
        assert verdict.canonical == ""


@pytest.mark.parametrize("family", sorted(CHAIN_OF_FAMILY))
def test_an_address_of_another_family_is_never_valid_by_accident(family: str) -> None:
    """An address that is right on two chains has one form on both, or is a name."""
    chain = CHAIN_OF_FAMILY[family]
    for other, other_chain in CHAIN_OF_FAMILY.items():
        if (other, family) in SHARED_FORMS or (family, other) in SHARED_FORMS or other == family:
            continue
        for address in list_valid(other_chain)[:2]:
            verdict = check_address(chain, address)
            assert verdict.outcome is Outcome.INVALID, f"{other} address {address} is taken on {chain}"


_HEX32 = ("aptos", "sui", "starknet")
_EVM = ("evm", "xdc", "sei", "injective", "kava", "oasis", "conflux")
SHARED_FORMS = {
    *((one, other) for one in _HEX32 for other in _HEX32),
    *((one, other) for one in (*_EVM, "near") for other in _EVM),
    *((one, other) for one in ("btc", "bch", "bsv", "xec", "ltc") for other in ("btc", "bch", "bsv", "xec", "ltc")),
    ("near", "icp"),
}
"""Families with a common form, in which addresses look the same."""


def is_unprotected(chain: str, address: str) -> bool:
    """Whether this notation has no checksum at all."""
    verdict = check_address(chain, address)
    is_bare_raw = address.startswith(("0:", "-1:"))
    return (
        is_bare_raw
        or Message("address-notice-no-checksum") in verdict.notices
        or CHAINS[chain].is_name(verdict.canonical)
    )
