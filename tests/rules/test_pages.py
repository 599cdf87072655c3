"""Which part of a list is shown."""

import pytest

from bot.rules.pages import cut_page


@pytest.mark.parametrize(
    ("count", "asked", "number", "of", "items"),
    [(0, 1, 1, 1, 0), (10, 1, 1, 1, 10), (11, 2, 2, 2, 1), (11, 9, 2, 2, 1), (25, 2, 2, 3, 10), (25, 0, 1, 3, 10)],
)
def test_a_page_that_is_gone_becomes_the_last(count: int, asked: int, number: int, of: int, items: int) -> None:
    page = cut_page(range(count), asked)
    assert (page.number, page.of, len(page.items)) == (number, of, items)
