"""Text to rows with their lines, and back."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rules.csv_rows import name_column, read_rows, unguard, write_rows
from bot.rules.verdict import Reason, Refused


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\nc,d\n", [(1, ["a", "b"]), (2, ["c", "d"])]),
        ("a,b\r\nc,d\r\n", [(1, ["a", "b"]), (2, ["c", "d"])]),
        ("a,b\rc,d", [(1, ["a", "b"]), (2, ["c", "d"])]),
        ("\ufeffa;b\nc;d,e", [(1, ["a", "b"]), (2, ["c", "d,e"])]),
        ("a\tb\nc\td", [(1, ["a", "b"]), (2, ["c", "d"])]),
        ("\n  \na,b\n,\n\nc,d", [(3, ["a", "b"]), (6, ["c", "d"])]),
        ('"a\n1",b\nc,d', [(1, ["a\n1", "b"]), (3, ["c", "d"])]),
        ('"a;b;c",d\ne,f', [(1, ["a;b;c", "d"]), (2, ["e", "f"])]),
        ('a, "b, c"', [(1, ["a", "b, c"])]),
        ('a,"b ""c"""', [(1, ["a", 'b "c"'])]),
        ("a|b\nc|d,e", [(1, ["a", "b"]), (2, ["c", "d,e"])]),
        ("sep=;\na;b\nc,1;d", [(2, ["a", "b"]), (3, ["c,1", "d"])]),
        ('\ufeff\n"SEP=|"\r\na|b\r\n', [(3, ["a", "b"])]),
        ("sep=\t\na;b\tc", [(2, ["a;b", "c"])]),
        ("sep=x\na,b", [(1, ["sep=x"]), (2, ["a", "b"])]),
        ("Payees, Desk, May, 2027\na;b\nc;d", [(1, ["Payees, Desk, May, 2027"]), (2, ["a", "b"]), (3, ["c", "d"])]),
        ('"a,b"\n\n"c,""d,e"""', [(1, ["a", "b"]), (3, ["c", "d,e"])]),
        ('"a;b";;\n"c;d";;', [(1, ["a", "b"]), (2, ["c", "d"])]),
        ('"a,b"\nc,d', [(1, ["a,b"]), (2, ["c", "d"])]),
        ("", []),
        ("\ufeff", []),
        (" ,\n", []),
    ],
)
def test_rows_have_the_line_they_begin_on(text: str, rows: list[tuple[int, list[str]]]) -> None:
    assert read_rows(text, 10) == [(line, tuple(cells)) for line, cells in rows]


@pytest.mark.parametrize(
    ("text", "line"),
    [('a,b\n"c,d\ne,f\n', 2), ('a,b\n"c"x,d\n', 2), ("a,b\nc,d\n" + "x" * 140_000, 3), ('"', 1)],
)
def test_a_text_that_is_not_a_table_is_refused_with_the_line_of_the_row(text: str, line: int) -> None:
    assert read_rows(text, 10) == Refused(Reason.SHEET_UNREADABLE, {"line": line})


def test_reading_stops_one_row_after_the_limit() -> None:
    rows = read_rows("a\n" * 5 + '"', 3)
    assert isinstance(rows, list)
    assert len(rows) == 4


@pytest.mark.parametrize("name", ["Access ID", "access_id", " ACCESS-ID ", "AccessId", "Access ID*", "Access ID :"])
def test_neither_case_nor_blanks_nor_signs_count_in_the_name_of_a_column(name: str) -> None:
    assert name_column(name) == "accessid"


@pytest.mark.parametrize("cell", ["=1+1", "+49", "-1:ab", "@x", "'a", "''=a", "'"])
def test_a_cell_that_could_be_a_formula_is_guarded_once(cell: str) -> None:
    assert write_rows([[cell, "b"]]).startswith(f"'{cell},")


def test_letters_beyond_ascii_get_the_mark_by_which_spreadsheets_know_utf_8() -> None:
    assert write_rows([["Müller", "b"]]) == "\ufeffMüller,b\r\n"
    assert write_rows([["Muller", "b"]]) == "Muller,b\r\n"


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")).map(str.strip)


@example([[";", ";"], [";", "0\u0085;"]])
@given(st.lists(st.lists(CELLS, min_size=2, max_size=4).filter(any)))
def test_what_was_written_is_read(rows: list[list[str]]) -> None:
    written = write_rows([["a", "b"], *rows])
    read = read_rows(written, len(rows) + 1)
    assert isinstance(read, list)
    assert [[unguard(cell) for cell in cells] for _, cells in read[1:]] == rows
