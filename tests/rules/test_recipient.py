"""An inter-user transfer goes to an e-mail, a phone number or a user id of the same exchange."""

import pytest

from bot.rules.recipient import PhoneOrId, Recipient, read_recipient
from bot.rules.verdict import Reason, Refused


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("Friend@Example.org", "friend@example.org"),
        ("+49 151 23456789", "+4915123456789"),
        ("+1 (415) 555-2671", "+14155552671"),
        ("+39 06 69812345", "+390669812345"),
        ("\uff0b\uff14\uff19 151 23456789", "+4915123456789"),
        ("41fd7dcd", "41FD7DCD"),
        ("12345678", "12345678"),
    ],
)
def test_it_is_kept_as_given_and_compared_by_its_canonical_form(typed: str, canonical: str) -> None:
    assert read_recipient(f" {typed} ", "CoinEx") == Recipient(typed, canonical)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("+49 (0)151 23456789", "+4915123456789"),
        ("+49 0151 23456789", "+4915123456789"),
        ("+44 (0)20 7946 0000", "+442079460000"),
        ("olga@fa\u00df.de", "olga@xn--fa-hia.de"),
        ("olga@B\u00fccher.example", "olga@xn--bcher-kva.example"),
    ],
)
def test_what_is_read_otherwise_than_typed_is_marked(typed: str, canonical: str) -> None:
    assert read_recipient(typed, "CoinEx") == Recipient(typed, canonical, is_other=True)


@pytest.mark.parametrize("typed", ["13800138000", "8613800138000", "015123456789", "004915123456789", "0151234"])
def test_digits_that_are_a_phone_number_or_a_user_id_are_not_guessed(typed: str) -> None:
    assert read_recipient(typed, "CoinEx") == PhoneOrId(typed)


@pytest.mark.parametrize("typed", ["id 13800138000", "UID:13800138000", "id:13800138000"])
def test_digits_marked_as_an_id_are_a_user_id(typed: str) -> None:
    assert read_recipient(typed, "CoinEx") == Recipient("13800138000", "13800138000")


@pytest.mark.parametrize(
    "typed", ["somebody", "a@", "@example.org", "0151 23456789", "+0151234567", "+12", "+49 151", "", "zzzzzzzz"]
)
def test_anything_else_is_refused(typed: str) -> None:
    answer = read_recipient(typed, "CoinEx")
    assert isinstance(answer, Refused)
    assert answer.reason in {Reason.RECIPIENT_BAD, Reason.EMAIL_BAD}


def test_a_transaction_hash_is_not_a_leaked_key() -> None:
    assert read_recipient("0x" + "1f" * 32, "CoinEx") == Refused(Reason.ADDRESS_HASH_OR_KEY)


def test_a_private_key_is_not_a_recipient() -> None:
    answer = read_recipient("5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ", "CoinEx")
    assert answer == Refused(Reason.ADDRESS_SECRET)
