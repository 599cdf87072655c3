"""Issue 4, point 2: valid contents of an address field, for any chain."""

import pytest
from bip_utils import (  # type: ignore[import-untyped]  # the library has no types
    Base58Encoder,
    BchBech32Encoder,
    Bech32Encoder,
    SegwitBech32Encoder,
    SS58Encoder,
)
from solders import compute_budget, system_program, sysvar, token
from solders.address_lookup_table_account import ID as ADDRESS_LOOKUP_TABLE_ID
from solders.pubkey import Pubkey
from solders.token.associated import get_associated_token_address

from bot.rules.addresses import CHAINS, Outcome, check_address
from bot.rules.addresses.known_places import KNOWN_PLACES
from bot.rules.verdict import Reason, Refused
from storage.records import Message

CHECKSUMMED = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
"""Source: EIP-55."""
STRK = "04718f5a0fc34cc1af16a1cdee98ffb20c31f5cd61d6ab07201858f4287c938d"
"""Source: starkware-libs/starknet-addresses."""


def test_mixed_case_must_be_the_checksum() -> None:
    verdict = check_address("ERC20", CHECKSUMMED)
    assert (verdict.outcome, verdict.canonical, verdict.notices) == (Outcome.VALID, CHECKSUMMED.lower(), ())
    wrong = check_address("ERC20", CHECKSUMMED.replace("Aed", "aed"))
    assert wrong.refused == Refused(Reason.ADDRESS_MISTYPED, {"chain": "ERC20"})


@pytest.mark.parametrize("address", [CHECKSUMMED.lower(), f"0x{CHECKSUMMED[2:].upper()}"])
def test_one_case_alone_is_taken_with_a_notice(address: str) -> None:
    verdict = check_address("BSC", address)
    assert (verdict.outcome, verdict.canonical) == (Outcome.VALID, CHECKSUMMED.lower())
    assert verdict.notices == (Message("address-notice-no-checksum"),)


def test_an_address_of_another_chain_is_named() -> None:
    verdict = check_address("TRC20", CHECKSUMMED)
    assert verdict.refused is not None
    assert verdict.reason is Reason.ADDRESS_OTHER_CHAIN
    assert "ERC20" in verdict.refused.args["fits"]  # type: ignore[operator]  # this arg is a list of names


def test_a_chain_without_a_rule_is_never_valid() -> None:
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


def test_an_empty_text_is_not_an_address() -> None:
    assert check_address("ERC20", "").reason is Reason.ADDRESS_EMPTY
    assert check_address("NO_SUCH_CHAIN", "").reason is Reason.ADDRESS_EMPTY


