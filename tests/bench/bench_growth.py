"""Cost of every job in a big installation beside a small one, in one run.

Commands are the row `growth`.

    python -m tests.bench.bench_growth SMALL BIG [--rounds 50]

SMALL and BIG are folders that `tests.bench.fill` made. They are used up. Rounds are interleaved, figures are medians in
milliseconds. No job should take more than 1.5 times as long in the big one. Not a test: figures depend on the machine.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import select

from bot.exchanges.exchange import Exchange
from bot.exchanges.main_account import Coin, MainAccount, SubAccount
from bot.jobs.announce_live import AnnounceLive
from bot.jobs.answer_doctor import AnswerDoctor
from bot.jobs.detect_outages import DetectOutages
from bot.jobs.expire_tickets import ExpireTickets
from bot.jobs.notify_egress_ip import NotifyEgressIp
from bot.jobs.probe_keys import ProbeKeys
from bot.jobs.purge_old_rows import PurgeOldRows
from bot.jobs.read_exchanges import ReadExchanges
from bot.jobs.reconcile_accounts import ReconcileAccounts
from bot.jobs.remind_expiring import RemindExpiring
from bot.jobs.send_digests import SendDigests
from bot.jobs.watch_rotations import WatchRotations
from bot.operations.chats.inbox import describe_backlog
from bot.operations.chats.unreachable import describe_unreachable
from bot.operations.model.service_status import ServiceStatus
from storage.database import Database
from storage.records import Account
from storage.sealing import KeyRing
from storage.tables import installation
from tests.operations.office import Office

ALLOWED = 1.5

_MADE_AT = select(installation.c.created_at)

Measured = Mapping[str, Callable[[], Awaitable[object]]]


class _Quiet(MainAccount):
    """An exchange without data."""

    async def list_sub_accounts(self) -> list[SubAccount]:
        """Return none."""
        return []

    async def list_coins(self) -> list[Coin]:
        """Return none."""
        return []


async def _open(folder: Path) -> Office:
    ring = KeyRing.from_text((folder / "master.key").read_text())
    database = await Database.open(f"sqlite+aiosqlite:///{folder}/keyminder.db", ring)
    office = await Office.found(database)
    made_at = await database.read(lambda work: work.connection.execute(_MADE_AT).scalar_one())
    # By then it is filled, and nothing of it is due yet.
    office.watch.moment = made_at + timedelta(minutes=5)
    await office.told()
    return office


def _never(_account: Account) -> Exchange:
    raise AssertionError("nothing is due")


async def _no_ip(*_of: object) -> None:
    return None


def _list_jobs(office: Office) -> Measured:
    database, clock = office.database, office.watch
    real = datetime.now(UTC)
    return {
        "deliver what is owed": office.told,
        "heads of the outbox": lambda: database.read(lambda work: work.deliveries.list_heads(real)),
        "perform tickets": office.run,
        "expire tickets": ExpireTickets(database, clock).run,
        "announce live keys": AnnounceLive(database, clock).run,
        "probe young keys": ProbeKeys(database, clock, _never).run,
        "read exchanges": ReadExchanges(database, clock, lambda _main: _Quiet()).run,  # type: ignore[abstract]  # only lists are asked for
        "watch rotations": WatchRotations(database, clock).run,
        "reconcile accounts": ReconcileAccounts(database, clock, _never).run,
        "remind expiring": RemindExpiring(database, clock, scanned=lambda: None).run,
        "send digests": SendDigests(database, clock).run,
        "answer the doctor": AnswerDoctor(database, clock, _never, _never).run,  # type: ignore[arg-type]  # no person has asked
        "notify egress IP": NotifyEgressIp(database, clock, _no_ip).run,
        "detect outages": DetectOutages(database, clock, ServiceStatus(clock)).run,
        "purge old rows": PurgeOldRows(database, clock).run,
        "/readyz": lambda: database.read(lambda work: (describe_backlog(work, real), describe_unreachable(work))),
    }


async def measure(folders: list[Path], rounds: int) -> dict[str, list[float]]:
    """Return median milliseconds by job, one for each folder."""
    offices = [await _open(folder) for folder in folders]
    todo = [_list_jobs(office) for office in offices]
    took: dict[str, list[list[float]]] = {name: [[] for _ in folders] for name in todo[0]}
    for turn in range(rounds + 1):
        for name, times in took.items():
            for place, actions in enumerate(todo):
                started = time.perf_counter()
                await actions[name]()
                if turn:  # the first round is for what is made once
                    times[place].append((time.perf_counter() - started) * 1000)
    for office in offices:
        await office.database.close()
    return {name: [median(each) for each in times] for name, times in took.items()}


def main() -> None:
    """Print one line for each job."""
    parser = argparse.ArgumentParser(prog="tests.bench.bench_growth")
    parser.add_argument("small", type=Path)
    parser.add_argument("big", type=Path)
    parser.add_argument("--rounds", type=int, default=25)
    chosen = parser.parse_args()
    sys.stdout.write(f"{'':45} small ms   big ms   ratio, at most {ALLOWED}\n")
    for name, (small, big) in asyncio.run(measure([chosen.small, chosen.big], chosen.rounds)).items():
        verdict = "" if big <= small * ALLOWED else "  MISSED"
        sys.stdout.write(f"{name:45} {small:8.2f} {big:8.2f} {big / small:7.2f}{verdict}\n")


if __name__ == "__main__":
    main()
