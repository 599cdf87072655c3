"""One run: so many commands, so many kills, and the findings."""

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.torture.checking import find_faults
from tests.torture.driving import opened


@dataclass(frozen=True, slots=True)
class Report:
    """Result of a run."""

    operations: int
    kills: int
    points: Counter[str]
    """How often a process was killed at each point."""
    faults: list[str]
    asked_again: int
    """Commands that were given again, because the request before had timed out or its owner was locked."""
    before: Counter[str]
    """Last private messages before such a request ended."""
    codes_again: int
    """Codes that were typed again, because the one before came too late or had no answer."""
    seconds: float
    usual: float
    """Real seconds of a median command, kills included."""
    slowest: float
    slowest_start: float
    """Real seconds from the start of a process to its first call."""


async def torture(  # noqa: PLR0913 - each is one knob
    folder: Path,
    database_url: str,
    *,
    processes: int,
    operations: int,
    kills: int,
    pause: float = 0.8,
    backlog: int | None = None,
    minutes: float | None = None,
    seed: int = 1,
) -> Report:
    """Drive, kill, and compare what was said, written and done.

    A kill at random comes within `pause` seconds. Before each kill at most `backlog` commands are under way. After
    `minutes` it ends early, and what was done until then is compared.
    """
    began = time.monotonic()
    async with opened(folder, database_url, processes, operations, seed) as run:
        await run.go(operations, kills, pause, backlog, None if minutes is None else began + minutes * 60)
        faults = await find_faults(run, folder, database_url)
    seconds = sorted(one.seconds for one in run.asked)
    return Report(
        operations=len(run.asked),
        kills=len(run.kills),
        points=Counter(kill.point for kill in run.kills),
        faults=faults,
        asked_again=sum(len(one.commands) - 1 for one in run.asked),
        before=Counter(said for one in run.asked for said in one.before),
        codes_again=sum(one.codes - len(one.commands) for one in run.asked),
        seconds=time.monotonic() - began,
        usual=seconds[len(seconds) // 2],
        slowest=seconds[-1],
        slowest_start=run.slowest_start,
    )
