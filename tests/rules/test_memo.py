"""Valid memos of each chain."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.coin_chains import CHAINS
from bot.rules.coin_table import CoinChain
from bot.rules.memo import check_memo, needs_memo, number_limit
from bot.rules.verdict import Reason, Refused

LABELS = {chain: label for chain, label, _, _ in CHAINS}


def on(chain: str) -> CoinChain:
    return CoinChain(chain, LABELS.get(chain, "Memo"), is_memo_required=True)


@pytest.mark.parametrize(
    ("chain", "memo"),
    [
        ("XRP", "0"),
        ("XRP", "4294967295"),
        ("XLM", "a" * 28),
        ("XLM", "ä" * 14),
        ("XLM", "18446744073709551615"),
        ("XLM", "0f" * 32),
        ("TON", "12345678"),
        ("TON", "x" * 123),
        ("TON", "te6cckEBAQEADgAAGAAAAABIZWxsbyBUT04h"),
        ("TON", "dGVzdA=="),
        ("HBAR", "1" * 100),
        ("EOSIO", "m" * 256),
        ("ATOM", "m" * 512),
        ("OSMO", "103 245"),
        ("STX", "s" * 34),
        ("ALGO", "n" * 1000),
        ("ICP", "18446744073709551615"),
        ("MINA", "m" * 32),
        ("NEW", "m" * 512),
        ("ATOM", "=1+1"),
    ],
)
def test_a_memo_that_fits_its_chain_is_taken(chain: str, memo: str) -> None:
    assert check_memo(memo, on(chain)) is None


def number(memo: str) -> Refused:
    return Refused(Reason.MEMO_NUMBER, {"label": "Tag", "memo": memo, "limit": "4294967295"})


def unseen(character: str) -> Refused:
    return Refused(Reason.MEMO_CHARACTERS, {"label": "Memo", "character": character})


@pytest.mark.parametrize(
    ("chain", "memo", "refused"),
    [
        ("XRP", "4294967296", number("4294967296")),
        ("XRP", "-1", number("-1")),
        ("XRP", "012", number("012")),
        ("XRP", "12.0", number("12.0")),
        ("XRP", "١٢", number("١٢")),
        ("XRP", "abc", number("abc")),
        ("XRP", "1.23457E+09", Refused(Reason.MEMO_SHORTENED, {"label": "Tag", "memo": "1.23457E+09"})),
        ("ATOM", "1,23E+12", Refused(Reason.MEMO_SHORTENED, {"label": "Memo", "memo": "1,23E+12"})),
        ("XLM", "a" * 29, Refused(Reason.MEMO_TOO_LONG, {"label": "Memo", "length": 29, "limit": 28})),
        ("XLM", "ä" * 15, Refused(Reason.MEMO_TOO_LONG, {"label": "Memo", "length": 30, "limit": 28})),
        ("XLM", "0g" * 32, Refused(Reason.MEMO_TOO_LONG, {"label": "Memo", "length": 64, "limit": 28})),
        ("TON", "x" * 124, Refused(Reason.MEMO_TOO_LONG, {"label": "Memo/Comment", "length": 124, "limit": 123})),
        ("TON", "te6cckEB!", Refused(Reason.MEMO_BASE64, {"label": "Memo/Comment"})),
        ("TON", "te6cckEBA", Refused(Reason.MEMO_BASE64, {"label": "Memo/Comment"})),
        ("STX", "s" * 35, Refused(Reason.MEMO_TOO_LONG, {"label": "Memo", "length": 35, "limit": 34})),
        ("EOSIO", "m" * 257, Refused(Reason.MEMO_TOO_LONG, {"label": "Memo", "length": 257, "limit": 256})),
        ("NEW", "m" * 513, Refused(Reason.MEMO_TOO_LONG, {"label": "Memo", "length": 513, "limit": 512})),
        ("ERC20", "1", Refused(Reason.MEMO_NOT_POSSIBLE, {"chain": "ERC20"})),
        ("BTC", "x", Refused(Reason.MEMO_NOT_POSSIBLE, {"chain": "BTC"})),
        ("ATOM", "a\u200bb", unseen("U+200B ZERO WIDTH SPACE")),
        ("ATOM", "a\nb", unseen("U+000A")),
        ("ATOM", "a\u202eb", unseen("U+202E RIGHT-TO-LEFT OVERRIDE")),
    ],
)  # fmt: skip
def test_a_memo_that_cannot_be_right_is_refused_with_its_reason(chain: str, memo: str, refused: Refused) -> None:
    assert check_memo(memo, on(chain)) == refused


@pytest.mark.parametrize("chain", sorted(LABELS))
def test_an_empty_memo_is_never_wrong(chain: str) -> None:
    assert check_memo("", on(chain)) is None


@pytest.mark.parametrize(("required", "is_needed"), [(True, True), (False, False), (None, False)])
def test_a_memo_is_needed_only_where_deposits_need_one(required: bool | None, is_needed: bool) -> None:
    assert needs_memo(CoinChain("XRP", "Tag", required)) is is_needed


@given(st.sampled_from(sorted(LABELS)), st.text())
def test_no_memo_whatever_makes_it_stumble(chain: str, memo: str) -> None:
    refused = check_memo(memo, on(chain))
    assert refused is None or refused.reason.name.startswith("MEMO_")


def test_the_greatest_number_is_named_where_a_memo_is_one() -> None:
    limits = {chain: number_limit(on(chain)) for chain in ("XRP", "ATOM", "NEW")}
    assert limits == {"XRP": 2**32 - 1, "ATOM": inf, "NEW": inf}


def test_a_payload_with_other_characters_than_base64_is_refused() -> None:
    refused = check_memo("te6cc!!!!kEBAQEADgAAGAAAAABIZWxsbyBUT04h", on("TON"))
    assert refused == Refused(Reason.MEMO_BASE64, {"label": LABELS["TON"]})
