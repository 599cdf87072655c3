"""Visible numbers: each team counts its own things, and a number is used once."""

from uuid import UUID

from sqlalchemy import bindparam, update

from storage.statement import Statement
from storage.tables import counters
from storage.tables.columns import NO_ONE
from storage.transaction import Transaction

_BEGIN = Statement(counters.insert())
_COUNT = Statement(
    update(counters)
    .where(counters.c.team_id == bindparam("whose"), counters.c.what == bindparam("which"))
    .values(value=counters.c.value + bindparam("count"))
    .returning(counters.c.value)
)


def next_number(transaction: Transaction, team_id: UUID | None, what: str) -> int:
    """Return the next number of a team's things, or of the installation's."""
    (number,) = next_numbers(transaction, team_id, what, 1)
    return number


def next_numbers(transaction: Transaction, team_id: UUID | None, what: str, count: int) -> range:
    """Return the next `count` numbers."""
    whose = team_id or NO_ONE
    last: int | None = _COUNT.value(transaction, whose=whose, which=what, count=count)
    if last is None:
        _BEGIN.run(transaction, team_id=whose, what=what, value=count)
        last = count
    return range(last - count + 1, last + 1)
