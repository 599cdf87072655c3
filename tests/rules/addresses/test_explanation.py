"""Explanations of texts that are not addresses of their chain."""

import pytest
from bip_utils import SS58Encoder  # type: ignore[import-untyped]  # the library has no types

from bot.rules.addresses import CHAINS, Outcome, base58, check_address
from bot.rules.addresses.characters import bare_address
from bot.rules.verdict import Reason, Refused
from storage.records import Message

EVM = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"  # EIP-55
XRP = "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh"
BTC = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"  # BIP-173
SOL = "7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXArAaKv"
XLM = "GDQP2KPQGKIHYJGXNUIYOMHARUARCA7DJT5FO2FFOOKY3B2WSQHG4W37"
ALGO = "VCMJKWOY5P5P7SKMZFFOCEROPJCZOTIJMNIYNUCKH7LRO45JMJP6UYBIJA"
BCH = "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"  # Bitcoin Cash specification, CashAddr
HEX = "5c" * 32
STARKNET = f"5{HEX[2:]}"


@pytest.mark.parametrize(
    ("chain", "text", "part", "address", "memo"),
    [
        ("SOL", f"solana:{SOL}?amount=1", "solana:", SOL, None),
        ("XRP", f"{XRP}?dt=33722", "?dt=33722", XRP, "33722"),
        ("XRP", f"{XRP}:12345", ":12345", XRP, "12345"),
        ("XRP", f"{XRP} 12345", "12345", XRP, "12345"),
        ("XRP", f"xrpl:{XRP}?dt=7", "xrpl:", XRP, "7"),
        ("ALGO", f"algorand://{ALGO}", "algorand://", ALGO, None),
        ("XLM", f"web+stellar:pay?destination={XLM}&memo=77", "web+stellar:pay?destination=", XLM, "77"),
        ("BTC", f"bitcoin:{BTC}", "bitcoin:", BTC, None),
        ("BTC", f"bitcoin:{BTC}?amount=0.1", "bitcoin:", BTC, None),
        ("ERC20", f"ethereum:{EVM}@1", "ethereum:", EVM, None),
        ("ERC20", f"{EVM}@1", "@1", EVM, None),
        ("ERC20", f"eth:{EVM}", "eth:", EVM, None),
        ("ERC20", f"eip155:1:{EVM}", "eip155:1:", EVM, None),
        ("ERC20", f"https://etherscan.io/address/{EVM}", "https://etherscan.io/address/", EVM, None),
        ("BCH", f"{BCH}?amount=1", "?amount=1", BCH, None),
        ("HBAR", "0.0.1234567?memo=12", "?memo=12", "0.0.1234567", "12"),
    ],
)
def test_text_around_an_address_is_named_and_the_address_offered(
    chain: str, text: str, part: str, address: str, memo: str | None
) -> None:
    refused = Refused(Reason.ADDRESS_PARTS, {"part": part, "address": address, "memo": memo})
    assert check_address(chain, text).refused == refused


def test_a_mistyped_address_in_a_link_is_mistyped() -> None:
    assert check_address("BTC", f"bitcoin:{BTC[:-1]}q").refused == Refused(Reason.ADDRESS_MISTYPED, {"chain": "BTC"})


def test_two_addresses_in_one_field_are_neither_offered() -> None:
    assert check_address("ERC20", f"{EVM} {EVM.lower()}").reason is Reason.ADDRESS_CHARACTER


@pytest.mark.parametrize("behind", ["snoPBrXtMeMyMHUVTgbuqAfg1SUTb", "sEdTM1uX8pu2do5XvTnutH6HsouMaM2"])
def test_a_secret_beside_an_address_is_not_repeated(behind: str) -> None:
    assert check_address("XRP", f"{XRP}:{behind}").refused == Refused(Reason.ADDRESS_SECRET)
    assert check_address("ERC20", f"{EVM}?key={HEX}").refused == Refused(Reason.ADDRESS_HASH_OR_KEY)


