"""An inter-user transfer goes to an e-mail, a phone number or a user id of the same exchange."""

import pytest

from bot.rules.recipient import Recipient, read_recipient
from bot.rules.verdict import Reason, Refused


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("Friend@Example.org", "friend@example.org"),
        ("+49 151 23456789", "+4915123456789"),
        ("+1 (415) 555-2671", "+14155552671"),
        ("41fd7dcd", "41FD7DCD"),
        ("12345678", "12345678"),
    ],
)
def test_it_is_kept_as_given_and_compared_by_its_canonical_form(typed: str, canonical: str) -> None:
    assert read_recipient(f" {typed} ", "CoinEx") == Recipient(typed, canonical)


@pytest.mark.parametrize(
    "typed", ["somebody", "a@", "@example.org", "0151 23456789", "+0151234567", "+12", "", "zzzzzzzz"]
)
def test_anything_else_is_refused(typed: str) -> None:
    answer = read_recipient(typed, "CoinEx")
    assert isinstance(answer, Refused)
    assert answer.reason in {Reason.RECIPIENT_BAD, Reason.EMAIL_BAD}


def test_a_private_key_is_no_recipient() -> None:
    answer = read_recipient("5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ", "CoinEx")
    assert answer == Refused(Reason.ADDRESS_SECRET)
