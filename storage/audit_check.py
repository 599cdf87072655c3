"""Verifying a chain line by line: what was done to it, and where.

Each line's HMAC covers its number and the HMAC before it, so a line tells its place also after it was moved.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select

from storage.audit_checkpoints import Checkpoint
from storage.records import Event
from storage.sealing import FieldCipher
from storage.serialization import canonical
from storage.statement import Statement
from storage.tables import audit_entries
from storage.transaction import Transaction

BEGINNING = "0" * 64
"""The HMAC before the first line."""
MOST_FAULTS = 20
"""Edited lines that are named. After them a chain is not read on."""
NEAR = 1000
"""A moved line is recognized so many places away from its own."""

_COLUMNS = audit_entries.c
_CHAIN = _COLUMNS.chain_id == bindparam("which")
_COUNT_BEFORE = Statement(
    select(func.count()).where(_CHAIN, _COLUMNS.sequence < bindparam("number"), _COLUMNS.hmac == bindparam("hmac"))
)
_LIST_LATER = Statement(
    select(audit_entries)
    .where(_CHAIN, _COLUMNS.sequence > bindparam("number"), _COLUMNS.previous == bindparam("previous"))
    .order_by(_COLUMNS.sequence)
)


class ChainCheck:
    """The state of verifying a chain, where each line is checked with the one before."""

    def __init__(
        self, transaction: Transaction, cipher: FieldCipher, which: UUID, head: int, since: Checkpoint | None
    ) -> None:
        """Begin after `since`. `head` is the number of the last line that the database itself names."""
        self._transaction = transaction
        self._cipher = cipher
        self._which = which
        self._head = head
        self.lines = since.sequence if since else 0
        self.previous = since.hmac if since else BEGINNING
        self.faults: list[str] = []
        self.is_broken = False
        """Lines do not stand where they were written, so the later ones cannot be judged."""
        self.kept: str | None = None
        """The HMAC of the line that was asked for."""
        self.began_late: datetime | None = None
        self._edited = 0
        """Number of the last line that was edited."""

    def take(self, row: Any, *, is_kept: bool) -> None:
        """Verify the next line."""
        expected = self.lines + 1
        is_whole = row.sequence == expected and self._is_signed(row, expected)
        follows = row.previous == self.previous or (is_whole and self._edited == self.lines)
        if not is_whole or not follows:
            self._name_fault(row, expected, is_whole=is_whole)
        if self.is_broken:
            return
        if expected == 1 and row.what == Event.TRAIL_BEGIN.value and "was_deleted" in row.details:
            self.began_late = row.at
        self.lines, self.previous = expected, row.hmac
        self.kept = row.hmac if is_kept else self.kept

    def _name_fault(self, row: Any, expected: int, *, is_whole: bool) -> None:
        now_at = self._find_moved(expected)
        is_edit = row.sequence == expected and row.previous == self.previous and now_at is None
        is_new = self._count_before(row, expected) > 0 or (not is_whole and expected > self._head)
        number = None if is_edit or is_new else self._find_number(row, expected)
        self.is_broken = True
        if now_at is not None and number is not None:
            self.faults.append(f"reordered: line {expected} is now line {now_at}")
        elif now_at is not None or is_new:
            self.faults.append(f"inserted: line {row.sequence}")
        elif row.sequence != expected:
            self.faults.append(f"missing: {_lines(expected, row.sequence - 1)}")
        elif number is not None and number > expected:
            self.faults.append(f"missing: {_lines(expected, number - 1)}, and the later lines were moved up")
        elif is_whole:
            self.faults.append(f"inserted: line {expected} or the one before comes from another copy of this trail")
        else:
            self._edited = expected
            self.faults.append(f"edited: line {expected}{self._explain(row)}")
            self.is_broken = len(self.faults) >= MOST_FAULTS

    def _explain(self, row: Any) -> str:
        is_known = self._cipher.sign("", row.key_id) is not None
        return "" if is_known else f", or its master key {row.key_id} is not at hand"

    def _find_moved(self, number: int) -> int | None:
        """Return where the line that was written with this number is now, if it is later in the chain."""
        for row in _LIST_LATER.rows(self._transaction, which=self._which, number=number, previous=self.previous):
            if self._is_signed(row, number):
                return int(row.sequence)
        return None

    def _find_number(self, row: Any, expected: int) -> int | None:
        """Return the number with which a line was written, or None if it was edited or never written."""
        near = sorted(range(max(1, expected - NEAR), expected + NEAR), key=lambda number: abs(number - expected))
        return next((number for number in near if self._is_signed(row, number)), None)

    def _count_before(self, row: Any, number: int) -> int:
        return int(_COUNT_BEFORE.value(self._transaction, which=self._which, number=number, hmac=row.hmac) or 0)

    def _is_signed(self, row: Any, number: int) -> bool:
        values = {name: value for name, value in row._asdict().items() if name != "hmac"} | {"sequence": number}
        return bool(self._cipher.sign(canonical(values), row.key_id) == row.hmac)


def cut_off(first: int, last: int) -> str:
    """Say which lines are missing at the end."""
    return f"cut off: {_lines(first, last)}"


def _lines(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"lines {first} to {last}"
