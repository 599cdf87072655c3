"""Time of the reminders to find and announce due accounts, beside raw sqlite3 in the same run.

    python -m tests.bench.bench_scan                    1,000,000 keys, 1,000 accounts due
    python -m tests.bench.bench_scan 100000 --due 100   as many as you like

Goal: at most 1.3 times raw (at most 1.5 is a must), at most 5 MB more memory, and no pause of the loop above 20 ms.

One SQLite file: 50 keys to an account, one of them a day before its end. A round makes accounts due that were not due
before, for `raw` (`raw_scan.py`, by hand for sqlite3) as many as for `ours` (the job as it runs). Both find them, ask
what is known of them, make the sentence, seal it, and write what was said, a card, its notice and when to look again,
in slices of the same size, each durable (`synchronous=FULL`). Memory is that of a fresh process: how far its peak rises
while it looks at so many, after a few as a warm-up. Only ratios mean anything elsewhere. Not a test: figures depend on
the machine.
"""

import argparse
import asyncio
import gc
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from bot.jobs.remind_expiring import SLICE, RemindExpiring
from storage.database import Database
from storage.due_slice import AT_ONCE
from storage.sealing import KeyRing
from tests.bench.process import ROOT
from tests.bench.raw_scan import as_text, tell_raw
from tests.jobs.reminding import BEGINNING, CHAT, OLGA, BothWays

KEYS, DUE, PER_ACCOUNT = 1_000_000, 1000, 50
WARM_UP = 10
TICK_SECONDS = 0.002
DIFFERENCE = 64
"""Bytes by which the sealed messages of both may differ, for the lengths of names and numbers."""
NOW = BEGINNING
TEAM = UUID(int=1)
_LATER = NOW + timedelta(days=9)


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds of one round."""

    raw: float
    ours: float
    pause: float
    """The longest pause of the loop while ours ran."""


@dataclass(frozen=True, slots=True)
class Scan:
    """The measured figures."""

    rounds: list[Round]
    more_mb: float

    @property
    def ratio(self) -> float:
        """Ratio of ours to raw."""
        return statistics.median(one.ours / one.raw for one in self.rounds)


async def measure(keys: int = KEYS, due: int = DUE, rounds: int = 9) -> Scan:
    """Fill a file, measure so many rounds, and measure memory in another process."""
    accounts = -(-keys // PER_ACCOUNT)
    if accounts < 2 * (WARM_UP + due * rounds) + WARM_UP + due:
        raise SystemExit(f"{accounts} accounts are too few to make {due} of them due in each round.")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path, ring = Path(folder) / "keyminder.db", KeyRing.new()
        (Path(folder) / "master.key").write_text(ring.to_text())
        await (await Database.open(f"sqlite+aiosqlite:///{path}", ring)).close()
        _fill(path, keys)
        more = await _measure_memory(path, first=accounts - due - WARM_UP, due=due)
        database = await Database.open(f"sqlite+aiosqlite:///{path}", ring)
        raw = sqlite3.connect(path, isolation_level=None)
        for pragma in ("synchronous=FULL", "foreign_keys=ON"):
            raw.execute(f"PRAGMA {pragma}")
        _look_raw(raw, 0, WARM_UP)
        await _look(database, raw, WARM_UP, WARM_UP)
        measured = []
        gc.freeze()  # as the started bot does: collections look at what a scan makes, not at modules
        for first in range(2 * WARM_UP, 2 * (WARM_UP + due * rounds), 2 * due):
            took = _look_raw(raw, first, due)
            measured.append(Round(took, *await _look(database, raw, first + due, due)))
        gc.unfreeze()
        raw.close()
        await database.close()
    return Scan(measured, more)


def _make_due(connection: sqlite3.Connection, first: int, due: int) -> None:
    names = [(as_text(AT_ONCE), UUID(int=one).hex) for one in range(first, first + due)]
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("UPDATE watches SET look_at = ? WHERE account_id = ?", names)
    connection.execute("COMMIT")


def _look_raw(connection: sqlite3.Connection, first: int, due: int) -> float:
    _make_due(connection, first, due)
    started = time.perf_counter()
    told = tell_raw(connection, NOW, SLICE)
    took = time.perf_counter() - started
    if told != due:
        raise AssertionError(f"{told} accounts were told of")
    return took


async def _look(database: Database, raw: sqlite3.Connection, first: int, due: int) -> tuple[float, float]:
    """Return the seconds of the job, and the longest pause of the loop during it."""
    _make_due(raw, first, due)
    pause, said = 0.0, _count_said(raw)

    async def tick() -> None:
        nonlocal pause
        last = time.perf_counter()
        while True:
            await asyncio.sleep(TICK_SECONDS)
            now = time.perf_counter()
            pause, last = max(pause, now - last - TICK_SECONDS), now

    ticking = asyncio.create_task(tick())
    await asyncio.sleep(0)
    started = time.perf_counter()
    await RemindExpiring(database, BothWays(), scanned=lambda: None).run()
    took = time.perf_counter() - started
    ticking.cancel()
    if _count_said(raw) != said + due:
        raise AssertionError("not every account that was due was spoken of")
    lengths = [one for (one,) in raw.execute("SELECT DISTINCT length(sealed_content) FROM notices")]
    if max(lengths) - min(lengths) > DIFFERENCE:
        raise AssertionError(f"the messages of both differ too much: {sorted(lengths)} bytes")
    return took, pause


def _count_said(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM alerts").fetchone()[0])


async def _measure_memory(path: Path, first: int, due: int) -> float:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.bench_scan", "--memory", str(path), str(first), str(due)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await child.communicate()
    return float(told)


async def _look_in_fresh_process(path: Path, first: int, due: int) -> float:
    """Return by how many MB the peak of this process rises above its memory after a few accounts."""
    ring = KeyRing.from_text((path.parent / "master.key").read_text())
    database = await Database.open(f"sqlite+aiosqlite:///{path}", ring)
    raw = sqlite3.connect(path, isolation_level=None)
    await _look(database, raw, first, WARM_UP)
    before = _forget_peak_mb()
    await _look(database, raw, first + WARM_UP, due)
    more = _peak_mb() - before
    raw.close()
    await database.close()
    return more


def _forget_peak_mb() -> float:
    # Linux resets the peak to the present memory.
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _peak_mb()


def _peak_mb() -> float:
    """Return the peak of this process, without the process that forked it, unlike `getrusage`."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split(maxsplit=1)[0]) / 1024


