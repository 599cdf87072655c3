"""Reconcile our keys with the exchange: each account every ten minutes, a new one at once.

The exchange is asked outside any transaction. Differences are only reported, and nothing is taken over.
"""

import asyncio
from collections.abc import Callable, Sequence
from uuid import UUID

import structlog

from bot.clock import Clock
from bot.exchanges.exchange import (
    Capability,
    Exchange,
    ExchangeRefused,
    ExchangeUnreachable,
    NotOffered,
)
from bot.jobs.schedule import Round
from bot.operations.accounts.reconcile import (
    Before,
    note_keys,
    note_nothing,
    note_refused,
    note_silence,
    read_before,
)
from storage.database import Database
from storage.records import Account, KeyFacts

PAGE = 100
AT_ONCE = 8
"""Exchanges asked side by side. Those of one main account take turns anyway."""

log = structlog.get_logger(__name__)


class ReconcileAccounts:
    """Asks and reports. An account that fails does not hold up the others."""

    def __init__(self, database: Database, clock: Clock, exchange_of: Callable[[Account], Exchange]) -> None:
        self._database = database
        self._clock = clock
        self._exchange_of = exchange_of
        self._room = asyncio.Semaphore(AT_ONCE)

    async def run(self) -> Round:
        """Compare up to a hundred due accounts."""
        now = self._clock.now()
        due, next_at = await self._database.read(
            lambda work: (work.reconciliations.list_due(now, PAGE), work.reconciliations.next_due(now))
        )
        failures = [error for error in await asyncio.gather(*map(self._look, due)) if error is not None]
        if failures:
            raise failures[0]
        return Round(len(due), next_at)

    async def _look(self, account_id: UUID) -> Exception | None:
        async with self._room:
            try:
                await self._compare(account_id)
            except Exception as error:  # a fault of ours with one account must not hold up the others
                log.exception("an account could not be compared", account_id=str(account_id))
                return error
        return None

    async def _compare(self, account_id: UUID) -> None:
        before = await self._database.read(lambda work: read_before(work, account_id))
        now = self._clock.now
        try:
            there = await self._list_keys(before)
        except ExchangeRefused as no:
            refused = no.refused
            await self._database.write(lambda work: note_refused(work, before, refused, now()))
        except ExchangeUnreachable:
            await self._database.write(lambda work: note_silence(work, before, now()))
        except NotOffered:
            await self._database.write(lambda work: note_nothing(work, before, now()))
        else:
            await self._database.write(lambda work: note_keys(work, before, there, now()))

    async def _list_keys(self, before: Before) -> Sequence[KeyFacts]:
        """Read the keys twice if one is missing, because a list that moves while it is read may miss one."""
        exchange = self._exchange_of(before.account)
        if Capability.LIST_KEYS not in exchange.capabilities:
            raise NotOffered(Capability.LIST_KEYS)
        there = {key.remote_id: key for key in await exchange.list_keys()}
        if any(key.remote_id not in there for key in before.keys):
            there |= {key.remote_id: key for key in await exchange.list_keys()}
        return list(there.values())
