"""Button data: what buttons say comes back, and what no button says means nothing."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.operations.model.button_data import (
    PADS,
    CommandPress,
    InsteadPress,
    MorePress,
    OfferPress,
    Press,
    SecretPress,
    Step,
    TeamPress,
    TicketPress,
    decode,
    encode,
    more,
    typed,
)

ONE = UUID(int=1)
SHORT = "A" * 21 + "Q"


@pytest.mark.parametrize(
    ("data", "meaning"),
    [
        (f"pad {ONE.hex} ", TicketPress(Step.PAD, ONE)),
        (f"vote {ONE.hex} 123456", TicketPress(Step.VOTE, ONE, "123456")),
        *((f"{step} {ONE.hex}", TicketPress(step, ONE)) for step in Step if step not in PADS),
        (f"saved {ONE.hex}", SecretPress(ONE)),
        ("accept", OfferPress()),
        ("ask renew 7", typed("renew 7")),
        (f"in {SHORT} keys", typed("keys", ONE)),
        ("page:keys all:2", CommandPress(("keys", "all"), page=2)),
        (f"page:in {SHORT} keys:3", CommandPress(("keys",), team_id=ONE, page=3)),
        (f"team {ONE.hex}", TeamPress(ONE)),
        ('and in "main two"', more('in "main two"')),
        ("as 0 7", InsteadPress(0, "7")),
    ],
)
def test_what_buttons_carry_stays_the_same(data: str, meaning: Press) -> None:
    assert encode(meaning) == data
    assert decode(data) == meaning


def test_buttons_of_older_messages_name_the_team_in_full() -> None:
    assert decode(f"in {ONE.hex} keys") == typed("keys", ONE)
    assert decode(f"page:in {ONE.hex} keys:3") == CommandPress(("keys",), ONE, 3)


IDS = st.uuids()
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=" "), max_size=20)
COMMANDS = st.builds(
    lambda command, words, team_id, page: CommandPress((command, *words), team_id, page),
    st.from_regex(r"[a-z]{1,12}", fullmatch=True).filter(lambda word: word != "in"),
    st.lists(WORDS, max_size=4),
    st.none() | IDS,
    st.none() | st.integers(0, 9999),
)
PRESSES = st.one_of(
    st.builds(TicketPress, st.sampled_from(sorted(PADS)), IDS, st.from_regex(r"[0-9]{0,6}", fullmatch=True)),
    st.builds(TicketPress, st.sampled_from([step for step in Step if step not in PADS]), IDS),
    st.builds(SecretPress, IDS),
    st.builds(OfferPress),
    COMMANDS,
    st.builds(TeamPress, IDS),
    st.builds(MorePress, st.lists(WORDS, min_size=1, max_size=4).map(tuple)),
    st.builds(InsteadPress, st.integers(0, 9999), WORDS),
)


@given(PRESSES)
def test_what_a_button_says_comes_back_or_does_not_fit(press: Press) -> None:
    data = encode(press)
    assert data is None or (decode(data) == press and 0 < len(data.encode()) <= 64)


@pytest.mark.parametrize(("word", "fits"), [("a" * 60, True), ("a" * 61, False), ("ü" * 30, True), ("ü" * 31, False)])
def test_a_button_carries_64_bytes(word: str, fits: bool) -> None:
    assert (encode(typed(word)) is not None) == fits


@pytest.mark.parametrize(
    "data",
    [
        *(
            "",
            " ",
            "x",
            "saved",
            "accept x",
            "approve xyz",
            "pad x",
            "pad",
            "team zz",
            "cancel",
            "in",
            "ask",
            "and",
            "as",
            "as 0",
        ),
        *(
            "as x 7",
            "as 0 7 8",
            "as \u00b2 7",
            f"in {ONE.hex}",
            f"in {SHORT}",
            f"in {SHORT[:-1]}B keys",
            f"in {SHORT}= keys",
            f"in {ONE} keys",
            f"approve {ONE}",
            f"saved {ONE.hex} x",
        ),
        *(
            f"pad {ONE.hex} 1234567",
            f"pad {ONE.hex} \u0661",
            f"pad {ONE.hex} 1 2",
            f"care {ONE.hex} 1",
            f"team {ONE.hex}\n",
        ),
        *(
            "page:2",
            "page:keys:",
            "page:keys:x",
            "key:view:2",
            "page::1",
            "page:keys:\u00b2",
            "page:in zz keys:1",
            "page: :1",
        ),
    ],
)
def test_what_no_button_says_means_nothing(data: str) -> None:
    assert decode(data) is None


@given(st.text(max_size=64) | st.from_regex(r"(pad|in|as|page:|team|saved|ask|and) ?[0-9a-f]{0,33}( .*)?(:[0-9]*)?"))
def test_any_data_means_something_or_nothing(data: str) -> None:
    assert decode(data) is None or isinstance(decode(data), Press)
