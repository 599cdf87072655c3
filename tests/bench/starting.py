"""Cold start and memory of the whole process, beside the bare bot.

Each round starts both in their own processes.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from tests.bench.answering import Echo, Keys, Subject
from tests.bench.figures import Figure, median_ratio
from tests.bench.installation import prepare
from tests.bench.process import BotProcess, keyminder, load_apart
from tests.bench.telegram_api import serve

AT_ONCE = 16


async def measure_start(rounds: int) -> list[Figure]:
    """Measure the row `start`. Memory is the resident one after a second of answering."""
    seconds: dict[str, list[float]] = {"echo": [], "keyminder": []}
    memory: dict[str, list[float]] = {"echo": [], "keyminder": []}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, load_apart():
        async with serve() as api:
            teams = await prepare(Path(folder), teams=AT_ONCE, people=1)
            for number in range(rounds + 1):
                subjects: Mapping[str, Subject] = {
                    "echo": Echo(BotProcess("tests.bench.peers.echo", Path(folder), api)),
                    "keyminder": Keys(keyminder(Path(folder), api, teams[0].people[0].user_id), teams),
                }
                for name, subject in subjects.items():
                    await subject.bot.start()
                    await subject.run(AT_ONCE)
                    if number:
                        seconds[name].append(subject.bot.started_in)
                        memory[name].append(subject.bot.memory_mb())
                    await subject.bot.stop()
    return [
        Figure(
            "cold start ÷ bare",
            (median_ratio(seconds["keyminder"], seconds["echo"]),),
            (3,),
            (1.25,),
            is_less_better=True,
        ),
        Figure(
            "memory ÷ bare", (median_ratio(memory["keyminder"], memory["echo"]),), (1.6,), (1.4,), is_less_better=True
        ),
        Figure("  start of ours / of the bare bot", tuple(map(median, seconds.values()))[::-1], unit=" s"),
        Figure("  memory of ours / of the bare bot", tuple(map(median, memory.values()))[::-1], unit=" MB"),
    ]
