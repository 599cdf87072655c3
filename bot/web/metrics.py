"""Metrics for Prometheus. Names of keys, accounts and teams are shown only to a scrape with the token."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from storage.records import KeyExpiry


@dataclass(frozen=True, slots=True)
class TaskMeasure:
    """A job that runs by itself, since the start."""

    name: str
    every: timedelta
    ran_at: datetime | None
    """When it last ended without failing."""
    is_failing: bool


@dataclass(frozen=True, slots=True)
class Measures:
    """Everything that is shown."""

    version: str
    expiries: Sequence[KeyExpiry]
    """Keys that have expired, and those that expire next."""
    is_cut: bool
    """There are more keys than are listed."""
    tasks: Sequence[TaskMeasure]
    waiting: int
    """Number of messages and e-mails that are due."""
    waiting_for: timedelta
    """Since the oldest of them was due."""
    unreachable: int
    """Number of teams with a chat that takes no messages."""
    is_down: Mapping[str, bool]
    """By service."""
    refused_codes: Mapping[str, int]
    """By reason."""
    exchange_errors: Mapping[tuple[str, str], int]
    """By exchange and kind."""


Measure = Callable[[], Awaitable[Measures]]
_Labels = Callable[[KeyExpiry], tuple[str, str, str, str]]


def _by_name(one: KeyExpiry) -> tuple[str, str, str, str]:
    return str(one.key_id), one.team, one.account, one.remark


def _by_id(one: KeyExpiry) -> tuple[str, str, str, str]:
    return str(one.key_id), "", "", ""


class MetricsDoor:
    """GET of `/metrics`."""

    def __init__(self, measure: Measure, token: str | None) -> None:
        """Without a `token` nobody is shown names."""
        self._measure = measure
        self._token = token

    async def show(self, request: web.Request) -> web.Response:
        """Answer with every metric, or 401 for a wrong token."""
        given = request.headers.get("Authorization")
        if given is not None and not self._is_right(given):
            raise web.HTTPUnauthorized(
                text="The token is not the one in KEYMINDER_METRICS_TOKEN.", headers={"WWW-Authenticate": "Bearer"}
            )
        measures = await self._measure()
        body, content_type = await asyncio.to_thread(_write, measures, _by_id if given is None else _by_name)
        return web.Response(body=body, headers={"Content-Type": content_type})

    def _is_right(self, given: str) -> bool:
        wanted = f"Bearer {self._token}".encode()
        return hmac.compare_digest(given.encode(errors="surrogateescape"), wanted) and self._token is not None


def _write(measures: Measures, labels: _Labels) -> tuple[bytes, str]:
    from bot.web.metric_families import CONTENT_TYPE, write  # noqa: PLC0415 - brings prometheus-client

    return write(measures, labels), CONTENT_TYPE