@pytest.mark.parametrize(
    ("chain", "address", "notice"),
    [
        ("TRC20", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", Message("address-notice-token", {"coin": "USDT"})),
        ("BSC", "0xdAC17F958D2ee523a2206206994597C13D831ec7", Message("address-notice-token", {"coin": "USDT"})),
        ("BTC", "1BitcoinEaterAddressDontSendf59kuE", Message("address-notice-lost")),
        ("ERC20", "0x000000000000000000000000000000000000dEaD", Message("address-notice-lost")),
        ("TON", "EQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAM9c", Message("address-notice-lost")),
        ("LTC", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", Message("address-notice-shared-form", {"chain": "BTC"})),
        ("BTC", "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs", Message("address-notice-not-in-use")),
        ("XRP", "X7AcgcsBL6XDcUb289X4mJ8djcdyKaGZMhc9YTE92ehJ2Fu", Message("address-notice-memo", {"memo": "1"})),
        ("CFX", CHECKSUMMED, Message("address-notice-two-networks", {"chain": "CFX", "start": "0x"})),
    ],
)
def test_a_right_address_with_a_catch_is_noticed(chain: str, address: str, notice: Message) -> None:
    verdict = check_address(chain, address)
    assert (verdict.outcome, verdict.notices) == (Outcome.VALID, (notice,))


LOST = Message("address-notice-lost")
SYSTEM = Message("address-notice-system")
PADDED = Message("address-notice-padded")


@pytest.mark.parametrize(
    ("chain", "address", "notice"),
    [
        *(("SOL", address, SYSTEM) for address in (str(sysvar.CLOCK), str(sysvar.RENT), str(sysvar.INSTRUCTIONS))),
        *(("SOL", str(program.ID), SYSTEM) for program in (system_program, token, compute_budget)),
        ("SOL", str(ADDRESS_LOOKUP_TABLE_ID), SYSTEM),
        ("SOL", "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb", SYSTEM),
        ("SOL", "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL", SYSTEM),
        ("SOL", "Stake11111111111111111111111111111111111111", SYSTEM),
        ("SOL", "So11111111111111111111111111111111111111112", Message("address-notice-token", {"coin": "WSOL"})),
        ("FIL", "f00", SYSTEM),
        ("FIL", "f04", SYSTEM),
        ("FIL", "f099", SYSTEM),
        ("FIL", "f3yaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaby2smx7a", LOST),
        ("HBAR", "0.0.0", SYSTEM),
        ("HBAR", "0.0.98", SYSTEM),
        ("HBAR", "0.0.800", SYSTEM),
        ("HBAR", "0.0.802", SYSTEM),
        ("XTZ", "tz1burnburnburnburnburnburnburjAYjjX", LOST),
        ("XTZ", "tz1Ke2h7sDdakHJQh8WX4Z372du1KChsksyU", LOST),
        ("DOGE", "DDogepartyxxxxxxxxxxxxxxxxxxw1dfzr", LOST),
        ("DOGE", "D596YFweJQuHY1BbjazZYmAbt8jJPbKehC", LOST),
        ("ZKSYNC", "0x000000000000000000000000000000000000800A", Message("address-notice-token", {"coin": "ETH"})),
        ("ZKSYNC", "0x0000000000000000000000000000000000008006", SYSTEM),
        ("MATIC", "0x0000000000000000000000000000000000001010", Message("address-notice-token", {"coin": "POL"})),
        ("ERC20", "0x0000000000000000000000000000000000000007", SYSTEM),
        ("BASE", "0x4200000000000000000000000000000000000006", SYSTEM),
        ("STARKNET", f"0x{STRK}", Message("address-notice-token", {"coin": "STRK"})),
        ("ERC20", "0xCa14007Eff0dB1f8135f4C25B34De49AB0d42766", Message("address-notice-token", {"coin": "STRK"})),
        ("APTOS", f"0x{'0' * 24}{CHECKSUMMED[2:].lower()}", PADDED),
        ("SUI", f"0x{'0' * 24}{CHECKSUMMED[2:].lower()}", PADDED),
        ("STARKNET", f"0x{'0' * 24}{CHECKSUMMED[2:].lower()}", PADDED),
        ("SUI", f"0x{'0' * 63}2", SYSTEM),
        ("CELESTIA", "celestia1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqzf30as", LOST),
        ("STX", "SP000000000000000000002Q6VF78", LOST),
        ("EOSIO", "eosio.token", SYSTEM),
        ("BCH", "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqfnhks603", LOST),
        ("DOT", "111111111111111111111111111111111HC1", LOST),
        ("KSM", "CaKWz5omakTK7ovp4m3koXrHyHb7NG3Nt7GENHbviByZpKp", LOST),
    ],
)
def test_an_address_without_an_owner_is_noticed_and_must_be_acknowledged(
    chain: str, address: str, notice: Message
) -> None:
    verdict = check_address(chain, address)
    assert (verdict.outcome, verdict.notices, verdict.is_lost) == (Outcome.VALID, (notice,), True)


@pytest.mark.parametrize("chain", ["DOT", "KSM", "TAO"])
def test_thirty_two_zero_bytes_are_the_address_that_another_program_writes(chain: str) -> None:
    network = {"DOT": 0, "KSM": 2, "TAO": 42}[chain]
    assert check_address(chain, SS58Encoder.Encode(bytes(32), network)).is_lost


@pytest.mark.parametrize(("chain", "prefix"), [("BTC", "bc"), ("LTC", "ltc")])
@pytest.mark.parametrize("size", [20, 32])
def test_zero_bytes_of_segwit_are_known_as_another_program_writes_them(chain: str, prefix: str, size: int) -> None:
    assert check_address(chain, SegwitBech32Encoder.Encode(prefix, 0, bytes(size))).is_lost


@pytest.mark.parametrize("version", [b"\x00", b"\x05", b"\x30", b"\x1e", b"\x4c", b"\x3c", b"\x41", b"\x1c\xb8"])
def test_twenty_zero_bytes_are_known_as_another_program_writes_them(version: bytes) -> None:
    assert KNOWN_PLACES[Base58Encoder.CheckEncode(version + bytes(20))] == LOST


@pytest.mark.parametrize(
    ("chain", "address"),
    [
        ("SOL", "7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXArAaKv"),
        ("SUI", f"0x{'5c' * 32}"),
        ("APTOS", f"0x{'5c' * 32}"),
        ("STARKNET", f"0x00{'5c' * 31}"),
        ("TON", f"0:{'5c' * 32}"),
        ("HBAR", "0.0.1234567"),
        ("FIL", "f01234"),
        ("KDA", f"k:{'5c' * 32}"),
        ("NEAR", "5c" * 32),
        ("ERC20", f"0x{'12' * 20}"),
    ],
)
def test_an_address_without_check_digits_is_noticed_for_comparison(chain: str, address: str) -> None:
    verdict = check_address(chain, address)
    assert (verdict.outcome, verdict.is_lost) == (Outcome.VALID, False)
    assert verdict.notices == (Message("address-notice-no-checksum"),)


def test_a_token_account_of_solana_has_no_key_and_is_noticed() -> None:
    wallet = Pubkey.from_string("7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXArAaKv")
    usdc = Pubkey.from_string("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v")
    account = get_associated_token_address(wallet, usdc)
    assert check_address("SOL", str(account)).notices[0] == Message("address-notice-without-key")


@pytest.mark.parametrize(("chain", "address"), [("EOSIO", "binancecleos"), ("NEAR", "treasury-desk.near")])
def test_a_name_cannot_be_checked_and_is_noticed_for_comparison(chain: str, address: str) -> None:
    assert check_address(chain, address).notices == (Message("address-notice-name"),)


@pytest.mark.parametrize(("number", "is_right"), [(2**63 - 1, True), (2**63, False), (10**19 - 1, False)])
def test_a_number_of_hedera_fits_into_sixty_three_bits(number: int, is_right: bool) -> None:
    assert (check_address("HBAR", f"0.0.{number}").outcome is Outcome.VALID) is is_right


def test_every_known_place_is_a_right_address_in_its_canonical_form() -> None:
    for place in KNOWN_PLACES:
        assert any(check_address(chain, place).canonical == place for chain in CHAINS), place


@pytest.mark.parametrize(
    ("chain", "address", "fits"),
    [
        ("ERC20", "0x5aaEB6053f3e94c9b9a09f33669435E7ef1bEAeD", ("Rootstock",)),  # EIP-1191
        ("TRC20", "0x27b1FdB04752BBc536007A920D24ACB045561c26", ("Rootstock",)),  # EIP-1191
        ("ERC20", "bitcoin:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", ("BTC", "BRC20", "RUNES")),
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


def _nervos(head: str, size: int) -> str:
    return str(Bech32Encoder.Encode("ckb", bytes.fromhex(head).ljust(size, b"\7")))


@pytest.mark.parametrize(
    ("address", "is_right"),
    [
        (_nervos("0100", 22), True),
        (_nervos("0102", 22), True),
        (_nervos("0102", 24), True),
        (_nervos("0102", 25), False),
        (_nervos("02", 33), True),
        (_nervos("04", 33), True),
        (_nervos("03", 33), False),
        (_nervos("02", 32), False),
    ],
)
def test_deprecated_forms_of_nervos_are_right_by_their_first_byte_and_size(address: str, is_right: bool) -> None:
    """Source: Nervos RFC-0021, deprecated formats."""
    assert (check_address("CKB", address).outcome is Outcome.VALID) is is_right


@pytest.mark.parametrize(("version", "is_right"), [(b"\x0b", True), (b"\x03", False)])
def test_a_hash_of_32_bytes_is_a_script_of_bitcoin_cash(version: bytes, is_right: bool) -> None:
    """Source: Bitcoin Cash specification, P2SH32."""
    address = BchBech32Encoder.Encode("bitcoincash", version, b"\7" * 32)
    assert (check_address("BCH", address).outcome is Outcome.VALID) is is_right


def test_an_old_address_of_bitcoin_cash_is_taken_with_a_notice() -> None:
    verdict = check_address("BCH", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2")
    assert [notice.sentence for notice in verdict.notices] == ["address-notice-shared-form"]


def test_the_prefix_of_a_test_network_alone_names_none() -> None:
    stake = Bech32Encoder.Encode("addr_test", b"\xe0" + b"\7" * 28)
    assert check_address("ADA", stake).reason is not Reason.ADDRESS_TESTNET


def test_an_account_of_twenty_bytes_is_shown_in_both_notations() -> None:
    faces = CHAINS["INJ"].faces
    assert faces("inj1contract") == ("inj1contract",)
    assert [face[:4] for face in faces(CHECKSUMMED.lower())] == ["0x5a", "inj1"]
