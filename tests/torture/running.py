"""One run: so many commands, so many kills, and what was found."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

from tests.torture.checking import find_faults
from tests.torture.driving import opened


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a run."""

    operations: int
    kills: int
    faults: list[str]
    seconds: float
    slowest: float
    """Real seconds of the slowest command, kills included."""


async def torture(  # noqa: PLR0913 - each is one knob
    folder: Path, database_url: str, *, processes: int, operations: int, kills: int, pause: float, seed: int = 1
) -> Report:
    """Drive, kill, and compare what was told, written and done."""
    began = time.monotonic()
    async with opened(folder, database_url, processes, operations, seed) as run:
        async with asyncio.TaskGroup() as group:
            group.create_task(run.ask(operations))
            group.create_task(run.kill(kills, pause))
        faults = await find_faults(run, folder, database_url)
        slowest = max(one.seconds for one in run.asked)
        return Report(len(run.asked), len(run.kills), faults, time.monotonic() - began, slowest)
