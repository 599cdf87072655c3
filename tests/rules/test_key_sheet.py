"""A CSV of keys: every row read, or the first fault with its line.

Rule 2 of the design holds in it too: 50 keys, 50 IPs, normalised and without ranges.
"""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.key_sheet import COLUMNS, ROWS_LIMIT, TrackedKey, names_keys, read_key_sheet
from bot.rules.verdict import Reason, Refused
from tests.rules.facts import NOW

HEADER = "Remark,Access ID,Expires,IPs\n"
END = datetime(2027, 2, 20, 23, 59, 59, tzinfo=UTC)
EU = TrackedKey("trading-eu", "A1", END, ())
US = TrackedKey("trading-us", "A2", None, ("203.0.113.7", "2001:db8::1"))


def row_refused(line: int, refused: Refused) -> Refused:
    return Refused(Reason.SHEET_ROW, {"line": line, "why": refused.as_saying()})


@pytest.mark.parametrize(
    "text",
    [
        HEADER + "trading-eu,A1,2027-02-20,\ntrading-us,A2,,203.0.113.7 2001:DB8::1\n",
        HEADER + "trading-eu,A1,2027-02-20,\r\ntrading-us,A2,,203.0.113.7 2001:DB8::1",
        HEADER + "trading-eu,A1,2027-02-20,\rtrading-us,A2,,203.0.113.7 2001:DB8::1\r",
        "\ufeff" + HEADER + "trading-eu,A1,2027-02-20,\ntrading-us,A2,,203.0.113.7 2001:db8::1\n",
        "remark;ACCESS_ID;expires;ips\ntrading-eu;A1;2027-02-20;\ntrading-us;A2;;203.0.113.7 2001:db8::1\n",
        "Remark\tAccessID\tExpires\tIPs\ntrading-eu\tA1\t2027-02-20\t\ntrading-us\tA2\t\t203.0.113.7 2001:db8::1\n",
        "IPs,Access ID,Expires,Remark\n,A1,2027-02-20,trading-eu\n203.0.113.7 2001:db8::1,A2,,trading-us\n",
        "\n" + HEADER + '\n"trading-eu", A1 ,2027-02-20,\n,,,\n"trading-us",A2,,"203.0.113.7\n2001:db8::1"\n\n',
        HEADER + "trading-eu,A1,2027-02-20,\ntrading-us,A2,never,203.0.113.7 2001:db8::1\n",
    ],
)
def test_a_sheet_of_any_usual_program_is_read_and_bound_keys_never_end(text: str) -> None:
    assert read_key_sheet(text, NOW) == [EU, US]


ROWS = "trading-eu,A1,2027-02-20,\ntrading-us,A2,,203.0.113.7 2001:DB8::1\n"


@pytest.mark.parametrize(
    "text",
    [
        f"sep=,\n{HEADER}{ROWS}",
        f"Keys of the desk\n# a, b, c, d\n{HEADER}{ROWS}",
        f"{HEADER}{ROWS.splitlines()[0]}\n{HEADER}{ROWS.splitlines()[1]}",
        f"{HEADER}{ROWS}".replace(",", "|"),
        f"Remark*,Access ID(required),Expires [optional],IPs:\n{ROWS}",
        "".join(f'"{line}"\n' for line in f"{HEADER}{ROWS}".splitlines()),
        "No.," + f"{HEADER}1,{ROWS}".replace("\ntrading-us", "\n2,trading-us"),
        f"{HEADER}{ROWS}".replace("trading", "'trading").replace("A1", "'A1"),
    ],
)
def test_what_is_forgiven_in_a_sheet_of_addresses_is_forgiven_here_too(text: str) -> None:
    assert names_keys(text)
    assert read_key_sheet(text, NOW) == [EU, US]


def test_a_cell_that_says_nothing_is_empty_and_never_is_an_end() -> None:
    sheet = f"{HEADER}one,A1,-,none\ntwo,A2,N/A,-\nthree,A3,never,any\n"
    assert read_key_sheet(sheet, NOW) == [
        TrackedKey("one", "A1", None, ()),
        TrackedKey("two", "A2", None, ()),
        TrackedKey("three", "A3", None, (), never_expires=True),
    ]
    assert isinstance(read_key_sheet(f"{HEADER}one,A1,none,\n", NOW), Refused)


def test_a_comment_and_several_lines_in_a_cell_of_ips_are_read() -> None:
    sheet = f'{HEADER}one,A1,,"8.8.8.8 # office\n1.1.1.1:443"\n'
    assert read_key_sheet(sheet, NOW) == [TrackedKey("one", "A1", None, ("8.8.8.8", "1.1.1.1"))]


