"""The loop around the jobs.

Each job has its own task. It runs on the clock, when woken, and again while it finds things to do.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock, back_off

log = structlog.get_logger(__name__)

_LONGEST_PAUSE = 60.0
"""Real seconds that a job rests after many failures in a row."""


@dataclass(frozen=True, slots=True)
class Round:
    """The result of one run of a job."""

    did: int = 0
    """How many things it did. 0: nothing is left to do now."""
    next_at: datetime | None = None
    """When it next has something to do, by the clock, if known."""
    again_in: timedelta | None = None
    """Real time until it wants to look again, for things that back off."""


@dataclass(frozen=True, slots=True)
class Job:
    """A row in the table of jobs."""

    name: str
    every: timedelta
    """By the clock. Earlier when woken."""
    run: Callable[[], Awaitable[Round]]
    woken: asyncio.Event = field(default_factory=asyncio.Event, compare=False)
    """Set by `Schedule.wake`. A job that works in one long run may watch it."""
    lives_on: frozenset[str] = frozenset()
    """Tables with changes that can make something due at once."""
    gathers: timedelta = timedelta()
    """Real time that it waits after it was woken, so that many changes are one run."""


@dataclass(frozen=True, slots=True)
class JobStatus:
    """Status of a job since the start of the bot."""

    name: str
    every: timedelta
    ran_at: datetime | None = None
    """When it last ended without failing."""
    failed_at: datetime | None = None
    """When it last failed."""
    why: str = ""
    """The kind of fault. Its text is left out, because it may hold a secret."""
    is_failing: bool = False
    """The last run failed."""


class Schedule:
    """Runs the jobs until it is cancelled."""

    def __init__(self, jobs: Sequence[Job], clock: Clock, *, first_pause: float = 0.5) -> None:
        """`first_pause` is how many seconds of real time a job rests after its first failure."""
        self._first_pause = first_pause
        self._jobs = {job.name: job for job in jobs}
        self._told = {job.name: JobStatus(job.name, job.every) for job in jobs}
        self._living_on = {
            table: [job.name for job in jobs if table in job.lives_on] for job in jobs for table in job.lives_on
        }
        """Table → the jobs that live on it."""
        self._clock = clock
        self._busy = set(self._jobs)
        self._backing_off: set[str] = set()
        """Jobs that failed. They are not woken before their pause ends."""
        self._due_at: dict[str, datetime] = {}
        """When each resting job looks again unless it is woken. Jobs that asked for real time are missing."""
        self._quiet = asyncio.Event()
        self._is_waited_for = asyncio.Event()
        """Set while a task waits in `idle`. Jobs then do not wait to gather changes."""
        self._did = 0
        if len(self._jobs) != len(jobs):
            raise ValueError("Two jobs have the same name")

    async def run(self) -> None:
        """Run every job in a task of its own. Returns only by being cancelled, after all have stopped."""
        async with asyncio.TaskGroup() as group:
            for job in self._jobs.values():
                group.create_task(self._live(job), name=f"job {job.name}")

    def tell(self) -> list[JobStatus]:
        """Return the status of every job, in the order of the table."""
        return list(self._told.values())

    def wake(self, name: str) -> None:
        """Let a job look now, or after its pause if it failed. Raises KeyError for an unknown name."""
        job = self._jobs[name]
        job.woken.set()
        if name not in self._backing_off:
            self._busy.add(name)
            self._quiet.clear()

    def note_changes(self, changed: frozenset[str]) -> None:
        """Wake the jobs that live on a changed table."""
        for table in changed & self._living_on.keys():
            for name in self._living_on[table]:
                self.wake(name)

    async def idle(self) -> int:
        """Wait until all due jobs have looked and found nothing to do. A failing job counts as idle.

        Returns how many things they did.
        """
        before = self._did
        for name, due_at in self._due_at.items():
            if due_at <= self._clock.now():
                self.wake(name)
        self._is_waited_for.set()
        while self._busy:
            await self._quiet.wait()
        self._is_waited_for.clear()
        return self._did - before

    async def _live(self, job: Job) -> None:
        failures = 0
        while True:
            if job.gathers and job.woken.is_set():
                await self._gather(job)
            job.woken.clear()
            outcome, failures = await self._run_once(job, failures)
            self._did += outcome.did
            if not failures and (outcome.did or job.woken.is_set()):
                continue
            self._busy.discard(job.name)
            if not self._busy:
                self._quiet.set()
            await (self._back_off(job, failures) if failures else self._rest(job, outcome))
            self._busy.add(job.name)
            self._quiet.clear()

    async def _gather(self, job: Job) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(job.gathers.total_seconds()):
                await self._is_waited_for.wait()

    async def _back_off(self, job: Job, failures: int) -> None:
        """Wait after so many failures. A write in between does not make the pause shorter."""
        self._backing_off.add(job.name)
        try:
            await asyncio.sleep(back_off(failures, self._first_pause, _LONGEST_PAUSE))
        finally:
            self._backing_off.discard(job.name)

    async def _run_once(self, job: Job, failures: int) -> tuple[Round, int]:
        try:
            outcome = await job.run()
        except Exception as error:
            told = replace(self._told[job.name], failed_at=self._clock.now(), why=type(error).__name__, is_failing=True)
            self._told[job.name] = told
            log.exception("a job failed", job=job.name, failures=failures + 1)
            return Round(), failures + 1
        self._told[job.name] = replace(self._told[job.name], ran_at=self._clock.now(), is_failing=False)
        return outcome, 0

    async def _rest(self, job: Job, outcome: Round) -> None:
        """Return when the job is woken, when its time has come, or after the real time it asked for."""
        moment = self._clock.now() + job.every
        if outcome.next_at is not None:
            moment = min(moment, outcome.next_at)
        ways = {
            asyncio.create_task(job.woken.wait()),
            asyncio.create_task(self._clock.sleep_until(moment)),
        }
        seconds = None if outcome.again_in is None else outcome.again_in.total_seconds()
        self._due_at[job.name] = moment if seconds is None else self._clock.now()
        try:
            await asyncio.wait(ways, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
