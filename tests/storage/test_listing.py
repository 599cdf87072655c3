"""Long lists come in batches, and other work does not wait behind them."""

from typing import Any
from weakref import WeakSet

import pytest
from sqlalchemy import select

from storage.audit_lines import list_lines
from storage.database import Database, DatabaseUnreachable
from storage.listing import BATCH, Listing
from storage.records import Event, Outcome
from storage.statement import Statement
from storage.tables import audit_entries
from storage.work import Work
from tests.storage.examples import NOW, OLGA, TEAM_ID

LINES = 2 * BATCH + 10

_LINES = Statement(select(audit_entries).where(audit_entries.c.chain_id == TEAM_ID).order_by(audit_entries.c.sequence))


class Line:
    """The record of a row, counted while it is referenced."""

    def __init__(self, row: Any) -> None:
        self.number = int(row.sequence)
        HELD.add(self)


HELD: WeakSet[Line] = WeakSet()


def _add(work: Work, lines: int = 1) -> None:
    for number in range(lines):
        work.audit.add(TEAM_ID, OLGA, Event.KEY_LIVE, Outcome.DONE, NOW, details={"number": number})


async def test_a_long_list_is_never_held_whole_and_lets_writers_through(database: Database) -> None:
    await database.write(lambda work: _add(work, LINES))

    seen: list[int] = []
    held: list[int] = []
    async with database.stream(Listing(_LINES, Line)) as batches:
        async for batch in batches:
            held.append(len(HELD))
            seen.extend(line.number for line in batch)
            await database.write(_add)

    assert seen == list(range(1, LINES + 1)), "it is read at one moment"
    assert held == [BATCH, BATCH, 10]
    assert (await database.read(lambda work: work.audit.head(TEAM_ID)))[0] == LINES + 3


async def test_every_line_of_every_chain_or_of_one_is_listed_as_it_was_written(database: Database) -> None:
    await database.write(lambda work: _add(work, 3))
    for team_id in (TEAM_ID, None):
        async with database.stream(list_lines(team_id)) as batches:
            [lines] = [batch async for batch in batches]
        chains = [team_id] if team_id else [None, TEAM_ID]
        expected = [
            await database.read(lambda work, chain=chain: work.audit.list_latest(chain, 9)[::-1])  # type: ignore[misc]
            for chain in chains
        ]
        assert lines == [line for chain in expected for line in chain]


async def test_a_list_that_is_not_read_to_its_end_releases_the_database(database: Database) -> None:
    await database.write(lambda work: _add(work, LINES))
    async with database.stream(list_lines(None)) as batches:
        assert len(await anext(batches)) == BATCH
    await database.write(_add)


async def test_what_goes_wrong_while_a_list_is_read_is_one_sentence(database: Database) -> None:
    def drop(work: Work) -> None:
        work.connection.exec_driver_sql("ALTER TABLE audit_entries RENAME TO lost")

    await database.write(drop)
    with pytest.raises(DatabaseUnreachable):
        async with database.stream(list_lines(None)):
            pass
