"""Try keys until they work, ever more slowly, if only their exchange knows whether they do.

If the successor of a rotated key is not seen to work, the team is informed once a day.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from uuid import UUID, uuid4

import structlog

from bot.clock import Clock
from bot.exchanges.exchange import Exchange, ExchangeError, Liveness, NotOffered
from bot.jobs.announce_live import announce
from bot.jobs.schedule import Round
from bot.operations.keys.rotation import offer, wait
from bot.rules.exchange_terms import TERMS
from bot.rules.key_terms import ACTIVATION
from bot.rules.topics import topic_of
from storage.database import Database
from storage.records import Account, Card, Key, Message, MessageContent, MessageKind, Rotation
from storage.work import Work

AT_ONCE = 20
PAUSE = timedelta(minutes=1)
SLOWER = 200
"""Part of a key's age between two tries once it is older than so many pauses: hourly after a week."""


class Untried(StrEnum):
    """Why a key could not be tried."""

    UNASKED = "unasked"
    """The exchange did not answer, or did not take our key."""
    IMPOSSIBLE = "impossible"
    """The bot cannot make a call with it, because people manage its account."""


_log = structlog.get_logger(__name__)


class ProbeKeys:
    """Tries each key once a minute at first, outside any transaction."""

    def __init__(self, database: Database, clock: Clock, exchange_of: Callable[[Account], Exchange]) -> None:
        self._database = database
        self._clock = clock
        self._exchange_of = exchange_of
        self._tried_at: dict[UUID, datetime] = {}
        """Forgotten with the process. All keys are then tried once more, which does no harm."""

    async def run(self) -> Round:
        """Try up to twenty keys that have waited longest. The others follow a minute later."""
        now = self._clock.now()
        waiting = await self._database.read(_list_unseen)
        ids = {key.id for key, _ in waiting}
        self._tried_at = {key_id: at for key_id, at in self._tried_at.items() if key_id in ids}
        due = [(key, account) for key, account in waiting if self._is_due(key, now)]
        due.sort(key=lambda one: self._tried_at.get(one[0].id, one[0].created_at))
        for key, account in due[:AT_ONCE]:
            self._tried_at[key.id] = now
            found = await self._try(key, account)
            await self._database.write(partial(self._settle, tried=key, found=found))
        return Round()

    def _is_due(self, key: Key, now: datetime) -> bool:
        """Whether the pause has ended. A clock that was set back makes the key due."""
        tried_at = self._tried_at.get(key.id)
        pause = max(PAUSE, (now - key.created_at) / SLOWER)
        return tried_at is None or not tried_at <= now < tried_at + pause

    async def _try(self, key: Key, account: Account) -> Liveness | Untried:
        try:
            return await self._exchange_of(account).probe_key(key.remote_id)
        except NotOffered:
            return Untried.IMPOSSIBLE
        except ExchangeError as error:
            _log.info("a key could not be tried", key=str(key.id), why=type(error).__name__)
            return Untried.UNASKED

    def _settle(self, work: Work, tried: Key, found: Liveness | Untried) -> None:
        now, key = self._clock.now(), work.keys.find(tried.id)
        if key is None or key.live_at is not None:
            return
        rotation = work.rotations.find_of(key.id)
        match found:
            case Liveness.LIVE:
                announce(work, key, "key-live", now)
            case Liveness.ELSEWHERE:
                announce(work, key, "key-live-elsewhere", now)
            case _ if rotation is not None and rotation.new_key_id == key.id:
                _go_on_waiting(work, key, rotation, found, now)
            case Liveness.DEAD:
                _tell_dead(work, key, now)


def _go_on_waiting(work: Work, key: Key, rotation: Rotation, found: Liveness | Untried, now: datetime) -> None:
    """Report once a day. A key that the bot cannot try is offered once its time has passed."""
    if key.announced_live_at is not None:
        # It was first seen as a key in use, but a rotation waits for it.
        work.keys.save(replace(key, announced_live_at=None))
    if rotation.offered_at is not None:
        return
    account = work.accounts.get(key.account_id)
    match found:
        case Liveness.DEAD:
            wait(work, rotation, account, "dead", now)
        case Liveness.EXPIRED:
            wait(work, rotation, account, "ended", now)
        case Untried.UNASKED:
            wait(work, rotation, account, "unasked", now)
        case Untried.IMPOSSIBLE if now >= key.created_at + ACTIVATION:
            offer(work, rotation, now)


def _tell_dead(work: Work, key: Key, now: datetime) -> None:
    """Report a key that should work by now. Its card shows that the team knows."""
    subject = f"dead:{key.id.hex}"
    if work.cards.list_about(subject):
        return
    team = work.teams.get(key.team_id)
    card = Card(id=uuid4(), chat_id=team.chat_id, topic_id=topic_of(team, MessageKind.NEWS), subject=subject)
    work.cards.add(card)
    page = TERMS[work.accounts.get(key.account_id).kind].page
    content = MessageContent(Message("key-not-live", {"key": key.remark, "page": page}))
    work.outbox.say(content, card.chat_id, topic_id=card.topic_id, card=card, is_news=True, due_at=now)


def _list_unseen(work: Work) -> list[tuple[Key, Account]]:
    keys = {key.id: key for key in work.keys.list_to_probe()}
    for rotation in work.rotations.list_waiting():
        keys[rotation.new_key_id] = work.keys.get(rotation.new_key_id)
    return [(key, work.accounts.get(key.account_id)) for key in keys.values()]
