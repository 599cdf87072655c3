"""Which keys a list shows, and in what order."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from bot.rules.key_list import KeyFilter, KeySearch, sort_by_urgency
from tests.rules.facts import NOW, key

DAY = timedelta(days=1)
BOUND = key(1, "bound", ips=("8.8.8.8",))
UNKNOWN = key(2, "unknown")
LATE = key(3, "late", expires_at=NOW + 40 * DAY)
SOON = key(4, "Trading EU", expires_at=NOW + DAY)
GONE = key(5, "gone", expires_at=NOW - DAY)
LONG_GONE = key(6, "long-gone", expires_at=NOW - 30 * DAY)
RICH = replace(key(7, "payouts", ips=("8.8.8.8",)), withdraw=True, account_id=UUID(int=9))
KEYS = (BOUND, UNKNOWN, LATE, SOON, GONE, LONG_GONE, RICH)


def test_the_most_urgent_key_is_first() -> None:
    assert sort_by_urgency(KEYS, NOW) == [GONE, LONG_GONE, SOON, LATE, UNKNOWN, BOUND, RICH]


@pytest.mark.parametrize(
    ("search", "shown"),
    [
        (KeySearch(), list(KEYS)),
        (KeySearch(KeyFilter.EXPIRING), [SOON, GONE, LONG_GONE]),
        (KeySearch(KeyFilter.WITHDRAW), [RICH]),
        (KeySearch(account_id=UUID(int=9)), [RICH]),
        (KeySearch(KeyFilter.EXPIRING, account_id=UUID(int=9)), []),
        (KeySearch(words=("GONE",)), [GONE, LONG_GONE]),
        (KeySearch(words=("eu", "trading")), [SOON]),
        (KeySearch(words=("3",)), [LATE]),
        (KeySearch(words=("access0002",)), [UNKNOWN]),
        (KeySearch(words=("nothing",)), []),
    ],
)
def test_a_search_keeps_what_fits(search: KeySearch, shown: list[object]) -> None:
    assert [one for one in KEYS if search.rank(one, "main", NOW) is not None] == shown


@pytest.mark.parametrize(
    ("words", "ranks"),
    [
        (("trading",), {"trading": 0, "trading-eu": 0, "tradings": 1}),
        (("EU", "trading"), {"trading-eu": 0}),
        (("trad",), {"trading": 1, "trading-eu": 1, "tradings": 1}),
        (("main", "tradings"), {"tradings": 0}),
        (("#2",), {"trading-eu": 0}),
        (("trading", "nothing"), {}),
    ],
)
def test_a_word_of_the_name_counts_more_than_a_part(words: tuple[str, ...], ranks: dict[str, int]) -> None:
    named = [key(number, name) for number, name in enumerate(("trading", "trading-eu", "tradings"), start=1)]
    found = {one.remark: KeySearch(words=words).rank(one, "main", NOW) for one in named}
    assert {name: rank for name, rank in found.items() if rank is not None} == ranks
