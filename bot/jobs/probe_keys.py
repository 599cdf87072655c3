"""Keys of which only their exchange can tell whether they live: they are tried until they do, or are given up.

One that shall take another's place is tried for a day longer, because somebody waits for it.

It must not know how a key is tried.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.exchanges.exchange import Exchange, ExchangeError, Liveness
from bot.jobs.announce_live import announce
from bot.jobs.schedule import Round
from bot.operations.clock import Clock
from bot.operations.keys.rotation import find_pair
from bot.operations.telling import tell_team
from bot.rules.exchange_terms import TERMS
from storage.database import Database
from storage.records import Account, Key, Saying
from storage.work import Work

AT_ONCE = 20
GIVEN_UP_AFTER = timedelta(hours=1)
"""A key whose exchange could not be asked for so long after its making is nobody's news any more."""
WAITED_FOR = timedelta(days=1)
"""How long a key that takes another's place is tried, though it did not work when it should have."""

_log = structlog.get_logger(__name__)


class ProbeKeys:
    """Tries each once a minute, outside any transaction."""

    def __init__(self, database: Database, clock: Clock, exchange_of: Callable[[Account], Exchange]) -> None:
        self._database = database
        self._clock = clock
        self._exchange_of = exchange_of

    async def run(self) -> Round:
        """Tries up to twenty keys; a busy exchange is asked about the others a minute later."""
        now = self._clock.now()
        for key, account in await self._database.read(lambda work: _list_young(work, now)):
            liveness = await self._try(key, account)
            await self._database.write(partial(self._settle, tried=key, liveness=liveness))
        return Round()

    async def _try(self, key: Key, account: Account) -> Liveness | None:
        """None: the exchange could not be asked."""
        try:
            return await self._exchange_of(account).probe_key(key.remote_id)
        except ExchangeError as error:
            _log.info("a key could not be tried", key=str(key.id), why=type(error).__name__)
            return None

    def _settle(self, work: Work, tried: Key, liveness: Liveness | None) -> None:
        now, key = self._clock.now(), work.keys.find(tried.id)
        if key is None or key.live_at is not None:
            return
        is_told = key.announced_live_at is not None
        match liveness:
            case Liveness.LIVE:
                announce(work, key, "key-live", now)
            case Liveness.ELSEWHERE:
                announce(work, key, "key-live-elsewhere", now)
            case Liveness.DEAD if not is_told:
                work.keys.save(replace(key, announced_live_at=now))
                tell_team(work, key.team_id, _dead(work, key), now)
            case Liveness.EXPIRED if not is_told:
                work.keys.save(replace(key, announced_live_at=now))
            case None if not is_told and now - key.created_at >= GIVEN_UP_AFTER:
                work.keys.save(replace(key, announced_live_at=now))


def _dead(work: Work, key: Key) -> Saying:
    """It should work by now; whoever waits for it hears that the old key stays, and how to end the waiting."""
    page = TERMS[work.accounts.get(key.account_id).kind].page
    pair = find_pair(work, key)
    if pair is None or pair.new.id != key.id:
        return Saying("key-not-live", {"key": key.remark, "page": page})
    return Saying("rotation-stalled", {"old": pair.old.remark, "new": key.remark, "number": key.number, "page": page})


def _list_young(work: Work, now: datetime) -> list[tuple[Key, Account]]:
    stalled = work.rotations.list_stalled(now - WAITED_FOR, AT_ONCE)
    keys = work.keys.list_to_probe(AT_ONCE) + [work.keys.get(rotation.new_key_id) for rotation in stalled]
    return [(key, work.accounts.get(key.account_id)) for key in keys]
