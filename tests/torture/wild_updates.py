"""Send many wild updates through the whole bot. None may end in an unexpected exception.

By hand: `python -m tests.torture.wild_updates --count 100000 --seed 1 [--postgres]`
"""

import argparse
import asyncio
import contextlib
import logging
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from structlog.testing import capture_logs

from tests.app import MAX, OLGA, STRANGER, TEAM, TestApp, open_app
from tests.databases import address, make_database
from tests.storage.postgres_server import find_server
from tests.torture.wild import Wild

BATCH = 50
FAULTS = frozenset({"an update failed", "the inbox is out of reach"})
FIRST_ID = 700_000_000


async def people_come(app: TestApp) -> None:
    """Add an owner with a key and an open request, an operator, and a person without a team."""
    olga = app.member(OLGA, "Olga")
    await olga.says("/start")
    await olga.enrols()
    await olga.does("/newkey trading-eu")
    await olga.says("/renew trading-eu")
    operator = app.member(MAX, "Max")
    await operator.presses(await olga.does(f"/invite operator {MAX}"), "Join")
    await operator.enrols()
    await app.member(STRANGER, "Stranger").whispers("/start")


async def run_wild(app: TestApp, count: int, seed: int) -> list[dict[str, Any]]:
    """Return the faults of so many updates, as log lines."""
    wild = Wild(seed, [TEAM, TEAM, OLGA, MAX, STRANGER, -1009], [OLGA, OLGA, MAX, STRANGER], await _ids(app))
    faults: list[dict[str, Any]] = []
    for start in range(0, count, BATCH):
        batch = [wild.update(FIRST_ID + start + one) for one in range(min(BATCH, count - start))]
        with capture_logs() as lines:
            await app.app.update_queue.take(batch)
            await app.app.update_queue.drain()
        # While the clock does not move, the bot may send only so much.
        app.environment.clock.jump(timedelta(seconds=1))
        faults += [dict(line) for line in lines if line["event"] in FAULTS]
    with capture_logs() as lines:
        await app.settle()
    return faults + [dict(line) for line in lines if line["log_level"] in {"error", "critical"}]


async def _ids(app: TestApp) -> Sequence[str]:
    """Return ids of tickets, teams and cards, as buttons hold them."""
    return await app.app.database.read(
        lambda work: [
            *(team.id.hex for team in work.teams.list_all()),
            *(ticket.id.hex for ticket in work.tickets.list_open_of(OLGA)),
            *(card.id.hex for card in work.cards.list_of_subject(OLGA, "secret")),
        ]
    )


async def _by_hand(folder: Path, url: str, count: int, seed: int) -> Counter[str]:
    async with open_app(folder, url) as app:
        await people_come(app)
        faults = await run_wild(app, count, seed)
    return Counter(f"{fault['event']}: {fault.get('exc_info', '')!r}"[:200] for fault in faults)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", action="store_true", help="on a new PostgreSQL database instead of SQLite")
    chosen = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite+aiosqlite:///{folder}/keyminder.db"
        if chosen.postgres:
            url = address(stack.enter_context(make_database(stack.enter_context(find_server()))))
        began = time.monotonic()
        faults = asyncio.run(_by_hand(folder, url, chosen.count, chosen.seed))
        took = time.monotonic() - began
    print(f"{chosen.count} updates, seed {chosen.seed}: {faults.total()} faults in {took:.0f} s")  # noqa: T201
    for fault, times in faults.most_common():
        print(f"{times:6} {fault}")  # noqa: T201


if __name__ == "__main__":
    main()
