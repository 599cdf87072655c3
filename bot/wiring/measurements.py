"""Everything that `/metrics` shows: of the database in one transaction, and of this process."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version

from bot.clock import Clock
from bot.exchanges.channel import ChannelPool
from bot.jobs.schedule import JobStatus
from bot.operations.model.service_status import Service, ServiceStatus
from bot.rules.verdict import Reason
from bot.web.metrics import Measures, TaskMeasure
from storage.database import Database
from storage.work import Work

MOST_KEYS = 1000
"""Most keys listed on each side of now. So many series cost little, and those beyond are not urgent."""


@dataclass(frozen=True, slots=True)
class Measurements:
    """Measures at each scrape. Nothing is counted or kept for it in between."""

    database: Database
    clock: Clock
    refused_codes: Mapping[Reason, int]
    channels: ChannelPool
    service_status: ServiceStatus
    tell_jobs: Callable[[], Sequence[JobStatus]]
    most_keys: int = MOST_KEYS

    async def measure(self) -> Measures:
        """Read the database with as many statements for a million keys as for one."""
        now = self.clock.now()

        def body(work: Work) -> Measures:
            past = work.expiries.list_past(now, self.most_keys + 1)
            coming = work.expiries.list_coming(now, self.most_keys + 1)
            waiting, oldest = work.deliveries.measure(now)
            unreachable, _ = work.unreachable_chats.of_teams()
            return Measures(
                version=version("keyminder"),
                expiries=[*past[: self.most_keys], *coming[: self.most_keys]],
                is_cut=max(len(past), len(coming)) > self.most_keys,
                tasks=[TaskMeasure(one.name, one.every, one.ran_at, one.is_failing) for one in self.tell_jobs()],
                waiting=waiting,
                waiting_for=now - oldest if oldest else timedelta(),
                unreachable=unreachable,
                is_down={one.value: self.service_status.is_down(one) for one in Service},
                refused_codes={reason.value: count for reason, count in self.refused_codes.items()},
                exchange_errors={
                    (exchange, kind): count
                    for exchange, kinds in self.channels.failures.items()
                    for kind, count in kinds.items()
                },
            )

        return await self.database.read(body)
