"""Finding a key by what a person typed."""

from dataclasses import replace

import pytest

from bot.rules.key_lookup import Several, count_names, find_key, find_keys
from bot.rules.verdict import Reason, Refused
from tests.rules.facts import key

EU = replace(key(1, "trading-eu"), access_id="5F1B00AA")
US = replace(key(2, "Trading-US"), access_id="5F1B00BB")
GRID = replace(key(3, "Grid bot 3"), access_id="77")
CAFE = key(4, "caf\u00e9")
OTHER_GRID = key(12, "grid BOT 3")
KEYS = [EU, US, GRID, CAFE]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("trading-eu", EU),
        ("TRADING-EU", EU),
        (" trading-us ", US),
        ("1", EU),
        ("#2", US),
        ("5F1B00AA", EU),
        ("5f1b00bb", US),
        ("Grid bot 3", GRID),
        ('"grid bot 3"', GRID),
        ("\u201cgrid  bot 3\u201d", GRID),
        ("\u00abgrid bot 3\u00bb", GRID),
        ("77", GRID),
        ("cafe\u0301", CAFE),
    ],
)
def test_a_key_is_found_by_remark_number_or_access_id(name: str, found: object) -> None:
    assert find_key(name, KEYS) == found


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("trading-ue", ("trading-eu", "Trading-US")),
        ("trading", ("trading-eu", "Trading-US")),
        ("grid", ("Grid bot 3",)),
        ("5F1B00AC", ("trading-eu", "Trading-US")),
        ("tradng-eu", ("trading-eu", "Trading-US")),
        ("reading", ()),
        ("zzzzzzz", ()),
        ("9", ()),
        ("", ()),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_names(name: str, nearest: tuple[str, ...]) -> None:
    assert find_key(name, KEYS) == Refused(Reason.KEY_UNKNOWN, {"name": name, "nearest": nearest})


def test_at_most_three_names_are_offered() -> None:
    keys = [key(number, f"bot-{number}") for number in range(1, 10)]
    answer = find_key("bot", keys)
    assert answer == Refused(Reason.KEY_UNKNOWN, {"name": "bot", "nearest": ("bot-1", "bot-2", "bot-3")})


def test_a_remark_of_two_accounts_asks_which() -> None:
    several = Several("grid bot 3", (GRID, OTHER_GRID))
    assert find_key("grid bot 3", [*KEYS, OTHER_GRID]) == several
    assert find_keys(["1", "grid bot 3", "zzzzzzz"], [*KEYS, OTHER_GRID]) == several


def test_a_remark_that_is_anothers_access_id_asks_which() -> None:
    other = key(5, "5F1B00AA")
    assert find_key("5f1b00aa", [EU, other]) == Several("5f1b00aa", (EU, other))


def test_digits_mean_the_number_first() -> None:
    seventy_seven = key(77, "late")
    assert find_key("77", [*KEYS, seventy_seven]) == seventy_seven


def test_several_keys_come_in_the_order_named_and_once() -> None:
    assert find_keys(["trading-us", "1", "#2"], KEYS) == (US, EU)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("grid 8.8.8.8", 1),
        ("nothing 8.8.8.8", 1),
        ("grid #2 8.8.8.8 grid", 2),
        ("1 HEDGE all", 2),
        ("grid hegde 8.8.8.8", 1),
        ("grid 9.9.9.9", 1),
        ("", 0),
    ],
)
def test_names_come_before_ips(words: str, count: int) -> None:
    named = [key(1, "grid"), key(2, "hedge"), key(3, "9.9.9.9")]
    assert count_names(words.split(), named) == count


def test_one_unknown_name_refuses_all() -> None:
    answer = find_keys(["trading-us", "zzzzzzz"], KEYS)
    assert answer == Refused(Reason.KEY_UNKNOWN, {"name": "zzzzzzz", "nearest": ()})
