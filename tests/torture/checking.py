"""Told = written = done: three books that know nothing of each other are compared.

What people were told is read from Telegram, what is written from database and audit, what was done from the exchange.
"""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import func, select

from storage.database import Database
from storage.records import Action, Outcome
from storage.sealing import KeyRing
from storage.tables import tickets
from storage.work import Work
from tests.torture.driving import Asked, Owner, Run

SETTLED_WITHIN = 60.0


async def find_faults(run: Run, folder: Path, database_url: str) -> list[str]:
    """What does not agree, in sentences; nothing may wait any more."""
    ring = KeyRing.from_text((folder / "master.key").read_text())
    database = await Database.open_beside(database_url, ring)
    try:
        faults = [*run.still_held, *await _wait_until_settled(run, database)]
        for process in run.processes:
            await process.kill()
        for owner in run.owners:
            asked = [one for one in run.asked if one.owner is owner]
            faults += _compare_told(run, owner, asked)
            faults += await database.read(partial(_compare_written, owner=owner, asked=asked))
            faults += _compare_done(run, owner, asked)
        return faults
    finally:
        await database.close()


async def _wait_until_settled(run: Run, database: Database) -> list[str]:
    deadline = time.monotonic() + SETTLED_WITHIN
    while time.monotonic() < deadline:
        waiting = await database.read(lambda work: _list_waiting(work, run.clock.now()))
        if not waiting:
            return []
        await asyncio.sleep(0.5)
    return waiting


def _list_waiting(work: Work, now: datetime) -> list[str]:
    updates = len(work.inbox.list_waiting())
    running = len(work.running_tickets.list_free()) + len(work.running_tickets.list_leased())
    heads = work.outbox.count_late(now)
    counts = {"updates": updates, "running tickets": running, "notices": heads}
    return [f"{count} {what} still wait" for what, count in counts.items() if count]


def _compare_told(run: Run, owner: Owner, asked: Sequence[Asked]) -> list[str]:
    faults = []
    public = run.town.world.messages(owner.persona.home, from_bot=True)
    private = run.town.world.messages(owner.user_id, from_bot=True)
    for one in asked:
        if not any(f"Key {one.name} is made" in message.text for message in public):
            faults.append(f"{one.name}: the group was not told")
        told = [message.text for message in private if "Secret:" in message.text]
        secrets = {text for text in told if re.search(rf"\b{one.name}\b", text)}
        if len(secrets) != 1:
            faults.append(f"{one.name}: {len(secrets)} different secrets were told")
    return faults


def _compare_written(work: Work, owner: Owner, asked: Sequence[Asked]) -> list[str]:
    report = work.audit.verify(owner.team_id)
    faults = [f"audit of {owner.user_id}: {fault}" for fault in report.faults]
    done = Counter(str(ticket.payload["remark"]) for ticket in work.tickets.list_done(owner.team_id, Action.KEY_CREATE))
    keys = Counter(key.remark for key in work.keys.list_of_team(owner.team_id))
    asked_for = Counter(one.name for one in asked)
    if done != asked_for:
        faults.append(f"{owner.user_id}: tickets {done - asked_for} too many, {asked_for - done} too few")
    if keys != asked_for:
        faults.append(f"{owner.user_id}: keys {keys - asked_for} too many, {asked_for - keys} too few")
    numbers = work.connection.scalar(select(func.count()).where(tickets.c.team_id == owner.team_id))
    if numbers != len(asked):
        faults.append(f"{owner.user_id}: {len(asked)} commands made {numbers} tickets")
    done_lines = [
        entry
        for entry in work.audit.list_all(owner.team_id)
        if entry.what == Action.KEY_CREATE and entry.outcome is Outcome.DONE
    ]
    ends = Counter(entry.ticket_id for entry in done_lines)
    if any(count != 1 for count in ends.values()) or len(ends) != len(asked):
        faults.append(f"{owner.user_id}: the trail tells of {ends}")
    return faults


def _compare_done(run: Run, owner: Owner, asked: Sequence[Asked]) -> list[str]:
    if owner.sub_account is None:
        return []
    (user,) = run.town.coinex.state.users.values()
    made = Counter(key.remark.partition(" ~")[0] for key in user.list_keys(owner.sub_account))
    asked_for = Counter(one.name for one in asked)
    return [] if made == asked_for else [f"{owner.user_id}: CoinEx has {made}, and {asked_for} was asked for"]
