"""The measuring script for prose counts docstrings and comments, and no code."""

from tests.prose import measure

SAMPLE = '''
"""Nobody stands here; `a; shall` is code."""

PLACE = "whoever; shall"  # noqa: S105
"""A letter is
told."""


def run() -> None:
    """Run letters and digits."""
    # A house, by
    # itself; twice.
    print("; nobody")
'''


def test_words_of_docstrings_and_comments_are_counted() -> None:
    figures = measure(SAMPLE)
    assert figures.docstrings == 3
    assert figures.docstring_words == 6 + 4 + 4
    assert figures.words == 14 + 5
    assert figures.semicolons == 2
    assert figures.private == {"nobody": 1, "stands": 1, "letter": 1, "is told": 1, "house": 1, "by itself": 1}


def test_letters_of_the_alphabet_are_allowed_where_text_is_parsed() -> None:
    assert "letter" not in measure(SAMPLE, alphabet=True).private


def test_a_file_without_prose_has_no_rate() -> None:
    assert measure("x = 1\n").per_thousand(0) == 0
