"""Valid forms of an access id."""

from dataclasses import replace

import pytest

from bot.rules.access_id import check_access_id
from bot.rules.verdict import Allowed, Reason, Refused
from tests.rules.facts import key

KRAKEN = "VLfQKpH4k6kU+x2n9Rr/3dZqYtW0aBcDeFgHiJkLmNoPqRsTuVwXyZ01"
KEYS = [replace(key(remark="old"), access_id="5F1B00AA")]


@pytest.mark.parametrize("access_id", ["A1B2C3D4", "abc-def_1.2", "A1", "abCd", "A" * 128, KRAKEN])
def test_letters_digits_and_three_signs_are_taken(access_id: str) -> None:
    assert check_access_id(access_id, KEYS) == Allowed()


@pytest.mark.parametrize("access_id", ["", "a b", "a\n", "\u0430bc", "<b>", "a/b"])
def test_anything_else_is_refused(access_id: str) -> None:
    assert check_access_id(access_id, KEYS) == Refused(Reason.ACCESS_ID_CHARACTERS, {"access_id": access_id})


@pytest.mark.parametrize("word", ["hello", "x", "Done", "TRADING", "old-bot", "yes..."])
def test_a_word_is_not_an_access_id(word: str) -> None:
    assert check_access_id(word, KEYS) == Refused(Reason.ACCESS_ID_WORD, {"access_id": word})


def test_a_very_long_one_is_refused_and_shown_shortened() -> None:
    assert check_access_id("A" * 500, KEYS) == Refused(Reason.ACCESS_ID_CHARACTERS, {"access_id": "A" * 128})


def test_one_that_is_watched_already_is_refused_in_either_case() -> None:
    assert check_access_id("5f1b00aa", KEYS) == Refused(Reason.ACCESS_ID_TAKEN, {"access_id": "5f1b00aa", "key": "old"})


def test_a_one_time_code_is_not_an_access_id_and_is_not_repeated() -> None:
    assert check_access_id("679593", KEYS) == Refused(Reason.ACCESS_ID_CODE)