def test_the_date_and_the_ips_may_be_absent() -> None:
    assert read_key_sheet("Remark,Access ID\nold,A3\n", NOW) == [TrackedKey("old", "A3", None, ())]


@pytest.mark.parametrize(
    "header",
    ["Remark", "Access ID", "Remark,Expires", "Remark,Access ID,Colour", "Remark,Access ID,Remark", "trading-eu,A1"],
)
def test_a_first_line_that_names_other_columns_is_refused(header: str) -> None:
    assert read_key_sheet(f"{header}\na,b,c\n", NOW) == Refused(Reason.SHEET_HEADER, {"columns": list(COLUMNS)})


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", " , \n", HEADER, HEADER + "\n,,,\n"])
def test_a_sheet_without_keys_is_refused(text: str) -> None:
    assert read_key_sheet(text, NOW) == Refused(Reason.SHEET_EMPTY)


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ("a,A1\n", row_refused(2, Refused(Reason.SHEET_FIELDS, {"found": 2, "expected": 4}))),
        ("a,A1,,,\n", row_refused(2, Refused(Reason.SHEET_FIELDS, {"found": 5, "expected": 4}))),
        ("a,A1,,\n\nb,A2,,,\n", row_refused(4, Refused(Reason.SHEET_FIELDS, {"found": 5, "expected": 4}))),
        (" ,A1,,\n", row_refused(2, Refused(Reason.REMARK_EMPTY))),
        ("a,A1,soon,\n", row_refused(2, Refused(Reason.DATE_BAD, {"date": "soon"}))),
        ("a,A1,2027-01-14,\n", row_refused(2, Refused(Reason.DATE_PAST, {"date": "2027-01-14"}))),
        ("a,A1,,x\n", row_refused(2, Refused(Reason.IP_BAD, {"ip": "x", "why": "word", "part": None}))),
        ("a,A1,2027-02-20,8.8.8.8\n", row_refused(2, Refused(Reason.DATE_WITH_IPS, {"key": "a"}))),
        ("a,A1,,203.0.113.0/24\n", row_refused(2, Refused(Reason.IP_RANGE, {"ip": "203.0.113.0/24"}))),
        ("a,A1,,::1 ::1\n", row_refused(2, Refused(Reason.IP_TWICE, {"ip": "::1"}))),
        (
            'a,A1,,"::1\n::2"\nb,A2,,x\n',
            row_refused(4, Refused(Reason.IP_BAD, {"ip": "x", "why": "word", "part": None})),
        ),
        ('a,A1,,"::1\nx"\n', row_refused(2, Refused(Reason.IP_BAD, {"ip": "x", "why": "word", "part": None}))),
        ("a,A1,,x\nb\n", row_refused(2, Refused(Reason.IP_BAD, {"ip": "x", "why": "word", "part": None}))),
    ],
)
def test_the_first_bad_row_refuses_the_whole_sheet_with_its_line(rows: str, refused: Refused) -> None:
    assert read_key_sheet(HEADER + rows, NOW) == refused


@pytest.mark.parametrize("cell", ["a" * 140_000, '"a', '"a"b'])
def test_a_file_that_is_not_a_table_is_refused(cell: str) -> None:
    assert read_key_sheet(HEADER + cell + ",A1,,\n", NOW) == Refused(Reason.SHEET_UNREADABLE, {"line": 2})


def test_fifty_keys_fit_and_one_more_does_not() -> None:
    """Rule 2."""
    rows = [f"bot-{number},A{number},,\n" for number in range(ROWS_LIMIT + 1)]
    full = read_key_sheet(HEADER + "".join(rows[:-1]), NOW)
    assert isinstance(full, list)
    assert len(full) == ROWS_LIMIT == 50
    assert read_key_sheet(HEADER + "".join(rows), NOW) == Refused(Reason.SHEET_TOO_LONG, {"limit": 50})


SCRAPS = st.sampled_from(["Remark", "Access ID", "Expires", "IPs", ",", ";", "\t", '"', "\n", "\r", "\0", "::1", "a"])


@given(st.one_of(st.text(), st.lists(SCRAPS).map("".join), st.text().map(HEADER.__add__)))
def test_no_text_whatever_makes_it_stumble(text: str) -> None:
    keys = read_key_sheet(text, NOW)
    if isinstance(keys, list):
        assert all(key.remark and not (key.ips and key.expires_at) for key in keys)
    else:
        assert keys.reason.name.startswith("SHEET_")
