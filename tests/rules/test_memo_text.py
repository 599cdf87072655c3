"""Interpretation of a memo field: one reading for all chains."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.coin_chains import CHAINS
from bot.rules.coin_table import CoinChain
from bot.rules.memo_text import ReadMemo, read_memo
from bot.rules.verdict import Reason, Refused
from storage.records import Message

LABELS = {chain: label for chain, label, _, _ in CHAINS if label}
TEXT_CHAINS = ["XLM", "TON", "ATOM", "EOSIO", "HBAR", "STX", "ALGO"]


def on(chain: str) -> CoinChain:
    return CoinChain(chain, LABELS[chain], is_memo_required=True)


@pytest.mark.parametrize("chain", [*TEXT_CHAINS, "XRP"])
@pytest.mark.parametrize(
    "typed",
    [
        "-",
        "--",
        "—",
        "\u2013",
        "n/a",
        "N/A",
        "#N/A",
        "none",
        "None",
        "null",
        "nan",
        "NaN",
        "/",
        '""',
        '="-"',
        "'none'",
        "无",
    ],
)
def test_a_meaningless_text_is_not_a_memo_and_is_noticed(chain: str, typed: str) -> None:
    said = Message("memo-none", {"label": LABELS[chain], "given": typed})
    assert read_memo(typed, on(chain)) == ReadMemo("", (said,))


@pytest.mark.parametrize("chain", sorted(LABELS))
@pytest.mark.parametrize("typed", ["", " ", "\ufeff", "\u200b"])
def test_an_empty_field_is_nothing_to_say(chain: str, typed: str) -> None:
    assert read_memo(typed, on(chain)) == ReadMemo("")


@pytest.mark.parametrize("chain", [*TEXT_CHAINS, "XRP"])
@pytest.mark.parametrize(
    ("typed", "memo"),
    [
        ("12345.0", "12345"),
        ("12345,00", "12345"),
        ('="12345"', "12345"),
        ("=12345", "12345"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1 234 567", "1234567"),
        ("1\u00a0234", "1234"),
        ("\uff11\uff12\uff13\uff14\uff15", "12345"),
        ("\u0661\u0662", "12"),
        ("\u201c12345\u201d", "12345"),
        ("\u201e12345\u201c", "12345"),
        ("'12345'", "12345"),
        ("12345'", "12345"),
        ("'12345", "12345"),
        ("\u201912345", "12345"),
        ('"12345"', "12345"),
        ("memo:12345", "12345"),
        ("Memo \uff1a 12345", "12345"),
        ("Tag 12345", "12345"),
        ("destination tag = 12345", "12345"),
        ("#12345", "12345"),
        ("12345;", "12345"),
        ("12345,", "12345"),
        ("12345.", "12345"),
        ('="12345.0";', "12345"),
    ],
)
def test_what_a_spreadsheet_or_a_habit_added_is_put_right_and_said(chain: str, typed: str, memo: str) -> None:
    said = Message("memo-read", {"label": LABELS[chain], "given": typed, "memo": memo})
    assert read_memo(typed, on(chain)) == ReadMemo(memo, (said,))


@pytest.mark.parametrize("chain", TEXT_CHAINS)
@pytest.mark.parametrize("typed", ["1a.", "\u043f\u0440\u0438"])
def test_a_stop_behind_letters_and_another_script_alone_stay(chain: str, typed: str) -> None:
    read = read_memo(typed, on(chain))
    assert isinstance(read, ReadMemo)
    assert read.memo == typed


@pytest.mark.parametrize("chain", TEXT_CHAINS)
@pytest.mark.parametrize(("typed", "memo"), [('="0012345"', "0012345"), ("\ufeff0012345 ", "0012345")])
def test_leading_zeros_of_a_text_stay(chain: str, typed: str, memo: str) -> None:
    read = read_memo(typed, on(chain))
    assert isinstance(read, ReadMemo)
    assert read.memo == memo


@pytest.mark.parametrize("typed", ["0012345", '="0012345"', "000012345.0"])
def test_leading_zeros_of_a_number_are_left_out_and_said(typed: str) -> None:
    said = Message("memo-read", {"label": "Tag", "given": typed, "memo": "12345"})
    assert read_memo(typed, on("XRP")) == ReadMemo("12345", (said,))


@pytest.mark.parametrize("chain", [*TEXT_CHAINS, "XRP"])
@pytest.mark.parametrize(
    ("typed", "character"),
    [
        ("\u041012345", "U+0410 CYRILLIC CAPITAL LETTER A"),
        ("abc\u0435", "U+0435 CYRILLIC SMALL LETTER IE"),
        ("12\u201345", "U+2013 EN DASH"),
        ("123\u201c45", "U+201C LEFT DOUBLE QUOTATION MARK"),
    ],
)
def test_a_character_that_looks_like_a_plain_one_is_refused_by_name(chain: str, typed: str, character: str) -> None:
    refused = Refused(Reason.MEMO_STRANGE, {"label": LABELS[chain], "character": character})
    assert read_memo(typed, on(chain)) == refused


@pytest.mark.parametrize("typed", ["#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "########", '="#REF!"'])
@pytest.mark.parametrize("chain", [*TEXT_CHAINS, "XRP"])
def test_a_memo_lost_by_a_spreadsheet_differs_from_no_memo(chain: str, typed: str) -> None:
    refused = read_memo(typed, on(chain))
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.MEMO_BROKEN


@pytest.mark.parametrize("chain", TEXT_CHAINS)
def test_a_memo_shortened_by_a_spreadsheet_stays_refused(chain: str) -> None:
    refused = read_memo("1.23E+09", on(chain))
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.MEMO_SHORTENED


@pytest.mark.parametrize("typed", ["103 245", "abc-1", "te6cckEBAQEADgAAGAAAAABIZWxsbyBUT04h", "a;b", "memo", "=1+1"])
def test_a_memo_that_is_one_stays_as_it_is(typed: str) -> None:
    assert read_memo(typed, on("ATOM")) == ReadMemo(typed)


def test_letters_beyond_plain_ones_are_noticed() -> None:
    read = read_memo("Zürich", on("ATOM"))
    said = Message("memo-letters", {"label": "Memo", "character": "U+00FC LATIN SMALL LETTER U WITH DIAERESIS"})
    assert read == ReadMemo("Zürich", (said,))


@given(st.sampled_from(sorted(LABELS)), st.text())
def test_what_was_read_is_read_the_same_again(chain: str, typed: str) -> None:
    read = read_memo(typed, on(chain))
    if isinstance(read, ReadMemo):
        again = read_memo(read.memo, on(chain))
        assert isinstance(again, ReadMemo)
        assert again.memo == read.memo
