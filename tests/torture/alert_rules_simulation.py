"""Years of alerts through the rules alone, for installations too large to live through.

By hand: `python -m tests.torture.alert_rules_simulation --teams 1000 --keys 100 --days 400 --seed 1`
"""

import argparse
import random
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from bot.rules.alert_steps import policy_steps
from bot.rules.escalation import LETTERS, current_alert, is_snooze_over, must_escalate, next_press, patience_of
from bot.rules.quiet_hours import heard_at, quiet_until
from bot.rules.reminders import alert_step_at, is_due, next_alert_step_at
from storage.records import Alert, Key
from tests.jobs.reminding import BEGINNING, DAY, HOUR
from tests.torture.alert_checks import Life, Report, check_steps, print_report
from tests.torture.alert_simulation import (
    LONGEST_OUTAGE,
    OUTAGES_A_YEAR,
    QUIET_HOURS,
    REACTS,
    RUNS_OUT,
    SNOOZES_IT,
    TERM,
)

STEPS = policy_steps(None)
_PERSON = 1001


class KeyLife:
    """One key through all its terms."""

    def __init__(
        self,
        chosen: random.Random,
        hours: Sequence[datetime],
        account_id: UUID,
        quiet_hours: str | None,
        happened: Counter[str],
    ) -> None:
        self._chosen = chosen
        self._hours = hours
        self._account_id = account_id
        self._quiet_hours = quiet_hours
        self._happened = happened
        self.lives: list[Life] = []
        self.said: list[Alert] = []

    def live(self) -> None:
        """Live until the last hour."""
        ends = BEGINNING + self._chosen.random() * TERM
        key = _make_key(self._account_id, ends)
        begun: datetime | None = BEGINNING
        while begun is not None and key.expires_at is not None:
            begun = self._live_term(key, begun)
            key = replace(key, expires_at=None if begun is None else begun + TERM)

    def _live_term(self, key: Key, begun: datetime) -> datetime | None:
        """Live until the key is renewed. Return when, or None at the end of all."""
        ends = key.expires_at or begun
        late, early = self._chosen.random() * 10 * DAY, self._chosen.random() ** 3 * (ends - begun)
        renewed_at = self._next_hour(ends + late if self._chosen.random() < RUNS_OUT else ends - early)
        self.lives.append(
            Life(key.id, key.account_id, key.remark, ends, begun, self._quiet_hours is not None, renewed_at)
        )
        said = dict[int, Alert]()
        now = self._next_hour(begun)
        while now is not None and (renewed_at is None or now < renewed_at):
            coming = self._look(key, said, now)
            now = self._next_hour(max(coming, now + HOUR)) if coming else None
        self.said += said.values()
        self._happened["renewed"] += renewed_at is not None
        return renewed_at

    def _look(self, key: Key, said: dict[int, Alert], now: datetime) -> datetime | None:
        """Do what a scan does for one key. Return when something comes next."""
        step = alert_step_at(key, now, STEPS)
        if step is None:
            return next_alert_step_at(key, now, STEPS)
        heard = heard_at(step, quiet_until(self._quiet_hours, "UTC", now), now)
        if heard > now:
            following = next_alert_step_at(key, now, STEPS)
            return heard if following is None else min(heard, following)
        if is_due(step, said.values(), now):
            if step.before_seconds in said:
                raise AssertionError(f"step {step.before_seconds} is said twice")
            patience = patience_of(step.before_seconds, STEPS)
            said[step.before_seconds] = Alert(
                key.id,
                step.anchor_at,
                step.before_seconds,
                now,
                escalate_at=None if patience is None else now + patience,
            )
            self._react(key, said, now)
        present = current_alert(said.values(), step, now)
        if present is not None:
            present = said[present.before_seconds] = self._press(present, now)
        moments = [next_alert_step_at(key, now, STEPS), None if present is None else next_press(present)]
        return min((moment for moment in moments if moment is not None), default=None)

    def _react(self, key: Key, said: dict[int, Alert], now: datetime) -> None:
        """Perhaps someone reacts at once."""
        if self._chosen.random() >= REACTS:
            return
        before = min(said)
        following = next_alert_step_at(key, now, STEPS)
        is_snooze = self._chosen.random() < SNOOZES_IT
        until = min(now + 4 * HOUR, following or now + 4 * HOUR) if is_snooze else None
        self.lives[-1].reactions.append(now)
        said[before] = replace(said[before], acted_by=_PERSON, acted_at=now, snoozed_until=until)
        self._happened["snoozed" if is_snooze else "on it"] += 1

    def _press(self, alert: Alert, now: datetime) -> Alert:
        patience = patience_of(alert.before_seconds, STEPS)
        again = None if patience is None else now + patience
        if is_snooze_over(alert, now):
            return replace(alert, acted_by=None, acted_at=None, snoozed_until=None, escalate_at=again)
        if must_escalate(alert, now):
            level = alert.escalated + 1
            return replace(alert, escalated=level, escalate_at=None if level == LETTERS else again)
        return alert

    def _next_hour(self, moment: datetime) -> datetime | None:
        """Return the first hour from then on in which the bot runs."""
        place = bisect_left(self._hours, moment)
        return self._hours[place] if place < len(self._hours) else None


def _make_key(account_id: UUID, ends: datetime) -> Key:
    return Key(
        id=uuid4(),
        team_id=account_id,
        account_id=account_id,
        number=1,
        remark="trading",
        access_id="",
        trade=True,
        withdraw=False,
        ips=(),
        created_at=BEGINNING,
        expires_at=ends,
        live_at=BEGINNING,
        announced_live_at=BEGINNING,
        remote_id="",
    )


def list_hours(chosen: random.Random, days: int) -> list[datetime]:
    """List the hours in which the bot runs, between absences of up to five days."""
    hours, now = list[datetime](), BEGINNING
    while now < BEGINNING + days * DAY:
        if chosen.random() < OUTAGES_A_YEAR / (365 * 24):
            now += chosen.randint(1, LONGEST_OUTAGE // HOUR) * HOUR
        hours.append(now)
        now += HOUR
    return hours


def simulate_rules(teams: int, keys: int, days: int, seed: int) -> Report:
    """Live through so many days with every key, and check them. The same seed makes the same keys."""
    chosen = random.Random(seed)  # noqa: S311 - the same again
    hours = list_hours(chosen, days)
    report = Report(Counter({"hours": len(hours)}))
    for number in range(teams):
        account_id, quiet_hours = uuid4(), QUIET_HOURS if number % 2 else None
        for _ in range(keys):
            key = KeyLife(chosen, hours, account_id, quiet_hours, report.figures)
            key.live()
            check_steps(report, key.lives, key.said, hours)
    return report


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("teams", 1000), ("keys", 100), ("days", 400), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    chosen = parser.parse_args()
    began = time.monotonic()
    report = simulate_rules(chosen.teams, chosen.keys, chosen.days, chosen.seed)
    size = {"teams": chosen.teams, "keys": chosen.teams * chosen.keys, "days": chosen.days}
    print_report(report, size, time.monotonic() - began)


if __name__ == "__main__":
    main()
