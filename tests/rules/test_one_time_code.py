"""Rule 1 of the design: a key needs the second factor.

Time steps rise, and wrong codes lock a person out.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.one_time_code import (
    LOCK_AFTER,
    LOCK_FOR,
    after_right_code,
    after_wrong_code,
    check_code,
    codes_around,
    current_step,
    find_codes,
    find_recovery_codes,
    is_locked,
    matching_step,
    new_recovery_codes,
    new_seed,
    provisioning_uri,
    read_code,
    read_recovery_code,
    refuse_spent,
    seconds_to_next,
)
from bot.rules.verdict import Reason, Refused
from storage.records import Person
from tests.rules.facts import NOW

SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The 20 bytes `12345678901234567890`. Source: RFC 6238 appendix B."""
STEP = timedelta(seconds=30)
OLGA = Person(7, "Olga", totp_seed_secret=SEED, enrolled_at=NOW)
HERE = current_step(NOW)


def code_at(moment: datetime) -> str:
    return pyotp.TOTP(SEED).at(moment)


WRONG = next(
    code
    for code in ("000000", "111111", "222222", "333333")
    if code not in {code_at(NOW + distance * STEP) for distance in range(-3, 4)}
)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_vectors_of_the_rfc_match(seconds: int, code: str) -> None:
    assert matching_step(SEED, code, datetime.fromtimestamp(seconds, UTC)) == seconds // 30


@pytest.mark.parametrize(("distance", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_is_taken_one_step_early_or_late(distance: int, is_taken: bool) -> None:
    assert matching_step(SEED, code_at(NOW + distance * STEP), NOW) == (HERE + distance if is_taken else None)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "\u0661\u0662\u0663\u0664\u0665\u0666"])
def test_an_invalid_code_matches_nothing(code: str) -> None:
    assert matching_step(SEED, code, NOW) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("123456", "123456"),
        ("123 456", "123456"),
        (" 123456\n", "123456"),
        ("12345", None),
        ("1234567", None),
        ("12 34 56", "123456"),
        ("1 2 3 4 5 6", "123456"),
        ("123-456", "123456"),
        ("123.456", "123456"),
        ("123456.", "123456"),
        ("`123 456`", "123456"),
        ("123\u00a0456", "123456"),
        ("123\u202f456", "123456"),
        ("123\u2013456", "123456"),
        ("123\u2212456", "123456"),
        ("123\u200b456\ufeff", "123456"),
        ("\u2066123\u2069456", "123456"),
        ("\u2068123456\u2069", "123456"),
        ("\u202e123456\u202c", "123456"),
        ("\uff11\uff12\uff13\uff14\uff15\uff16", "123456"),
        ("\u0661\u0662\u0663\u0664\u0665\u0666", "123456"),
        ("\u06f1\u06f2\u06f3 \u06f4\u06f5\u06f6", "123456"),
        ("\u0967\u0968\u0969\u096a\u096b\u096c", "123456"),
        ("123  456", None),
        ("123 -456", None),
        ("123#456", None),
        ("12/34/56", None),
        ("10.0.0.12", None),
        ("203.0.1.3", None),
        ("#123456", None),
        ("$123456", None),
        ("-123456", "123456"),
        ("code 123456", None),
        ("1\ufe0f\u20e32\ufe0f\u20e33\ufe0f\u20e34\ufe0f\u20e35\ufe0f\u20e36\ufe0f\u20e3", "123456"),
        ("\u00b9\u00b2\u00b3456", None),
        ("", None),
    ],
)
def test_six_digits_are_a_code_however_a_keyboard_writes_them(text: str, code: str | None) -> None:
    assert read_code(text) == code


@pytest.mark.parametrize(("second", "left"), [(0, 30), (1, 29), (29, 1), (29.9, 1), (30, 30)])
def test_the_seconds_to_the_next_code_are_returned(second: float, left: int) -> None:
    assert seconds_to_next(NOW + timedelta(seconds=second)) == left


