"""`/keys` and renewals of the whole process over loopback HTTP, beside an echo and two peers.

The echo is python-telegram-bot's.
"""

import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence, Set
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Protocol

import pyotp

from tests.bench.figures import Figure, Numbers, median_ratio
from tests.bench.installation import Prepared, prepare
from tests.bench.load import Line, Measured, measure, say_all
from tests.bench.peers.people import FIRST_PERSON, KEYS, SEED
from tests.bench.process import BotProcess, keyminder, load_apart
from tests.bench.telegram_api import TelegramApi, serve

AT_ONCE = (1, 16, 64)
TEAMS = 64
PEOPLE = 40
"""People per team. An authenticator code is good for one renewal, so many renewals need many people."""
SECONDS = 0.6
"""Seconds of each run, unless that is too short to answer everyone once."""
SLOW = 0.05
"""Seconds that a call to Telegram may take in real life."""

Runs = Mapping[int, Sequence[Measured]]
"""Number of people at once → one run per round."""


class Subject(Protocol):
    """What is measured."""

    bot: BotProcess

    async def run(self, at_once: int) -> Measured:
        """Measure so many people at once, for about a second."""
        ...


class Echo:
    """The bare bot."""

    def __init__(self, bot: BotProcess) -> None:
        self.bot = bot

    async def run(self, at_once: int) -> Measured:
        """Measure people in chats of their own."""
        return await measure(self.bot, at_once, _for_a_while(at_once, _say_hello))


def _say_hello(number: int) -> Line:
    return Line(1 + number, 1 + number, "/echo hello there", "hello there")


class Peer:
    """Another bot that renews: key and code in one line."""

    def __init__(self, bot: BotProcess) -> None:
        self.bot = bot
        self._turn = 0

    async def run(self, at_once: int) -> Measured:
        """Measure people who renew one of their keys after the other."""
        return await measure(self.bot, at_once, _for_a_while(at_once, self._renew))

    def _renew(self, number: int) -> Line:
        self._turn += 1
        person = FIRST_PERSON + number
        return Line(person, person, f"/renew trading-{self._turn % KEYS} {pyotp.TOTP(SEED).now()}", "is renewed")


class Keys:
    """`/keys` in the group of a team that has ten. Every team has its own."""

    def __init__(self, bot: BotProcess, teams: Sequence[Prepared]) -> None:
        self.bot = bot
        self._teams = teams

    async def run(self, at_once: int) -> Measured:
        """Measure people in the groups of different teams."""
        return await measure(self.bot, at_once, _for_a_while(at_once, self._ask))

    def _ask(self, number: int) -> Line:
        team = self._teams[number]
        return Line(team.people[0].user_id, team.chat_id, "/keys", team.keys[-1])


