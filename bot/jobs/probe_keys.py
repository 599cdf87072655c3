"""Keys of which only their exchange can tell whether they live: they are tried until they do, ever more slowly.

It must not know how a key is tried.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import structlog

from bot.exchanges.exchange import Exchange, ExchangeError, Liveness
from bot.jobs.announce_live import announce
from bot.jobs.schedule import Round
from bot.operations.clock import Clock
from bot.operations.keys.rotation import find_pair
from bot.rules.exchange_terms import TERMS
from storage.database import Database
from storage.records import Account, Card, Content, Key, Saying
from storage.work import Work

AT_ONCE = 20
PAUSE = timedelta(minutes=1)
SLOWER = 200
"""A key that is older than so many pauses is tried again after this part of its age: hourly after a week."""

_log = structlog.get_logger(__name__)


class ProbeKeys:
    """Tries each once a minute at first, outside any transaction."""

    def __init__(self, database: Database, clock: Clock, exchange_of: Callable[[Account], Exchange]) -> None:
        self._database = database
        self._clock = clock
        self._exchange_of = exchange_of
        self._tried_at: dict[UUID, datetime] = {}
        """Forgotten with the process: then all are tried once more, which does no harm."""

    async def run(self) -> Round:
        """Tries up to twenty keys, those that have waited longest; the others a minute later."""
        now = self._clock.now()
        waiting = await self._database.read(_list_untold)
        ids = {key.id for key, _ in waiting}
        self._tried_at = {key_id: at for key_id, at in self._tried_at.items() if key_id in ids}
        due = [(key, account) for key, account in waiting if self._is_due(key, now)]
        due.sort(key=lambda one: self._tried_at.get(one[0].id, one[0].created_at))
        for key, account in due[:AT_ONCE]:
            self._tried_at[key.id] = now
            liveness = await self._try(key, account)
            await self._database.write(partial(self._settle, tried=key, liveness=liveness))
        return Round()

    def _is_due(self, key: Key, now: datetime) -> bool:
        """A clock that was set back makes it due."""
        tried_at = self._tried_at.get(key.id)
        pause = max(PAUSE, (now - key.created_at) / SLOWER)
        return tried_at is None or not tried_at <= now < tried_at + pause

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
        match liveness:
            case Liveness.LIVE:
                announce(work, key, "key-live", now)
            case Liveness.ELSEWHERE:
                announce(work, key, "key-live-elsewhere", now)
            case Liveness.DEAD:
                _tell_dead(work, key, now)


def _tell_dead(work: Work, key: Key, now: datetime) -> None:
    """It should work by now; that the team was told is remembered by the card."""
    subject = f"dead:{key.id.hex}"
    if work.cards.list_about(subject):
        return
    team = work.teams.get(key.team_id)
    card = Card(id=uuid4(), chat_id=team.chat_id, topic_id=team.topic_id, subject=subject)
    work.cards.add(card)
    content = Content(_dead(work, key))
    work.outbox.say(content, card.chat_id, topic_id=card.topic_id, card=card, is_news=True, due_at=now)


def _dead(work: Work, key: Key) -> Saying:
    """Whoever waits for it hears that the old key stays, and how to end the waiting."""
    page = TERMS[work.accounts.get(key.account_id).kind].page
    pair = find_pair(work, key)
    if pair is None or pair.new.id != key.id:
        return Saying("key-not-live", {"key": key.remark, "page": page})
    return Saying("rotation-stalled", {"old": pair.old.remark, "new": key.remark, "number": key.number, "page": page})


def _list_untold(work: Work) -> list[tuple[Key, Account]]:
    return [(key, work.accounts.get(key.account_id)) for key in work.keys.list_to_probe()]
