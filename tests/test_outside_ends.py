"""What is asked of the outside about ends: the certificate that a browser would get, and the webhook."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.telegram.client import TelegramClient
from bot.chat.telegram.http import make_bot
from bot.chat.telegram.rate_limit import TELEGRAM_LIMITS, RateLimiter
from bot.chat.telegram.telegram_check import is_stopped
from bot.clock import SystemClock
from bot.operations.model.outside_ends import CertificateSeen
from bot.operations.model.service_status import ServiceStatus
from bot.wiring.outside_ends import Outside
from tests.mail.server import make_tls

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def outside(url: str, trust: ssl.SSLContext | None = None) -> Outside:
    clock = SystemClock()
    limiter = RateLimiter(clock, TELEGRAM_LIMITS)
    line = TelegramClient(make_bot("1:none", "http://127.0.0.1:9"), limiter, ServiceStatus(clock), limiter.turn)
    return Outside(line, "polling", url, trust)


@asynccontextmanager
async def serving(folder: Path, days: int) -> AsyncIterator[tuple[str, ssl.SSLContext]]:
    """A web address with a certificate, and the trust in it."""
    context, trust = make_tls(folder, days=days)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            await reader.read()
        writer.transport.abort()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    async with server:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}", trust


async def test_the_end_of_the_certificate_is_read(tmp_path: Path) -> None:
    async with serving(tmp_path, days=5) as (url, trust):
        seen = await outside(url, trust).look_at_certificate()
    assert seen is not None
    assert seen.ends_at is not None
    assert timedelta(days=4, hours=23) < seen.ends_at - datetime.now(UTC) < timedelta(days=5)


async def test_an_expired_certificate_is_noticed(tmp_path: Path) -> None:
    async with serving(tmp_path, days=-2) as (url, trust):
        assert await outside(url, trust).look_at_certificate() == CertificateSeen(None)


async def test_an_address_without_a_certificate_or_an_answer_says_nothing(tmp_path: Path) -> None:
    assert await outside("http://127.0.0.1:8700").look_at_certificate() is None
    assert await outside("https://127.0.0.1:9").look_at_certificate() is None
    async with serving(tmp_path, days=5) as (url, _):
        assert await outside(url).look_at_certificate() is None, "one that is not trusted has no known end"


async def test_a_bot_that_polls_has_no_webhook() -> None:
    assert await outside("http://127.0.0.1:8700").is_webhook_stopped(NOW) is None


@pytest.mark.parametrize(
    ("ago", "pending", "expected"),
    [(timedelta(minutes=5), 3, True), (timedelta(minutes=5), 0, False), (timedelta(hours=2), 3, False)],
)
def test_a_webhook_has_stopped_if_updates_wait_after_an_error(ago: timedelta, pending: int, expected: bool) -> None:
    info = {"url": "https://x", "last_error_date": int((NOW - ago).timestamp()), "pending_update_count": pending}
    assert is_stopped(info, NOW) is expected
    assert not is_stopped({"url": "https://x"}, NOW)
