"""Time of a command with 10 000 teams beside 10 teams: the whole process over HTTP.

Both installations run side by side and answer in turn, one person at a time, each command a few times in a round.
"""

import itertools
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from tests.bench.figures import Figure, median_ratio
from tests.bench.fill import Size, make
from tests.bench.installation import Prepared, add_teams
from tests.bench.load import Line, measure
from tests.bench.process import BotProcess, keyminder, load_apart
from tests.bench.telegram_api import TelegramApi, serve

FEW, MANY = 10, 10_000
SPEAKING, PEOPLE = 8, 10
"""Extra teams, alike in both, with people who give the commands, and the number of people in each."""
NO_EXCHANGE = 1_000_000
"""Accounts at an exchange would be read during the measurement, so only the first team has one."""
TIMES = 8
"""How often each command is given in a round."""
LOOKING = (
    *("/help", "/keys", "/key {key}", "/expiring", "/whitelist", "/pending", "/alerts", "/team", "/policy"),
    *("/accounts", "/audit", "/whoami"),
)
ASKING = "/renew {key}"
CODE = "six digits"


class Installation:
    """One of the two installations, and the times of each round by command."""

    def __init__(self, bot: BotProcess, teams: Sequence[Prepared]) -> None:
        self.bot = bot
        self.took: dict[str, list[float]] = {command: [] for command in (*LOOKING, ASKING, CODE)}
        """Milliseconds until the answer, the median of a round."""
        self.worked: dict[str, list[float]] = {command: [] for command in self.took}
        """Milliseconds of processor time for an answer, with the work after it."""
        self._teams = itertools.cycle(teams)

    async def run(self) -> None:
        """Run one round of all commands."""
        for command in LOOKING:
            people = [(team.choose_person(), team) for team in itertools.islice(self._teams, TIMES)]
            lines = [Line(one.user_id, team.chat_id, command.format(key=team.keys[0]), "") for one, team in people]
            await self._clock(command, lines)
        asking = [(team.choose_person(), team.next_key()) for team in itertools.islice(self._teams, TIMES)]
        await self._clock(ASKING, [Line(one.user_id, one.user_id, f"/renew {key}", CODE) for one, key in asking])
        await self._clock(CODE, [Line(one.user_id, one.user_id, one.next_code(), "is renewed") for one, _ in asking])

    async def _clock(self, command: str, lines: Sequence[Line]) -> None:
        waiting = iter(lines)
        measured = await measure(self.bot, 1, lambda _: next(waiting, None))
        self.took[command].append(median(measured.latencies) * 1000)
        self.worked[command].append(measured.cpu_ms)


async def measure_growth(rounds: int, filled: Path | None = None) -> list[Figure]:
    """Measure the row `growth`.

    `filled` is an existing installation of 10 000 teams, which stays unchanged. Make it within the hour, or digests are
    due, by `python -m tests.bench.fill FOLDER --exchange-in 1000000`.
    """
    folders = tempfile.TemporaryDirectory(prefix="bench-"), tempfile.TemporaryDirectory(prefix="bench-")
    with folders[0] as small, folders[1] as big, load_apart():
        async with serve() as api:
            few, many = await _open(Path(small), FEW, api), await _open(Path(big), MANY, api, filled)
            try:
                for one in (few, many):
                    await one.bot.start()
                for _ in range(rounds + 1):
                    await few.run()
                    await many.run()
            finally:
                for one in (few, many):
                    await one.bot.stop()
    took, worked = _compare(few.took, many.took), _compare(few.worked, many.worked)
    worst, busiest = max(took, key=lambda command: took[command]), max(worked, key=lambda command: worked[command])
    name = f"any command at {MANY} teams ÷ {FEW} teams"
    return [
        Figure(f"{name} ({worst})", (took[worst],), (1.5,), (1.1,), is_less_better=True),
        Figure(f"  processor time of any ({busiest})", (worked[busiest],)),
        *(Figure(f"  {command}: time / processor time", (took[command], worked[command])) for command in took),
    ]


def _compare(few: Mapping[str, Sequence[float]], many: Mapping[str, Sequence[float]]) -> Mapping[str, float]:
    """Compare all rounds but the first, which warmed up."""
    return {command: median_ratio(many[command][1:], few[command][1:]) for command in few}


async def _open(folder: Path, teams: int, api: TelegramApi, filled: Path | None = None) -> Installation:
    if filled is None:
        await make(folder, Size(teams=teams, exchange_in=NO_EXCHANGE))
    else:
        shutil.copytree(filled, folder, dirs_exist_ok=True)
    known = await add_teams(folder, SPEAKING, PEOPLE)
    return Installation(keyminder(folder, api, known[0].people[0].user_id), known)
