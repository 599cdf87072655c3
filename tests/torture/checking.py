"""Compare what was said, written and done, from three independent sources.

Messages are read from Telegram, records from the tables and the trail, changes from the exchange. Only the trail's
seals are verified by the bot's own code.
"""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select

from bot.sandbox.telegram.models import Message
from storage.database import Database
from storage.notice_queues import NoticeState
from storage.records import Action, End, Outcome, Stage
from storage.sealing import KeyRing
from storage.tables import accounts, audit_entries, book_keys, inbox, keys, notices, tickets
from storage.work import Work
from tests.torture.driving import Run, list_held
from tests.torture.owner import Asked, Owner, is_end, is_made

T = TypeVar("T")

SETTLED_WITHIN = 90.0
_ENDINGS = (Outcome.DONE, Outcome.REFUSED, Outcome.FAILED, Outcome.TIMED_OUT, Outcome.CANCELLED)


async def find_faults(run: Run, folder: Path, database_url: str) -> list[str]:
    """Return disagreements in sentences. Nothing may wait any more."""
    ring = KeyRing.from_text((folder / "master.key").read_text())
    database = await Database.open_shared(database_url, ring)
    try:
        faults = [*run.faults, *await _wait_until_settled(run, database)]
        for bot in run.bots:
            await bot.process.kill()
        faults += await database.read(_verify_trails)
        for owner in run.owners:
            asked = [one for one in run.asked if one.owner is owner]
            faults += _compare_told(run, owner, asked)
            faults += await database.read(partial(_compare_books, owner=owner, asked=asked))
        return faults
    finally:
        await database.close()


async def _wait_until_settled(run: Run, database: Database) -> list[str]:
    deadline = time.monotonic() + SETTLED_WITHIN
    while True:
        waiting = await database.read(partial(_list_waiting, run=run))
        if not waiting or time.monotonic() > deadline:
            return waiting
        await asyncio.sleep(0.5)


def _list_waiting(work: Work, run: Run) -> list[str]:
    counts = {
        "updates": inbox.c.sealed_update.is_not(None),
        "running tickets": tickets.c.stage == Stage.RUNNING.value,
        "open tickets": tickets.c.ended_as.is_(None),
        "leased notices": notices.c.is_leased,
        "notices": (notices.c.state == NoticeState.WAITING.value) & (notices.c.due_at <= run.clock.now()),
    }
    found = {what: work.connection.scalar(select(func.count()).where(waits)) or 0 for what, waits in counts.items()}
    return [f"{count} {what} still wait" for what, count in found.items() if count] + sorted(list_held(work))


def _verify_trails(work: Work) -> list[str]:
    return [f"the trail of {chain}: {fault}" for chain in work.audit.list_chains() for fault in _verify(work, chain)]


def _verify(work: Work, chain: UUID | None) -> Iterator[str]:
    """Yield what is wrong with the seals, and lines that do not follow on the one before."""
    yield from work.audit.verify(chain).faults
    rows = work.connection.execute(
        select(audit_entries).where(audit_entries.c.chain_id == chain).order_by(audit_entries.c.sequence)
    ).all()
    for number, row in enumerate(rows):
        if row.sequence != rows[0].sequence + number:
            yield f"line {row.sequence} does not follow"
        if number and row.previous != rows[number - 1].hmac:
            yield f"line {row.sequence} does not hold on to the one before"


def _compare_told(run: Run, owner: Owner, asked: Sequence[Asked]) -> Iterator[str]:
    public = run.environment.world.messages(owner.persona.home, from_bot=True)
    private = run.environment.world.messages(owner.user_id, from_bot=True)
    for one in asked:
        made = [message for message in public if is_made(message.text, one.name)]
        yield from _count_told(run, f"{one.name}: the group was told that it is made", made)
        secrets = [
            message for message in private if "Secret:" in message.text and re.search(rf"\b{one.name}\b", message.text)
        ]
        if len(secrets) != 1:
            yield f"{one.name}: the secret was told {len(secrets)} times"
        ended = [message for message in public if is_end(message.text, one.name)]
        if len(ended) != len(one.commands) - 1:
            yield f"{one.name}: {len(one.commands)} commands, and {len(ended)} were told to have come to nothing"


def _count_told(run: Run, what: str, messages: Sequence[Message]) -> Iterator[str]:
    """Yield messages sent more than once.

    A repetition is allowed after a kill, which may have come before Telegram's answer was read.
    """
    if not messages:
        yield f"{what} 0 times"
    for first, second in pairwise(messages):
        if not any(first.date <= kill.at.timestamp() <= second.date + 1 for kill in run.kills):
            yield f"{what} {len(messages)} times, and nothing was killed in between"


def _compare_books(work: Work, owner: Owner, asked: Sequence[Asked]) -> list[str]:
    return [*_compare_written(work, owner, asked), *_compare_done(work, owner, asked)]


def _compare_written(work: Work, owner: Owner, asked: Sequence[Asked]) -> Iterator[str]:
    rows = work.connection.execute(select(tickets).where(tickets.c.team_id == owner.team_id)).all()
    done = Counter(str(row.payload["remark"]) for row in rows if row.ended_as == End.DONE.value)
    known = Counter(work.connection.scalars(select(keys.c.remark).where(keys.c.team_id == owner.team_id)))
    asked_for = Counter(one.name for one in asked)
    yield from _compare(f"{owner.user_id}: tickets done", done, asked_for)
    yield from _compare(f"{owner.user_id}: keys known", known, asked_for)
    by_name = Counter(str(row.payload["remark"]) for row in rows)
    yield from _compare(f"{owner.user_id}: tickets", by_name, Counter({one.name: len(one.commands) for one in asked}))
    lines = work.connection.execute(
        select(audit_entries.c.ticket_id, audit_entries.c.outcome).where(
            audit_entries.c.chain_id == owner.team_id,
            audit_entries.c.what == Action.KEY_CREATE.value,
            audit_entries.c.outcome.in_([one.value for one in _ENDINGS]),
        )
    ).all()
    yield from _compare(
        f"{owner.user_id}: ends in the trail",
        Counter((str(line.ticket_id), line.outcome) for line in lines),
        Counter((str(row.id), row.ended_as) for row in rows),
    )


def _compare_done(work: Work, owner: Owner, asked: Sequence[Asked]) -> Iterator[str]:
    asked_for = Counter(one.name for one in asked)
    if owner.coinex is None:
        of_team = select(accounts.c.id).where(accounts.c.team_id == owner.team_id)
        made = Counter(work.connection.scalars(select(book_keys.c.remark).where(book_keys.c.account_id.in_(of_team))))
    else:
        issued = [key for key in owner.coinex.keys.values() if key.sub_user_name is not None]
        made = Counter(key.remark.partition(" ~")[0] for key in issued)
    yield from _compare(f"{owner.user_id}: keys made", made, asked_for)


def _compare(what: str, found: Counter[T], expected: Counter[T]) -> Iterator[str]:
    if found != expected:
        yield f"{what}: {dict(found - expected)} too many, {dict(expected - found)} too few"
