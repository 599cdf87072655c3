"""Quiet hours over random clocks: no warning is lost or comes twice, and before the last hours none comes at night."""

import asyncio
import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.rules.quiet_hours import heard_at, quiet_until
from bot.rules.reminders import alert_step_at, is_due
from storage.records import Key
from tests.jobs.reminding import DAY, HOUR, OLGA, TEAM, Reminded

zones = st.sampled_from(["UTC", "Europe/Vienna", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"])
nights = st.sampled_from(["22:00-07:00", "00:00-06:00", "12:00-13:00", "20:00-19:00", "02:30-02:00"])
lives = st.lists(st.timedeltas(timedelta(hours=1), 9 * DAY), min_size=1, max_size=2)
walks = st.lists(st.timedeltas(timedelta(), 2 * DAY), min_size=1, max_size=5)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(night=st.tuples(nights, zones), left=lives, walk=walks)
def test_nothing_is_lost_or_said_twice_or_said_at_night(
    empty_installation: Path, night: tuple[str, str], left: list[timedelta], walk: list[timedelta]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_live_through(Reminded(empty_installation, Path(folder)), night, left, walk))


async def _live_through(
    reminded: Reminded, night: tuple[str, str], left: list[timedelta], walk: list[timedelta]
) -> None:
    await reminded.open()
    try:
        await reminded.found()
        hours, zone = night
        await reminded.database.write(lambda work: work.teams.save(replace(TEAM, quiet_hours=hours)))
        await reminded.database.write(lambda work: work.people.save(replace(work.people.get(OLGA), zone=zone)))
        keys = [await reminded.add(number, one) for number, one in enumerate(left, start=1)]
        await _look(reminded, keys, hours, zone)
        for time in walk:
            # A scheduler never sleeps past the time that the job has named.
            end, now = reminded.clock.now() + time, reminded.clock.now()
            while reminded.wakes_at is not None and reminded.wakes_at <= end:
                assert reminded.wakes_at > now, "it never wakes for nothing at once"
                reminded.clock.moment = now = reminded.wakes_at
                await _look(reminded, keys, hours, zone)
            reminded.clock.moment = end
            await _look(reminded, keys, hours, zone)
    finally:
        await reminded.close()


async def _look(reminded: Reminded, keys: list[Key], hours: str, zone: str) -> None:
    now, before = reminded.clock.now(), reminded.sent.count("alerts-card")
    known = await reminded.alerts()
    steps = [step for key in keys if (step := alert_step_at(key, now)) is not None]
    night = quiet_until(hours, zone, now)
    due = [step for step in steps if is_due(step, known, now) and heard_at(step, night, now) <= now]

    await reminded.scan()

    said = await reminded.alerts()
    assert len(said) == len({(one.key_id, one.anchor_at, one.before_seconds) for one in said})
    assert len(said) - len(known) == len(due)
    assert reminded.sent.count("alerts-card") - before == bool(due)
    for step in steps:
        assert not is_due(step, said, now) or _is_night(night, step.anchor_at, now, step.before)


def _is_night(night: datetime | None, end: datetime, now: datetime, before: timedelta) -> bool:
    """Whether a warning waits: at night, and not in the last hours of its key."""
    return night is not None and (end - now > 6 * HOUR or before < timedelta())
