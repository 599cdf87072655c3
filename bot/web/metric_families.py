"""The metrics in Prometheus' text format. prometheus-client loads with the first scrape, since most bots have none."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from bot.web.metrics import Measures
from storage.records import KeyExpiry

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
_Labels = Callable[[KeyExpiry], tuple[str, str, str, str]]
_Value = tuple[tuple[str, ...], float]
_PROCESS = ProcessCollector(registry=None)


def write(measures: Measures, labels: _Labels) -> bytes:
    """Write every metric. `labels` names a key by id, team, account and name."""
    registry = CollectorRegistry()
    registry.register(_Families(measures, labels))
    return generate_latest(registry)


class _Families(Collector):
    def __init__(self, measures: Measures, labels: _Labels) -> None:
        self._measures = measures
        self._labels = labels

    def collect(self) -> Iterator[Metric]:
        """Yield every family, the same ones at each scrape."""
        seen = self._measures
        yield _gauge("build_info", "Version of the bot.", ("version",), [((seen.version,), 1)])
        yield _gauge(
            "key_expiry_timestamp_seconds",
            "When a key expires. Names only with the token.",
            ("key", "team", "account", "name"),
            [(self._labels(one), one.expires_at.timestamp()) for one in seen.expiries],
        )
        yield _gauge("key_series_cut", "1: more keys exist than are listed.", (), [((), seen.is_cut)])
        yield _gauge(
            "task_last_success_timestamp_seconds",
            "When a task last ended without failing. 0: not since the start.",
            ("task",),
            [((one.name,), _seconds(one.ran_at)) for one in seen.tasks],
        )
        yield _gauge(
            "task_interval_seconds",
            "Longest time between two runs of a task.",
            ("task",),
            [((one.name,), one.every.total_seconds()) for one in seen.tasks],
        )
        yield _gauge(
            "task_failing",
            "1: the last run of a task failed.",
            ("task",),
            [((one.name,), one.is_failing) for one in seen.tasks],
        )
        yield _gauge("outbox_waiting", "Messages and e-mails that are due.", (), [((), seen.waiting)])
        yield _gauge(
            "outbox_age_seconds", "Since the oldest of them was due.", (), [((), seen.waiting_for.total_seconds())]
        )
        yield _gauge("unreachable_teams", "Teams with a chat that takes no messages.", (), [((), seen.unreachable)])
        yield _gauge(
            "service_down",
            "1: the last call to a service failed.",
            ("service",),
            [((name,), down) for name, down in seen.is_down.items()],
        )
        yield _counter(
            "refused_codes",
            "Authenticator codes that did not count.",
            ("reason",),
            [((reason,), count) for reason, count in seen.refused_codes.items()],
        )
        yield _counter(
            "exchange_errors",
            "Calls to exchanges without a success.",
            ("exchange", "kind"),
            seen.exchange_errors.items(),
        )
        yield from _PROCESS.collect()


def _gauge(name: str, text: str, labels: tuple[str, ...], values: Iterable[_Value]) -> Metric:
    family = GaugeMetricFamily(f"keyminder_{name}", text, labels=labels)
    for given, value in values:
        family.add_metric(given, value)
    return family


def _counter(name: str, text: str, labels: tuple[str, ...], values: Iterable[_Value]) -> Metric:
    family = CounterMetricFamily(f"keyminder_{name}", text, labels=labels)
    for given, value in values:
        family.add_metric(given, value)
    return family


def _seconds(moment: datetime | None) -> float:
    return 0.0 if moment is None else moment.timestamp()
