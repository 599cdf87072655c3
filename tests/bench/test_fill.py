"""A filled installation is valid, and has rows in every table that grows."""

from datetime import UTC, datetime

from sqlalchemy import select

from bot.console.chains import verify
from bot.exchanges.main_account import Credentials
from storage.database import Database
from storage.sealing import KeyRing
from storage.tables.columns import metadata
from storage.work import Work
from tests.bench.fill import FIRST_CHAT, FIRST_PERSON, Size, fill
from tests.storage.conftest import url
from tests.storage.test_scans import STAYS_SMALL

__all__ = ["url"]

SMALL = Size(teams=3, keys=4, lines=5, tickets=2, notices=4, updates=2, addresses=2, exchange_in=2)


async def test_its_chains_verify_and_its_sealed_values_open(database: Database, ring: KeyRing) -> None:
    await fill(database, ring, SMALL, datetime.now(UTC))

    lines, is_good = await verify(database, None, None, is_full=True)
    team = await database.read(lambda work: work.teams.find_at(FIRST_CHAT, None))
    assert team is not None
    accounts = await database.read(lambda work: work.accounts.list_of(team.id))
    person = await database.read(lambda work: work.people.find(FIRST_PERSON))
    keys = await database.read(lambda work: work.keys.list_of_team(team.id))

    assert (len(lines), is_good) == (4, True)
    connected = {one.name: one.credentials_secret for one in accounts if one.credentials_secret}
    assert connected == dict.fromkeys(["coinex", "coinex-main"], Credentials("A", "S").to_text())
    assert person is not None
    assert person.totp_seed_secret
    assert len(keys) == SMALL.keys


async def test_every_table_that_grows_has_rows(sqlite_database: Database, ring: KeyRing) -> None:
    await fill(sqlite_database, ring, SMALL, datetime.now(UTC))

    empty = await sqlite_database.read(_list_empty)

    assert empty <= STAYS_SMALL.keys()


def _list_empty(work: Work) -> set[str]:
    """Return the names of tables without rows."""
    tables = metadata.sorted_tables
    return {table.name for table in tables if work.connection.execute(select(table).limit(1)).first() is None}
