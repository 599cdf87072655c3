"""Months of alerts with absences, restarts, refusals and reactions: every step is written and heard once."""

from pathlib import Path

from tests.torture.alert_rules_simulation import simulate_rules
from tests.torture.alert_simulation import simulate


async def test_no_warning_is_lost_or_doubled_on_the_way_to_the_chat(tmp_path: Path) -> None:
    report = await simulate(tmp_path, teams=2, keys=6, days=30, seed=4)

    assert report.faults == []
    assert min(report.figures[name] for name in ("ran out", "on it", "restarts", "escalated to e-mail")) > 0


def test_the_rules_lose_and_double_no_warning_in_a_year() -> None:
    report = simulate_rules(teams=2, keys=40, days=400, seed=5)

    assert report.faults == []
    assert min(report.figures[name] for name in ("ran out", "snoozed", "steps skipped in an absence")) > 0
