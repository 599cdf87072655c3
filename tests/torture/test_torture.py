"""Commands and kills, at random and at every named point: told = written = done.

The long run, on both databases, is `python -m tests.torture`.
"""

from pathlib import Path

from tests.torture.driving import POINTS
from tests.torture.running import torture


async def test_a_process_that_is_killed_at_every_point_loses_and_doubles_nothing(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/keyminder.db"
    report = await torture(tmp_path, url, processes=1, operations=100, kills=len(POINTS), pause=0.8)
    assert report.faults == []
    assert (report.operations, report.kills) == (100, len(POINTS))
