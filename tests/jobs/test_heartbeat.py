"""A ping after completed scans, in its own time."""

import asyncio

from structlog.testing import capture_logs

from bot.jobs.heartbeat import PAUSE, PingHeartbeat


class Monitor:
    """Counts pings and answers as the test sets it."""

    def __init__(self) -> None:
        self.pings = 0
        self.why: str | None = None

    async def ping(self) -> str | None:
        self.pings += 1
        return self.why


async def test_nothing_is_pinged_before_a_scan_is_complete() -> None:
    monitor, woken = Monitor(), asyncio.Event()
    heartbeat = PingHeartbeat(monitor.ping, woken=woken)
    await heartbeat.run()
    assert monitor.pings == 0

    heartbeat.scanned()
    assert woken.is_set()
    await heartbeat.run()
    assert monitor.pings == 1


async def test_many_scans_in_a_minute_are_one_ping_and_the_last_is_not_forgotten() -> None:
    monitor = Monitor()
    heartbeat = PingHeartbeat(monitor.ping, woken=asyncio.Event())
    for _ in range(5):
        heartbeat.scanned()
        outcome = await heartbeat.run()

    assert monitor.pings == 1
    assert outcome.again_in is not None
    assert outcome.again_in <= PAUSE


async def test_a_failed_ping_is_logged_and_sent_again_after_the_next_scan() -> None:
    monitor = Monitor()
    monitor.why = "the monitor answered 500"
    heartbeat = PingHeartbeat(monitor.ping, woken=asyncio.Event())
    heartbeat.scanned()

    with capture_logs() as logs:
        await heartbeat.run()

    assert [(line["event"], line["why"]) for line in logs] == [
        ("a heartbeat could not be sent", "the monitor answered 500")
    ]
    assert (await heartbeat.run()).again_in is None
