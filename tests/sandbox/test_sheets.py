"""The sheets of the scenarios are as right, and as wrong, as described."""

import csv

import pytest

from bot.rules.addresses.check import check_address
from bot.rules.addresses.verdict import Outcome
from bot.sandbox.scenarios.sheets import right_sheet, wrong_sheet


def rows_of(sheet: bytes) -> list[list[str]]:
    """All rows but the header."""
    return list(csv.reader(sheet.decode().splitlines()))[1:]


@pytest.mark.parametrize("number", [1, 2, 17])
def test_every_address_of_the_right_sheet_is_right_and_there_once(number: int) -> None:
    rows = rows_of(right_sheet(number))

    assert [check_address(row[2], row[3]).outcome for row in rows] == [Outcome.VALID] * 12
    said = {notice.sentence for row in rows for notice in check_address(row[2], row[3]).notices}
    assert said == {"address-notice-no-checksum"}
    assert len({row[3] for row in rows}) == len({row[0] for row in rows}) == 12


def test_no_two_performances_send_the_same_address() -> None:
    sent = [row[3] for number in range(20) for row in rows_of(right_sheet(number))]

    assert len(sent) == len(set(sent))


@pytest.mark.parametrize("number", [1, 2, 17])
def test_five_rows_of_the_wrong_sheet_are_wrong_each_in_its_way(number: int) -> None:
    rows = rows_of(wrong_sheet(number))

    outcomes = [check_address(row[2], row[3]).outcome if len(row) == 5 else None for row in rows]

    valid, unchecked, invalid = Outcome.VALID, Outcome.UNCHECKED, Outcome.INVALID
    assert outcomes == [valid, unchecked, invalid, valid, invalid, None, valid, valid]
    assert rows[0][3] == rows[6][3]