@pytest.mark.parametrize(
    ("chain", "text", "form"),
    [
        (
            "FIL",
            "0x52963ef50e27e06d72d59fcb4f3c2a687be3cfef",
            "f410fkkld55ioe7qg24wvt7fu6pbknb56ht7pt4zamxa",
        ),
        ("FIL", "0xff00000000000000000000000000000000001F25".lower(), "f07973"),
        ("HBAR", f"0x{1234567:040x}", "0.0.1234567"),
        ("HBAR", EVM, None),
        ("DOT", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5"),
    ],
)
def test_another_form_of_an_account_is_named_and_the_chains_own_offered(
    chain: str, text: str, form: str | None
) -> None:
    """Source of the Filecoin pairs: FRC-0048's examples, seen in lotus and ChainSafe/forest."""
    refused = Refused(Reason.ADDRESS_OTHER_FORM, {"chain": chain, "form": form})
    assert check_address(chain, text).refused == refused
    assert form is None or check_address(chain, form).outcome is Outcome.VALID


@pytest.mark.parametrize(("chain", "network"), [("DOT", 0), ("POLKADOTASSETHUB", 0), ("KSM", 2)])
def test_the_generic_form_of_a_substrate_chain_is_not_of_tao_there(chain: str, network: int) -> None:
    key = bytes(range(32))
    refused = Refused(Reason.ADDRESS_OTHER_FORM, {"chain": chain, "form": SS58Encoder.Encode(key, network)})
    assert check_address(chain, SS58Encoder.Encode(key, 42)).refused == refused


@pytest.mark.parametrize(
    ("chain", "text", "form"),
    [
        ("NEAR", "Alice.near", "alice.near"),
        ("EOSIO", "Binancecleos", "binancecleos"),
        ("XLM", XLM.lower(), XLM),
        ("ALGO", ALGO.lower(), ALGO),
        ("FIL", "F410FKKLD55IOE7QG24WVT7FU6PBKNB56HT7PT4ZAMXA", "f410fkkld55ioe7qg24wvt7fu6pbknb56ht7pt4zamxa"),
    ],
)
def test_an_address_in_the_wrong_case_is_refused_with_its_right_one(chain: str, text: str, form: str) -> None:
    assert check_address(chain, text).refused == Refused(Reason.ADDRESS_CASE, {"chain": chain, "form": form})


@pytest.mark.parametrize(("chain", "looks"), [("NEAR", "alice.near"), ("EOSIO", "eosio.token")])
def test_a_wrong_text_is_refused_with_an_example_where_beginnings_say_nothing(chain: str, looks: str) -> None:
    refused = Refused(Reason.ADDRESS_LOOKS, {"chain": chain, "looks": looks})
    assert check_address(chain, "Hello!").refused == refused
    assert check_address(chain, looks).outcome is Outcome.VALID


@pytest.mark.parametrize(("chain", "digits"), [("SUI", HEX), ("APTOS", HEX.upper()), ("STARKNET", f"0{STARKNET}")])
def test_hex_without_0x_is_asked_about_and_never_shown(chain: str, digits: str) -> None:
    verdict = check_address(chain, digits)
    assert verdict.refused == Refused(Reason.ADDRESS_BARE_HEX, {"chain": chain})
    assert verdict.canonical == ""


def test_a_starknet_address_without_its_leading_zero_is_filled() -> None:
    full = f"0x0{STARKNET}"
    verdict = check_address("STARKNET", f"0x{STARKNET}")
    assert (verdict.outcome, verdict.canonical) == (Outcome.VALID, full)
    assert Message("address-notice-filled", {"address": full}) in verdict.notices
    assert check_address("STARKNET", full[:-1]).outcome is Outcome.INVALID
    assert check_address("STARKNET", f"0x{STARKNET[1:]}").outcome is Outcome.INVALID


@pytest.mark.parametrize(
    "text",
    [
        EVM,
        f" {EVM}\n",
        f"\ufeff{EVM}",
        f"{EVM}\u200b",
        f'"{EVM}"',
        f"'{EVM}'",
        f'="{EVM}"',
        f"<{EVM}>",
        f"{EVM}'",
        f"{EVM},",
        f"{EVM}.",
        f"\u201c{EVM}\u201d",
    ],
)
def test_blanks_and_quotes_around_an_address_are_cut(text: str) -> None:
    assert bare_address(text) == EVM


@pytest.mark.parametrize("chain", sorted(CHAINS))
def test_no_secret_is_offered_as_an_address(chain: str) -> None:
    wif = "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"  # the example of the Bitcoin wiki
    assert base58.decode_check(wif) is not None
    for text in (wif, f"bitcoin:{wif}", f"{EVM}:{wif}"):
        refused = check_address(chain, text).refused
        assert refused is not None
        assert wif not in str(refused.args.get("address")) + str(refused.args.get("form")) + str(
            refused.args.get("part")
        )
