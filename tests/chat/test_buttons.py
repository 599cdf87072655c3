"""Callback data: what buttons send, and what no button sends."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.telegram.buttons import (
    ChoicePress,
    CommandPress,
    OfferPress,
    Pressed,
    SecretPress,
    TicketPress,
    page_words,
    read_press,
    write_press,
)

ONE = UUID(int=1)


@pytest.mark.parametrize(
    ("data", "meaning"),
    [
        (f"pad {ONE.hex} ", TicketPress("pad", ONE)),
        (f"vote {ONE.hex} 123456", TicketPress("vote", ONE, "123456")),
        *((f"{word} {ONE.hex}", TicketPress(word, ONE)) for word in ("approve", "deny", "care", "cancel", "resend")),
        (f"byhand {ONE.hex}", TicketPress("byhand", ONE)),
        (f"saved {ONE.hex}", SecretPress(ONE)),
        ("accept", OfferPress()),
        ("ask renew 7", CommandPress(("renew", "7"))),
        (f"in {ONE.hex} keys", CommandPress(("keys",), team_id=ONE)),
        (page_words("keys all", 2), CommandPress(("keys", "all"), page=2)),
        (page_words(f"in {ONE.hex} keys", 3), CommandPress(("keys",), team_id=ONE, page=3)),
        (f"team {ONE.hex}", ChoicePress(team_id=ONE)),
        ('and in "main two"', ChoicePress(words=("in", '"main', 'two"'))),
        ("as 0 7", ChoicePress(words=("7",), place=0)),
    ],
)
def test_what_a_button_says_is_read_back(data: str, meaning: Pressed) -> None:
    assert write_press(data) == data
    assert read_press(data) == meaning


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
    assert read_press(data) is None


@given(st.text(max_size=64) | st.from_regex(r"(pad|in|as|page:|team|saved|ask|and) ?[0-9a-f]{0,33}( .*)?(:[0-9]*)?"))
def test_any_data_means_something_or_nothing(data: str) -> None:
    assert read_press(data) is None or isinstance(read_press(data), Pressed)


@pytest.mark.parametrize(("press", "fits"), [("", False), ("a" * 64, True), ("a" * 65, False), ("ü" * 33, False)])
def test_telegram_takes_1_to_64_bytes(press: str, fits: bool) -> None:
    assert write_press(press) == (press if fits else None)
