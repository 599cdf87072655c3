"""`python -m tests.torture`: run the long torture on each database, and print a table."""

import argparse
import asyncio
import contextlib
import tempfile
from pathlib import Path

from tests.databases import address, make_database
from tests.storage.postgres_server import find_server
from tests.torture.running import Report, torture

BACKLOG = 8
"""Per process: with more under way, 200 kills in a row would leave it ever further behind."""
HEADER = "database       operations  kills  faults  asked again  codes again      took    usual  slowest  start at most"


def _print(name: str, report: Report) -> None:
    print(  # noqa: T201 - a table for the person who runs it
        f"{name:14} {report.operations:10} {report.kills:6} {len(report.faults):7} {report.asked_again:12}"
        f" {report.codes_again:12} {report.seconds:7.0f} s {report.usual:6.1f} s {report.slowest:6.1f} s"
        f" {report.slowest_start:12.1f} s",
        flush=True,
    )
    for point, times in report.points.items():
        print(f"    killed {times:4} times {point}")  # noqa: T201
    for said, times in report.before.items():
        print(f"    asked again {times:4} times after {said!r}")  # noqa: T201
    for fault in report.faults:
        print(f"    {fault}")  # noqa: T201


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--operations", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, help="end earlier, and report what was done until then")
    parser.add_argument("--only", choices=["sqlite", "postgres"])
    parser.add_argument("--folder", type=Path, help="keep database and logs here, instead of a temporary folder")
    chosen = parser.parse_args()
    print(HEADER, flush=True)  # noqa: T201
    for kind, processes in (("sqlite", 1), ("postgres", 2)):
        if chosen.only in {None, kind}:
            with contextlib.ExitStack() as stack:
                folder = _make_folder(stack, chosen.folder, kind)
                url = f"sqlite+aiosqlite:///{folder}/keyminder.db"
                if kind == "postgres":
                    url = address(stack.enter_context(make_database(stack.enter_context(find_server()))))
                run = torture(
                    folder,
                    url,
                    processes=processes,
                    operations=chosen.operations,
                    kills=chosen.kills,
                    backlog=BACKLOG * processes,
                    minutes=chosen.minutes,
                    seed=chosen.seed,
                )
                _print(f"{kind}, {processes}", asyncio.run(run))


def _make_folder(stack: contextlib.ExitStack, chosen: Path | None, kind: str) -> Path:
    if chosen is None:
        return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="torture-")))
    folder = chosen.resolve() / kind
    folder.mkdir(parents=True)
    return folder


if __name__ == "__main__":
    main()
