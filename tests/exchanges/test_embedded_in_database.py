"""The embedded registry keeps the contract on the real ledger."""

import shutil
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from bot.exchanges.embedded import EmbeddedRegistry
from bot.exchanges.embedded_whitelist import EmbeddedWhitelist
from bot.wiring.exchanges import LedgerAddresses, LedgerBooks
from storage.database import Database
from storage.records import Account, AccountKind, Team
from storage.sealing import KeyRing
from storage.work import Work
from tests.exchanges.contract import ExchangeContract
from tests.exchanges.test_embedded import Watch


class Tick(Watch):
    """A clock that never returns the same moment twice, because the ledger lists by time of creation."""

    def now(self) -> datetime:
        self.moment += timedelta(milliseconds=1)
        return self.moment


class TestContract(ExchangeContract):
    """Runs the whole kit."""

    @pytest.fixture
    async def exchange(self, empty_installation: Path, tmp_path: Path) -> AsyncIterator[EmbeddedRegistry]:
        shutil.copy(empty_installation / "keyminder.db", tmp_path / "keyminder.db")
        ring = KeyRing.from_text((empty_installation / "master.key").read_text())
        database = await Database.open(f"sqlite+aiosqlite:///{tmp_path}/keyminder.db", ring, stamp="sandbox")
        self.watch = Tick()
        team = Team(uuid4(), -1, None, "Desk", claimed_by=7, claimed_at=self.watch.moment)
        account = Account(uuid4(), team.id, "main", AccountKind.EMBEDDED, self.watch.moment)

        def found(work: Work) -> None:
            work.people.upsert(7, "Olga")
            work.teams.add(team)
            work.accounts.add(account)

        await database.write(found)
        whitelist = EmbeddedWhitelist(account.id, LedgerAddresses(database), self.watch.now)
        yield EmbeddedRegistry(account.id, LedgerBooks(database), self.watch.now, whitelist=whitelist)
        await database.close()

    async def wait_a_day(self) -> None:
        self.watch.moment += timedelta(days=1)
