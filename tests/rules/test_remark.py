"""Rule 1 of the design: a key has a remark. Valid remarks."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.remark import check_remark, clean, find_forbidden, fold, name_character
from bot.rules.verdict import Allowed, Reason, Refused

TAKEN = ["Trading-EU", "caf\u00e9", "Stra\u00dfe 1", "main", "\u0441\u043e\u0440"]


@pytest.mark.parametrize(
    "remark",
    [
        "trading-us",
        "grid bot 3",
        "7 dwarfs",
        "\u0431\u043e\u0442",
        "\u4ea4\u6613",
        "r\u00f6t",
        "a" * 50,
        "x=1+2",
        "\U0001f916",
        "all2",
        "ma1n",
        "\U0001f468\u200d\U0001f4bb desk",
        "\U0001f3f3\ufe0f\u200d\U0001f308",
        "\u2764\ufe0f",
        "1\ufe0f\u20e3",
        "\U0001f9d1\U0001f3fd\u200d\U0001f680",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    ],
)
def test_an_ordinary_remark_is_taken(remark: str) -> None:
    assert check_remark(remark, TAKEN) == Allowed()


@pytest.mark.parametrize(
    ("remark", "refused"),
    [
        ("", Refused(Reason.REMARK_EMPTY)),
        ("  ", Refused(Reason.REMARK_EMPTY)),
        ("a" * 51, Refused(Reason.REMARK_TOO_LONG, {"length": 51, "limit": 50})),
        ("TRADING-eu", Refused(Reason.REMARK_TAKEN, {"remark": "TRADING-eu"})),
        ("cafe\u0301", Refused(Reason.REMARK_TAKEN, {"remark": "cafe\u0301"})),
        ("STRASSE  1", Refused(Reason.REMARK_TAKEN, {"remark": "STRASSE  1"})),
        ("123", Refused(Reason.REMARK_DIGITS, {"remark": "123"})),
        ("#12", Refused(Reason.REMARK_DIGITS, {"remark": "#12"})),
        ("\u0661\u0662", Refused(Reason.REMARK_DIGITS, {"remark": "\u0661\u0662"})),
        ("Trade", Refused(Reason.REMARK_RESERVED, {"remark": "Trade"})),
        ("WITHDRAW", Refused(Reason.REMARK_RESERVED, {"remark": "WITHDRAW"})),
        ("all", Refused(Reason.REMARK_RESERVED, {"remark": "all"})),
        ("By-Hand", Refused(Reason.REMARK_RESERVED, {"remark": "By-Hand"})),
        ("expires", Refused(Reason.REMARK_RESERVED, {"remark": "expires"})),
        ("=SUM(A1)", Refused(Reason.REMARK_CHARACTERS, {"character": "="})),
        ("+49", Refused(Reason.REMARK_CHARACTERS, {"character": "+"})),
        ("-x", Refused(Reason.REMARK_CHARACTERS, {"character": "-"})),
        ("@olga", Refused(Reason.REMARK_CHARACTERS, {"character": "@"})),
        (" @olga", Refused(Reason.REMARK_CHARACTERS, {"character": "@"})),
        ("a\nb", Refused(Reason.REMARK_CHARACTERS, {"character": "U+000A"})),
        ("a\u200bb", Refused(Reason.REMARK_CHARACTERS, {"character": "U+200B ZERO WIDTH SPACE"})),
        ("a\u202eb", Refused(Reason.REMARK_CHARACTERS, {"character": "U+202E RIGHT-TO-LEFT OVERRIDE"})),
        ("a\u3164b", Refused(Reason.REMARK_CHARACTERS, {"character": "U+3164 HANGUL FILLER"})),
        ("a\u200db", Refused(Reason.REMARK_CHARACTERS, {"character": "U+200D ZERO WIDTH JOINER"})),
        ("a\u200cb", Refused(Reason.REMARK_CHARACTERS, {"character": "U+200C ZERO WIDTH NON-JOINER"})),
        ("a\ufe0f", Refused(Reason.REMARK_CHARACTERS, {"character": "U+FE0F VARIATION SELECTOR-16"})),
        ("a\u00a0b", Refused(Reason.REMARK_CHARACTERS, {"character": "U+00A0 NO-BREAK SPACE"})),
    ],
)
def test_a_bad_remark_is_refused_with_its_reason(remark: str, refused: Refused) -> None:
    assert check_remark(remark, TAKEN) == refused


@pytest.mark.parametrize(
    ("remark", "other"),
    [
        ("m\u0430in", "main"),
        ("\uff4d\uff41\uff49\uff4e", "main"),
        ("\U0001d426\U0001d41a\U0001d422\U0001d427", "main"),
        ("\u041cAIN", "main"),
        ("Tr\u0430ding-EU", "Trading-EU"),
        ("Trading\u2010EU", "Trading-EU"),
        ("cop", "\u0441\u043e\u0440"),
    ],
)
def test_a_remark_that_looks_like_another_is_refused(remark: str, other: str) -> None:
    assert check_remark(remark, TAKEN) == Refused(Reason.REMARK_ALIKE, {"remark": remark, "other": other})


def test_an_emoji_with_another_look_is_the_same_name_to_people() -> None:
    assert check_remark("\u2764", ["\u2764\ufe0f"]) == Refused(
        Reason.REMARK_ALIKE, {"remark": "\u2764", "other": "\u2764\ufe0f"}
    )


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_folded_remark_is_the_same_in_every_spelling(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@given(st.text(min_size=1))
def test_what_is_shown_of_a_forbidden_character_is_visible(text: str) -> None:
    shown = find_forbidden(text)
    assert shown is None or (shown.isprintable() and shown.strip())


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_a_visible_character_is_its_own_name() -> None:
    assert name_character("@") == "@"
