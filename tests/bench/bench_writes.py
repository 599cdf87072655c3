"""Durable writes of the database per second, beside sqlite3 alone in the same run.

    python -m tests.bench.bench_writes
    python -m tests.bench.bench_writes --rounds 15

A write is the usual one of a command: an UPDATE of a key, an INSERT into the audit trail and one into the notices,
durable (`synchronous=FULL`) when it is answered. `raw` gives each its own commit through sqlite3 in this thread, one
after the other. `ours` hands 16 at once to `Database.write`. Both have the same tables, indices and values. A ratio is
the median of the rounds' ratios. The slower the disk, the better shared commits look: with `TMPDIR=/dev/shm` they gain
nothing. Not a test: figures depend on the machine.
"""

import argparse
import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import bindparam, update

from storage.database import Database, Work
from storage.sealing import KeyRing
from storage.statement import Addition, Statement
from storage.tables import audit_entries, keys, notices
from tests.storage.examples import CHAT, OLGA, found, key

AT_ONCE = 16
WRITES = 1600
NOW = datetime(2026, 11, 1, tzinfo=UTC)
_RENEW = Statement(update(keys).where(keys.c.id == bindparam("key_id")))
_ADD_LINE = Addition(audit_entries.insert())
_ADD_NOTICE = Addition(notices.insert())
KEY = key(1)
SEALED = b"x" * 200
HASH = "0" * 64


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds for so many writes."""

    raw: float
    ours: float
    ours_alone: float


async def measure(rounds: int = 9) -> list[Round]:
    """Return one entry per round, in which all three were measured in turn."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "keyminder.db"
        database = await Database.open(f"sqlite+aiosqlite:///{path}", KeyRing.new())
        await database.write(found)
        await database.write(lambda work: work.keys.add(KEY))
        raw = sqlite3.connect(path, isolation_level=None)
        for pragma in ("synchronous=FULL", "foreign_keys=ON"):
            raw.execute(f"PRAGMA {pragma}")
        await _write_ours(database, AT_ONCE)
        measured = [
            Round(_write_raw(raw), await _write_ours(database, AT_ONCE), await _write_ours(database, 1))
            for _ in range(rounds)
        ]
        raw.close()
        await database.close()
        return measured


def _write_raw(connection: sqlite3.Connection) -> float:
    chain = uuid4().hex
    started = time.perf_counter()
    for number in range(WRITES):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE keys SET expires_at=? WHERE id=?", (_text(NOW), KEY.id.hex))
        connection.execute(
            "INSERT INTO audit_entries (chain_id, sequence, format, at, actor, what, outcome, ticket_id, details,"
            " key_id, previous, hmac) VALUES (?, ?, 1, ?, ?, 'key:renew', 'done', ?, '{}', 'k', ?, ?)",
            (chain, number, _text(NOW), OLGA, chain, HASH, HASH),
        )
        connection.execute(
            "INSERT INTO notices (id, channel, destination, due_at, sealed_content, chat_id, state, attempts,"
            " is_leased) VALUES (?, 'say', ?, ?, ?, ?, 'delivered', 0, 0)",
            (uuid4().hex, f"chat {CHAT}", _text(NOW), SEALED, CHAT),
        )
        connection.execute("COMMIT")
    return time.perf_counter() - started


async def _write_ours(database: Database, at_once: int) -> float:
    chain = uuid4()
    numbers = iter(range(WRITES))

    async def client() -> None:
        for number in numbers:
            await database.write(lambda work, number=number: write(work, KEY.id, chain, number))  # type: ignore[misc]

    started = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(at_once)))
    return time.perf_counter() - started


def write(work: Work, key_id: UUID, chain: UUID, number: int) -> None:
    """Do the usual write of a command."""
    _RENEW.run(work.transaction, key_id=key_id, expires_at=NOW)
    _ADD_LINE.run(
        work.transaction,
        chain_id=chain,
        sequence=number,
        format=1,
        at=NOW,
        actor=OLGA,
        what="key:renew",
        outcome="done",
        ticket_id=chain,
        details={},
        key_id="k",
        previous=HASH,
        hmac=HASH,
    )
    _ADD_NOTICE.run(
        work.transaction,
        id=uuid4(),
        channel="say",
        destination=f"chat {CHAT}",
        due_at=NOW,
        sealed_content=SEALED,
        chat_id=CHAT,
        state="delivered",
        attempts=0,
        is_leased=False,
    )


def _text(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


def main() -> None:
    """Print one line."""
    parser = argparse.ArgumentParser(description="Durable writes beside sqlite3 alone.")
    parser.add_argument("--rounds", type=int, default=9)
    measured = asyncio.run(measure(parser.parse_args().rounds))
    together = statistics.median(one.raw / one.ours for one in measured)
    alone = statistics.median(one.raw / one.ours_alone for one in measured)
    rate = WRITES / statistics.median(one.raw for one in measured)
    sys.stdout.write(
        f"raw {rate:.0f} writes a second; ours ÷ raw: {AT_ONCE} at once {together:.2f}, alone {alone:.2f}\n"
    )


if __name__ == "__main__":
    main()
