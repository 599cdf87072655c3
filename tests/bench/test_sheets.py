"""A few of the mutated sheets, and the measured one, in every run of the tests."""

from bot.rules.address_sheet import AddressSheet, read_long_sheet
from bot.rules.coin_table import shipped_table
from tests.bench.fuzz_sheets import MEMORY_LIMIT, fuzz, memory, read_monsters
from tests.bench.sheets import write


def test_mutated_sheets_are_read_or_refused() -> None:
    ends = fuzz(500, seed=7)
    assert ends.total() == 500
    assert {"right", "wrong rows", "sheet-too-long", "file-not-text"} <= ends.keys()


def test_the_worst_files_that_are_taken_need_little_memory() -> None:
    before = memory()
    read_monsters()
    assert memory() - before < MEMORY_LIMIT


def test_the_measured_sheet_is_right_but_for_one_row_in_a_hundred() -> None:
    sheet = read_long_sheet(write(300), table=shipped_table(), known=(), limit=300)
    assert isinstance(sheet, AddressSheet)
    assert [problem.line for problem in sheet.problems] == [101, 201, 301]
    assert all(row.is_checked for row in sheet.rows)
