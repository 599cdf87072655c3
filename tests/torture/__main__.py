"""`python -m tests.torture [OPERATIONS KILLS [POSTGRES_URL]]`: the long run by hand, on each database."""

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.storage.conftest import address, make_database
from tests.storage.postgres_server import find_server
from tests.torture.running import Report, torture


def _print(name: str, report: Report) -> None:
    print(  # noqa: T201 - a table for whoever runs it
        f"{name:12} {report.operations:>10} {report.kills:>6} {len(report.faults):>7} {report.seconds:>8.0f} s"
        f" {report.slowest:>8.1f} s"
    )
    for fault in report.faults:
        print(f"    {fault}")  # noqa: T201


def main() -> None:
    """Both databases, one after the other."""
    operations, kills = (int(word) for word in (sys.argv[1:3] or ["2000", "200"]))
    print("database     operations  kills  faults     took   slowest")  # noqa: T201
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        url = f"sqlite+aiosqlite:///{folder}/keyminder.db"
        alone = torture(Path(folder), url, processes=1, operations=operations, kills=kills, pause=1.0)
        _print("SQLite, 1", asyncio.run(alone))
    with (
        tempfile.TemporaryDirectory(prefix="torture-") as folder,
        find_server() as server,
        make_database(server) as made,
    ):
        two = torture(Path(folder), address(made), processes=2, operations=operations, kills=kills, pause=1.0)
        _print("PostgreSQL, 2", asyncio.run(two))


if __name__ == "__main__":
    main()