def _fill(path: Path, keys: int) -> None:
    """Fill one team. Account n has its own keys, the first expires tomorrow, and nothing is due."""
    accounts = -(-keys // PER_ACCOUNT)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO people (user_id, name, zone, failed_codes) VALUES (?, 'Olga', 'UTC', 0)", (OLGA,)
        )
        connection.execute(
            "INSERT INTO teams (id, chat_id, topic_id, title, claimed_by, claimed_at, approvals, quorum_reached)"
            " VALUES (?, ?, 0, 'Desk', ?, ?, 0, 0)",
            (TEAM.hex, CHAT, OLGA, as_text(NOW)),
        )
        connection.executemany(
            "INSERT INTO accounts (id, team_id, name, kind, created_at) VALUES (?, ?, ?, 'embedded', ?)",
            ((UUID(int=one).hex, TEAM.hex, str(one), as_text(NOW)) for one in range(accounts)),
        )
        connection.executemany(
            "INSERT INTO watches (account_id, look_at) VALUES (?, ?)",
            ((UUID(int=one).hex, as_text(_LATER)) for one in range(accounts)),
        )
        connection.executemany(
            "INSERT INTO keys (id, team_id, account_id, number, remark, folded_remark, access_id, trade, withdraw, ips,"
            " created_at, expires_at, live_at, announced_live_at, remote_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 1, 0, '[]', ?, ?, ?, ?, ?)",
            _keys(keys),
        )
    connection.close()


def _keys(keys: int) -> Iterable[tuple[object, ...]]:
    then = as_text(NOW - timedelta(days=80))
    for number in range(keys):
        account, place = divmod(number, PER_ACCOUNT)
        ends = NOW + (timedelta(days=40, seconds=number) if place else timedelta(days=1))
        name = f"key-{number}"
        # Ids in no order, as random ones are.
        key_id = UUID(int=number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128).hex
        owner = UUID(int=account).hex
        yield key_id, TEAM.hex, owner, number, name, name, name, then, as_text(ends), then, then, str(number)


def main() -> None:
    """Print one line."""
    parser = argparse.ArgumentParser(description="Expiry scan beside raw sqlite3.")
    parser.add_argument("keys", nargs="?", type=int, default=KEYS)
    parser.add_argument("--due", type=int, default=DUE)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--memory", nargs=3, metavar=("FILE", "FIRST", "DUE"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.memory:
        path, first, due = chosen.memory
        sys.stdout.write(f"{asyncio.run(_look_in_fresh_process(Path(path), int(first), int(due)))}\n")
        return
    scan = asyncio.run(measure(chosen.keys, chosen.due, chosen.rounds))
    raw, ours = (
        statistics.median(times) * 1000 for times in zip(*((one.raw, one.ours) for one in scan.rounds), strict=True)
    )
    sys.stdout.write(
        f"{chosen.keys} keys, {chosen.due} accounts due, found and said: raw {raw:.0f} ms, ours {ours:.0f} ms, ratio"
        f" {scan.ratio:.2f}; longest pause of the loop {max(one.pause for one in scan.rounds) * 1000:.1f} ms;"
        f" {scan.more_mb:.1f} MB more\n"
    )


if __name__ == "__main__":
    main()
