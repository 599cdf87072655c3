"""Commands and kills, at random and at every named point: said = written = done.

The long run, on both databases, is `python -m tests.torture`.
"""

from pathlib import Path

from sqlalchemy import URL

from tests.databases import address, make_database
from tests.torture.driving import POINTS
from tests.torture.running import torture

OPERATIONS, KILLS = 50, 15
"""The kills follow one another as fast as the bot starts. Commands that come after the last one only take time."""


async def test_one_process_that_is_killed_at_every_point_loses_and_doubles_nothing(tmp_path: Path) -> None:
    await run(tmp_path, f"sqlite+aiosqlite:///{tmp_path}/keyminder.db", processes=1)


async def test_of_two_processes_either_is_killed_at_every_point_and_nothing_is_lost_or_doubled(
    tmp_path: Path, postgres_server: URL
) -> None:
    with make_database(postgres_server) as url:
        await run(tmp_path, address(url), processes=2)


async def run(folder: Path, url: str, processes: int) -> None:
    report = await torture(folder, url, processes=processes, operations=OPERATIONS, kills=KILLS)
    assert report.faults == []
    assert (report.operations, report.kills, set(report.points)) == (OPERATIONS, KILLS, set(POINTS))