def test_the_right_code_answers_its_step() -> None:
    assert check_code(OLGA, code_at(NOW), NOW) == HERE


@pytest.mark.parametrize(
    ("last_step", "spent_in", "expected"),
    [
        (HERE, 0, Refused(Reason.CODE_USED, {"seconds": 30, "until": None})),
        (HERE, -1, Refused(Reason.CODE_USED, {"seconds": 30, "until": None})),
        (HERE + 1, 0, Refused(Reason.CODE_USED, {"seconds": 30, "until": None})),
        (HERE + 3, 1, Refused(Reason.CODE_USED, {"seconds": 90, "until": None})),
        (HERE - 1, 0, HERE),
        (HERE, 1, HERE + 1),
    ],
)
def test_a_code_works_once_and_older_ones_no_more(last_step: int, spent_in: int, expected: object) -> None:
    person = replace(OLGA, last_step=last_step)
    assert check_code(person, code_at(NOW + spent_in * STEP), NOW) == expected


def test_while_the_clock_is_set_back_a_code_of_either_time_counts_once() -> None:
    wall, here = NOW - timedelta(hours=2), HERE - 240
    assert check_code(OLGA, code_at(NOW), NOW, wall_now=wall) == HERE
    assert check_code(OLGA, code_at(wall), NOW, wall_now=wall) == here
    spent = replace(OLGA, last_step=HERE)
    again = Refused(Reason.CODE_USED, {"seconds": 7200, "until": NOW})
    assert check_code(spent, code_at(wall), NOW, wall_now=wall) == again
    assert check_code(OLGA, WRONG, NOW, wall_now=wall) == Refused(Reason.CODE_WRONG, {"left": 4})


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(-2, 2)), max_size=20))
def test_accepted_steps_strictly_rise(tries: list[tuple[int, int]]) -> None:
    person, spent, now = OLGA, [-1], NOW
    for passed, distance in tries:
        now += timedelta(seconds=passed)
        step = check_code(replace(person, failed_codes=0), code_at(now + distance * STEP), now)
        if isinstance(step, int):
            assert step > spent[-1]
            spent.append(step)
            person = after_right_code(person, step)


def test_five_wrong_codes_lock_for_15_minutes() -> None:
    person = OLGA
    for left in (4, 3, 2, 1):
        assert check_code(person, WRONG, NOW) == Refused(Reason.CODE_WRONG, {"left": left})
        person = after_wrong_code(person, NOW)
    locked = Refused(Reason.LOCKED, {"until": NOW + timedelta(minutes=15)})
    assert check_code(person, WRONG, NOW) == locked
    person = after_wrong_code(person, NOW)
    assert check_code(person, code_at(NOW), NOW) == locked


def test_after_the_lock_the_count_starts_again() -> None:
    later = NOW + timedelta(minutes=15)
    person = after_wrong_code(replace(OLGA, failed_codes=4), NOW)
    assert check_code(person, WRONG, later) == Refused(Reason.CODE_WRONG, {"left": 4})
    assert check_code(person, code_at(later), later) == current_step(later)


def test_a_right_code_forgets_the_wrong_ones() -> None:
    person = after_right_code(replace(OLGA, failed_codes=4, locked_until=NOW), HERE)
    assert (person.failed_codes, person.locked_until, person.last_step) == (0, None, HERE)


def test_without_a_factor_no_code_counts() -> None:
    assert check_code(Person(8, "Pavel"), "123456", NOW) == Refused(Reason.NOT_ENROLLED)


def test_a_seed_being_enrolled_replaces_the_own_one() -> None:
    assert check_code(Person(8, "Pavel"), code_at(NOW), NOW, seed=SEED) == HERE


