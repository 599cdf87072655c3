"""Valid e-mail addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.email_address import check_change, mask_email, read_email
from bot.rules.verdict import Allowed, Reason, Refused


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("olga@desk.example", "olga@desk.example"),
        (" Olga.P+keys@Desk.EXAMPLE ", "Olga.P+keys@desk.example"),
        ("o'neil@sub.desk.example", "o'neil@sub.desk.example"),
        ("olga@b\u00fccher.example", "olga@xn--bcher-kva.example"),
        ("olga@BU\u0308CHER.example", "olga@xn--bcher-kva.example"),
        ("olga@fa\u00df.de", "olga@xn--fa-hia.de"),
        ("a" * 64 + "@desk.example", "a" * 64 + "@desk.example"),
        ("olga@163.com", "olga@163.com"),
    ],
)
def test_an_ordinary_address_is_read_with_its_domain_normalised(text: str, address: str) -> None:
    assert read_email(text) == address


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("olga", "olga"),
        ("@desk.example", "@desk.example"),
        ("olga@", "olga@"),
        ("olga@desk", "olga@desk"),
        ("olga@.example", "olga@.example"),
        ("olga@desk..example", "olga@desk..example"),
        ("olga@desk.example.", "olga@desk.example."),
        ("olga@-desk.example", "olga@-desk.example"),
        ("olga@desk_1.example", "olga@desk_1.example"),
        ("olga@10.0.0.1", "olga@10.0.0.1"),
        ("olga@[10.0.0.1]", "olga@[10.0.0.1]"),
        (".olga@desk.example", ".olga@desk.example"),
        ("ol..ga@desk.example", "ol..ga@desk.example"),
        ("ol ga@desk.example", "ol ga@desk.example"),
        ("ol@ga@desk.example", "ol@ga@desk.example"),
        ('"ol ga"@desk.example', '"ol ga"@desk.example'),
        ("Olga <olga@desk.example>", "Olga <olga@desk.example>"),
        ("olga@desk.example,eve@evil.example", "olga@desk.example,eve@evil.example"),
        ("\u043elga@desk.example", "\u043elga@desk.example"),
        ("olga@desk.example\r\nBcc: eve@evil.example", "olga@desk.example??Bcc: eve@evil.example"),
        ("olga\n@desk.example", "olga?@desk.example"),
        ("olga@desk.example\n", "olga@desk.example?"),
        ("olga\x00@desk.example", "olga?@desk.example"),
        ("a" * 65 + "@desk.example", ("a" * 65 + "@desk.example")[:80]),
        ("olga@" + "a" * 64 + ".example", "olga@" + "a" * 64 + ".example"),
        ("olga@" + "a.b" * 90 + ".example", ("olga@" + "a.b" * 90)[:80]),
    ],
)
def test_anything_else_is_refused_and_shown_harmlessly(text: str, shown: str) -> None:
    assert read_email(text) == Refused(Reason.EMAIL_BAD, {"email": shown})


@given(st.one_of(st.text(), st.emails(), st.builds("{}@{}".format, st.text(), st.text())))
def test_a_read_address_is_short_printable_ascii_and_reads_as_itself(text: str) -> None:
    address = read_email(text)
    if isinstance(address, str):
        assert address.isascii()
        assert address.isprintable()
        assert " " not in address
        assert len(address) <= 254
        assert read_email(address) == address


@pytest.mark.parametrize(
    ("address", "masked"), [("olga@example.org", "o…@example.org"), ("o@example.org", "o…@example.org")]
)
def test_a_mask_shows_the_first_letter_and_the_domain(address: str, masked: str) -> None:
    assert mask_email(address) == masked


@pytest.mark.parametrize(
    ("verified", "expected"),
    [
        (None, Allowed()),
        ("pavel@desk.example", Allowed()),
        ("Olga@desk.example", Refused(Reason.EMAIL_SAME, {"email": "Olga@desk.example"})),
    ],
)
def test_the_address_that_is_verified_already_is_refused(verified: str | None, expected: object) -> None:
    assert check_change("olga@desk.example", verified) == expected