class Renewals:
    """From the six digits to "renewed", in private chats. The request and its card do not count."""

    def __init__(self, bot: BotProcess, teams: Sequence[Prepared]) -> None:
        self.bot = bot
        self._teams = teams
        self._rates: dict[int, float] = {}

    async def run(self, at_once: int) -> Measured:
        """Measure as many renewals as were made in that time before, each of another key."""
        keys = len(self._teams) * len(self._teams[0].keys)
        count = min(keys, max(at_once, int(self._rates.get(at_once, 0.0) * SECONDS)))
        chosen = []
        for number in range(count):
            team = self._teams[number % len(self._teams)]
            person, name = team.choose_person(), team.keys[number // len(self._teams)]
            chosen.append((person, Line(person.user_id, person.user_id, f"/renew {name}", "six digits")))
        await say_all(self.bot, [line for _, line in chosen])
        waiting = iter(chosen)

        def confirm(_number: int) -> Line | None:
            person, _ = next(waiting, (None, None))
            return Line(person.user_id, person.user_id, person.next_code(), "is renewed") if person else None

        measured = await measure(self.bot, at_once, confirm)
        self._rates[at_once] = measured.rate
        return measured


def _for_a_while(at_once: int, line: Callable[[int], Line]) -> Callable[[int], Line | None]:
    """Return lines until the time ends. Each person sends at least one."""
    until, begun = time.perf_counter() + SECONDS, set[int]()

    def next_line(number: int) -> Line | None:
        if len(begun) == at_once and time.perf_counter() > until:
            return None
        begun.add(number)
        return line(number)

    return next_line


async def measure_answering(rounds: int, rows: Set[str]) -> list[Figure]:
    """Measure the rows `keys`, `renewal`, `peers` and `slow`, as far as requested."""
    figures = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, load_apart():
        async with serve() as api, _running(Path(folder), api, rows) as subjects:
            if rows & {"keys", "renewal", "peers"}:
                names = [name for name in subjects if name == "echo" or _row_of(name) in rows]
                runs = await _interleave({name: subjects[name] for name in names}, AT_ONCE, rounds)
                figures += _compare(runs)
            if "slow" in rows:
                api.delay = SLOW
                ours = {name: subjects[name] for name in ("echo", "keys", "renewal")}
                figures += _compare_slow(await _interleave(ours, (16,), rounds))
    return figures


def _row_of(name: str) -> str:
    return "peers" if " " in name else name


@asynccontextmanager
async def _running(folder: Path, api: TelegramApi, rows: Set[str]) -> AsyncIterator[Mapping[str, Subject]]:
    """Start every needed bot. Those that are not being measured are idle."""
    (folder / "keyminder").mkdir()
    teams = await prepare(folder / "keyminder", TEAMS, PEOPLE)
    ours = keyminder(folder / "keyminder", api, teams[0].people[0].user_id)
    subjects: dict[str, Subject] = {
        "echo": Echo(BotProcess("tests.bench.peers.echo", folder / "echo", api)),
        "keys": Keys(ours, teams),
        "renewal": Renewals(ours, teams),
    }
    if "peers" in rows:
        for name, module in (("python-telegram-bot + ORM", "renew_ptb"), ("aiogram + ORM", "renew_aiogram")):
            subjects[name] = Peer(BotProcess(f"tests.bench.peers.{module}", folder / module, api))
    try:
        await _start_again(subjects)
        yield subjects
    finally:
        for bot in _bots_of(subjects):
            await bot.stop()


def _bots_of(subjects: Mapping[str, Subject]) -> list[BotProcess]:
    return list({id(subject.bot): subject.bot for subject in subjects.values()}.values())


async def _start_again(subjects: Mapping[str, Subject]) -> None:
    for bot in _bots_of(subjects):
        await bot.stop()
        await bot.start()


async def _interleave(subjects: Mapping[str, Subject], at_once: Sequence[int], rounds: int) -> Mapping[str, Runs]:
    """Measure everything once per round, each time in new processes, which answer for a while first.

    One start of a program may stay a tenth slower than the next, so that a figure of one start is a matter of luck.
    """
    runs: dict[str, dict[int, list[Measured]]] = {name: {many: [] for many in at_once} for name in subjects}
    for _ in range(rounds):
        await _start_again(subjects)
        for subject in subjects.values():
            await subject.run(at_once[0])
        for many in at_once:
            for name, subject in subjects.items():
                runs[name][many].append(await subject.run(many))
    return runs


BARS: Mapping[str, Mapping[str, tuple[Numbers, Numbers]]] = {
    "keys": {"rate": ((0.8, 1, 1), (2, 2.5, 2.5))},
    "renewal": {"rate": ((0.45,), (1.2, 2, 2)), "cpu": ((2.5,), (0.5,)), "p99": ((2,), (0.7,))},
}
"""Must and goal."""
READ: Mapping[str, Callable[[Measured], float]] = {
    "rate": lambda run: run.rate,
    "cpu": lambda run: run.cpu_ms,
    "p99": lambda run: run.p99_ms,
}
WORDS = {"keys": "/keys, 10 keys", "renewal": "renewal, digits to renewed"}


def _compare(runs: Mapping[str, Runs]) -> list[Figure]:
    """Return ratios of the same rounds, and below them the absolute figures."""
    figures = []
    for name in runs:
        if name == "echo":
            continue
        bars, words = BARS.get(name, {}), WORDS.get(name, f"renewal of {name}")
        for what, said in (("rate", "÷ echo"), ("cpu", "processor time ÷ echo"), ("p99", "p99 ÷ echo's p99")):
            must, goal = bars.get(what, ((), ()))
            ratios = tuple(
                median_ratio(_read(runs[name], what, many), _read(runs["echo"], what, many)) for many in AT_ONCE
            )
            figures.append(Figure(f"{words} {said}", ratios, must, goal, is_less_better=what != "rate"))
    for name in runs:
        words = WORDS.get(name, name)
        for what, said in (("rate", "answers a second"), ("cpu", "processor ms an answer"), ("p99", "p99 ms")):
            values = tuple(median(_read(runs[name], what, many)) for many in AT_ONCE)
            figures.append(Figure(f"  {words}: {said}", values))
    return figures


def _read(runs: Runs, what: str, at_once: int) -> list[float]:
    return [READ[what](run) for run in runs[at_once]]


def _compare_slow(runs: Mapping[str, Runs]) -> list[Figure]:
    figures = []
    for name, must in (("keys", 20.0), ("renewal", 5.0)):
        ratio = median_ratio(_read(runs[name], "rate", 16), _read(runs["echo"], "rate", 16))
        figures.append(Figure(f"Bot API of 50 ms, 16 at once: {WORDS[name]} ÷ echo", (ratio,), (must,), (35.0,)))
    return figures