def test_a_new_seed_has_160_bits_and_goes_into_the_link_of_the_picture() -> None:
    seed = new_seed()
    assert len(seed) == 32
    assert provisioning_uri(seed, "Olga & co", "Keyminder") == (
        f"otpauth://totp/Keyminder:Olga%20%26%20co?secret={seed}&issuer=Keyminder"
    )


def test_eight_different_recovery_codes_are_made_and_read_again() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == 8
    assert [read_recovery_code(code) for code in codes] == list(codes)


def test_a_recovery_code_that_comes_twice_is_made_again() -> None:
    letters = iter("a" * 20 + "".join(letter * 10 for letter in "bcdefgh"))

    def choose(_: Sequence[str]) -> str:
        return next(letters)

    assert new_recovery_codes(choose)[:2] == ("aaaaa-aaaaa", "bbbbb-bbbbb")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("k7fqm-2xw9c", "k7fqm-2xw9c"),
        (" K7FQM 2XW9C ", "k7fqm-2xw9c"),
        ("k7fqm2xw9c", "k7fqm-2xw9c"),
        ("k7fqm\u20132xw9c", "k7fqm-2xw9c"),
        ("k7fqm\u20142xw9c", "k7fqm-2xw9c"),
        ("k7fqm\u22122xw9c.", "k7fqm-2xw9c"),
        ("K7fqm\u00a02xw9c", "k7fqm-2xw9c"),
        ("\u2068k7fqm\u20112xw9c\u2069", "k7fqm-2xw9c"),
        ("k7fqm--2xw9c", None),
        ("k7fqm-2xw9", None),
        ("k7fqm-2xw9o", None),
        ("123456", None),
        ("", None),
    ],
)
def test_a_recovery_code_is_read_in_every_usual_spelling(text: str, code: str | None) -> None:
    assert read_recovery_code(text) == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("123456", {"123456"}),
        ("1-2-3-4-5-6", {"123456"}),
        ("my code is 123 456, please", {"123456"}),
        ("/approve 3 123456", {"123456"}),
        ("123456 or 654-321?", {"123456", "654321"}),
        ("tell \uff11\uff12\uff13\uff14\uff15\uff16", {"123456"}),
        ("call 5551234567", set()),
        ("block 1234567", set()),
        ("", set()),
    ],
)
def test_codes_are_found_within_a_text(text: str, codes: set[str]) -> None:
    assert find_codes(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("use K7FQM\u20132XW9C now", {"k7fqm-2xw9c"}),
        ("k7fqm2xw9c", {"k7fqm-2xw9c"}),
        ("ak7fqm-2xw9c", set()),
        ("nothing of the kind", set()),
    ],
)
def test_recovery_codes_are_found_within_a_text(text: str, codes: set[str]) -> None:
    assert find_recovery_codes(text) == codes


def test_the_codes_around_now_are_those_that_are_taken() -> None:
    assert codes_around(SEED, NOW) == {code_at(NOW + distance * STEP): HERE + distance for distance in (-1, 0, 1)}


def test_a_lock_of_a_time_before_the_clock_was_set_back_does_not_last_until_that_time_comes_again() -> None:
    locked = after_wrong_code(replace(OLGA, failed_codes=LOCK_AFTER - 1), NOW)
    assert is_locked(locked, NOW)
    assert not is_locked(locked, NOW + LOCK_FOR)
    assert is_locked(locked, NOW - STEP), "the clock of another replica"
    assert not is_locked(locked, NOW - timedelta(hours=2))


def test_a_step_of_a_time_before_the_clock_was_set_back_is_not_given_again_and_says_until_when() -> None:
    now = NOW
    refused = refuse_spent(current_step(now) + 240, now)
    assert refused.reason is Reason.CODE_USED
    until = refused.args["until"]
    assert isinstance(until, datetime)
    assert timedelta(hours=2) <= until - now <= timedelta(hours=2, minutes=1)
    assert refuse_spent(current_step(now) + 1, now).args["until"] is None
