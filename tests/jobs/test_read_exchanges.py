"""Main accounts are asked in turn, and a fault at one does not hold up the others."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.exchanges.main_account import Coin, MainAccount, SubAccount
from bot.jobs.read_exchanges import ReadExchanges
from bot.sandbox.clock import SandboxClock
from storage.database import Database
from storage.records import Account
from storage.sealing import KeyRing
from tests.bench.fill import Size, fill

NOW = datetime.now(UTC)
SIZE = Size(teams=3, keys=1, lines=1, tickets=1, notices=1, updates=1, addresses=1, exchange_in=1)


class _Asked(MainAccount):
    """An exchange that records who asked, and fails for one of them."""

    def __init__(self, account: Account, asked: list[str], broken: str) -> None:
        self._account, self._asked, self._broken = account, asked, broken

    async def list_sub_accounts(self) -> Sequence[SubAccount]:
        self._asked.append(self._account.remote_id or "")
        if self._account.remote_id == self._broken:
            raise RuntimeError
        return []

    async def list_coins(self) -> Sequence[Coin]:
        return []


class _Asking:
    """The job of a process that has just started, and the accounts it asked."""

    def __init__(self, database: Database, after: timedelta, broken: str = "") -> None:
        self.asked: list[str] = []
        # Exchanges that are not asked for here are left out.
        self._job = ReadExchanges(
            database,
            SandboxClock(read_real_time=lambda: NOW + after),
            lambda main: _Asked(main, self.asked, broken),  # type: ignore[abstract]
        )

    async def run(self) -> int:
        return (await self._job.run()).did


@pytest.fixture
async def database(database: Database, ring: KeyRing) -> Database:
    await fill(database, ring, SIZE, NOW)  # to be asked in ten minutes
    return database


async def test_each_is_asked_every_ten_minutes_also_by_a_process_that_has_just_started(database: Database) -> None:
    asked = []
    for minutes in (9, 10, 19, 20, 31):
        asking = _Asking(database, timedelta(minutes=minutes))
        await asking.run()
        asked.append(sorted(asking.asked))

    assert asked == [[], ["0", "1", "2"], [], ["0", "1", "2"], ["0", "1", "2"]]


async def test_one_at_which_we_fail_does_not_hold_up_the_others(database: Database) -> None:
    asking = _Asking(database, timedelta(minutes=10), broken="0")
    for _ in range(3):
        try:
            did = await asking.run()
        except RuntimeError:
            continue

    assert did == 0
    assert sorted(asking.asked) == ["0", "1", "2"]
