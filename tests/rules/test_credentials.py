"""An access id and a secret in a pasted text, and a secret in a wrong place."""

import pytest

from bot.rules.credentials import holds_secret, read_credentials

ACCESS_ID, SECRET = "4DA36FFC61334695A66F8D29020EB589", "B51068CF10B34E7789C374AB932696A05E0A629BE7BFC62F"
KRAKEN_ID = "VLfQKpH4k6kU+x2n9Rr/3dZqYtW0aBcDeFgHiJkLmNoPqRsTuVwXyZ01"
KRAKEN_SECRET = "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg=="
BYBIT_ID, BYBIT_SECRET = "xPz1aBcD2eFgH3iJkL", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"


@pytest.mark.parametrize(
    "pasted",
    [
        f"{ACCESS_ID} {SECRET}",
        f"{SECRET} {ACCESS_ID}",
        f"Access ID: {ACCESS_ID} Secret Key: {SECRET}",
        f'“access_id”: \'{ACCESS_ID}\', "secret_key": "{SECRET}"',
        f"{ACCESS_ID}, {SECRET.lower()}",
    ],
)
def test_a_pair_is_found_in_any_order_and_between_labels(pasted: str) -> None:
    found = read_credentials(pasted.split())
    assert found is not None
    assert (found[0], found[1].upper()) == (ACCESS_ID, SECRET)
    assert holds_secret(pasted)


def test_bybit_s_pair_is_found_too() -> None:
    assert read_credentials([BYBIT_SECRET, BYBIT_ID]) == (BYBIT_ID, BYBIT_SECRET)
    assert holds_secret(f"/track grid {BYBIT_ID} {BYBIT_SECRET}")


def test_kraken_s_secret_is_one_alone_and_beside_its_access_id() -> None:
    assert read_credentials([KRAKEN_ID, KRAKEN_SECRET]) == (KRAKEN_ID, KRAKEN_SECRET)
    assert holds_secret(f"/track grid {KRAKEN_SECRET}")
    assert not holds_secret(f"/track grid {KRAKEN_ID}")


def test_of_unknown_shapes_exactly_two_words_are_taken() -> None:
    assert read_credentials(["SOME-OTHER-KEY", "with.a.secret"]) == ("SOME-OTHER-KEY", "with.a.secret")
    for text in ("one-word-only", "short shorter", "three-of-them are-too-many words-here", "clé-d'accès secret-one"):
        assert read_credentials(text.split()) is None


def test_two_pairs_are_no_pair() -> None:
    assert read_credentials([ACCESS_ID, SECRET, ACCESS_ID.replace("4", "5"), SECRET]) is None


@pytest.mark.parametrize(
    "text",
    [
        "/track grid 4DA36FFC61334695A66F8D29020EB589 expires 2027-02-20",
        "/addaddress USDT TRC20 TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "tx 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV DRpbCBMxVnDK7maPM5tGv6MvB3v1sRMC86PZ8okm21hy",
        "/renew trading-eu",
        "123456",
    ],
)
def test_other_texts_of_people_are_not_a_secret(text: str) -> None:
    assert not holds_secret(text)


def test_a_secret_alone_is_one() -> None:
    assert holds_secret(f"here: {SECRET}")
    assert holds_secret(f"/conect coinex {SECRET.lower()}.")
