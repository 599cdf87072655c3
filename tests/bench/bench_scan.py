"""How fast the reminders find what is due, beside a raw indexed query over the keys in the same run.

    python -m tests.bench.bench_scan                      10,000 and 100,000 keys
    python -m tests.bench.bench_scan 1000000 --rounds 15  as many as you like

Each size is one SQLite file: 50 keys to an account, one key in a thousand due, each in an account of its own. `raw`
asks the keys by their indexed end through sqlite3 in this thread, the least such a question can cost. `find` is what
the job asks: the pages of due accounts, out of the one row that each account has. `all` looks at every due account
too: it reads its keys, writes what was said, the card and its notice, one durable commit each. Medians of interleaved
rounds.
Only ratios mean anything elsewhere. Not a test: figures depend on the machine.
"""

import argparse
import asyncio
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from bot.jobs.remind_expiring import PAGE, RemindExpiring
from storage.alerts import AT_ONCE, Due
from storage.database import Database
from storage.sealing import KeyRing
from tests.jobs.reminding import BEGINNING, CHAT, OLGA, BothWays

SIZES = (10_000, 100_000)
PER_ACCOUNT = 50
DUE_IN = 1000
TICK_SECONDS = 0.002
NOW = BEGINNING
TEAM = UUID(int=1)


def main() -> None:
    """Prints one line for each size."""
    parser = argparse.ArgumentParser(description="Expiry scan beside a raw indexed query.")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="KEYS")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--due", type=int, help="as many keys due in every size; shows that size does not matter")
    args = parser.parse_args()
    sys.stdout.write("     keys  due  raw ms  find ms  find/raw  longest pause of the loop ms  more RSS MB  all ms\n")
    for size in args.sizes:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(_measure(Path(folder), size, args.due or max(1, size // DUE_IN), args.rounds))


async def _measure(folder: Path, size: int, due: int, rounds: int) -> None:
    path, ring = folder / "keyminder.db", KeyRing.new()
    url = f"sqlite+aiosqlite:///{path}"
    await (await Database.open(url, ring)).close()
    _fill(path, size, due)
    database = await Database.open(url, ring)
    raw = sqlite3.connect(path)
    raws, finds, pauses = [], [], []
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(rounds):
        started = time.perf_counter()
        assert len(_ask_raw(raw)) == due
        raws.append(time.perf_counter() - started)
        took, pause = await _find(database, due)
        finds.append(took)
        pauses.append(pause)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    raw.close()
    clock = BothWays()
    started = time.perf_counter()
    await RemindExpiring(database, clock, scanned=lambda: None).run()
    everything = time.perf_counter() - started
    said = await database.read(lambda work: len(work.alerts.list_latest(TEAM, size)))
    assert said == due
    await database.close()
    ratio = statistics.median(find / one for find, one in zip(finds, raws, strict=True))
    sys.stdout.write(
        f"{size:9} {due:4} {_ms(raws):7.3f} {_ms(finds):8.3f} {ratio:9.2f} {max(pauses) * 1000:30.2f} {grown:12.1f}"
        f" {everything * 1000:7.0f}\n"
    )


def _ask_raw(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    query = "SELECT id, expires_at FROM keys WHERE expires_at <= ? ORDER BY expires_at, id"
    return connection.execute(query, (_text(NOW),)).fetchall()


async def _find(database: Database, due: int) -> tuple[float, float]:
    """Seconds that finding took, and the longest the loop stood still meanwhile."""
    pause = 0.0

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
    count = 0
    page: list[Due] = []
    while len(page) == PAGE or not count:
        page = await _page(database, page[-1] if page else None)
        count += len(page)
    took = time.perf_counter() - started
    ticking.cancel()
    assert count == due
    return took, pause


async def _page(database: Database, after: Due | None) -> list[Due]:
    return await database.read(lambda work: work.alerts.list_due(NOW, after, PAGE))


def _fill(path: Path, size: int, due: int) -> None:
    """One team; account n has keys of its own, and the first of them is due in the first accounts."""
    accounts = -(-size // PER_ACCOUNT)
    if due > accounts:
        raise SystemExit(f"At most {accounts} of {size} keys can be due, one in each account.")
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO people (user_id, name, zone, failed_codes) VALUES (?, 'Olga', 'UTC', 0)", (OLGA,)
        )
        connection.execute(
            "INSERT INTO teams (id, chat_id, topic_id, title, claimed_by, claimed_at, approvals, quorum_reached,"
            " ephemeral_prompts) VALUES (?, ?, 0, 'Desk', ?, ?, 0, 0, 0)",
            (TEAM.hex, CHAT, OLGA, _text(NOW)),
        )
        connection.executemany(
            "INSERT INTO accounts (id, team_id, name, kind, created_at) VALUES (?, ?, ?, 'embedded', ?)",
            ((UUID(int=one).hex, TEAM.hex, str(one), _text(NOW)) for one in range(accounts)),
        )
        connection.executemany(
            "INSERT INTO watches (account_id, look_at) VALUES (?, ?)",
            ((UUID(int=one).hex, _text(AT_ONCE if one < due else NOW + timedelta(days=9))) for one in range(accounts)),
        )
        connection.executemany(
            "INSERT INTO keys (id, team_id, account_id, number, remark, folded_remark, access_id, trade, withdraw, ips,"
            " created_at, expires_at, live_at, announced_live_at, remote_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 1, 0, '[]', ?, ?, ?, ?, ?)",
            _keys(size, due),
        )
    connection.close()


def _keys(size: int, due: int) -> Iterable[tuple[object, ...]]:
    then = _text(NOW - timedelta(days=80))
    for number in range(size):
        account, place = divmod(number, PER_ACCOUNT)
        is_due = place == 0 and account < due
        ends = NOW - timedelta(seconds=number) if is_due else NOW + timedelta(days=40, seconds=number)
        name = f"key-{number}"
        # Ids in no order, as random ones are.
        key_id = UUID(int=number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128).hex
        owner = UUID(int=account).hex
        yield key_id, TEAM.hex, owner, number, name, name, name, then, _text(ends), then, then, str(number)


def _text(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


def _ms(seconds: list[float]) -> float:
    return statistics.median(seconds) * 1000


if __name__ == "__main__":
    main()
