"""Steps of the warnings about other ends than those of keys."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from bot.rules.other_ends import EndKind, OtherEnd, end_patience, end_step_at, next_end_step
from bot.rules.reminders import Urgency

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def end(kind: EndKind, in_: timedelta) -> OtherEnd:
    return OtherEnd(kind, UUID(int=1), NOW + in_)


@pytest.mark.parametrize(
    ("kind", "in_", "before", "urgency"),
    [
        (EndKind.CONNECTION, 16 * DAY, None, None),
        (EndKind.CONNECTION, 15 * DAY, 15 * DAY, Urgency.WEEK),
        (EndKind.CONNECTION, 23 * HOUR, DAY, Urgency.DAY),
        (EndKind.CERTIFICATE, 20 * DAY, 21 * DAY, Urgency.WEEK),
        (EndKind.CERTIFICATE, -HOUR, timedelta(), Urgency.ENDED),
        (EndKind.CERTIFICATE, -2 * DAY, -2 * DAY, Urgency.ENDED),
        (EndKind.INVITATION, 7 * HOUR, None, None),
        (EndKind.INVITATION, 5 * HOUR, 6 * HOUR, Urgency.DAY),
        (EndKind.RECOVERY, timedelta(), timedelta(), Urgency.ENDED),
        (EndKind.RECOVERY, -29 * DAY, timedelta(), Urgency.ENDED),
        (EndKind.RECOVERY, -31 * DAY, -30 * DAY, Urgency.ENDED),
        (EndKind.EMAIL, -8 * DAY, -7 * DAY, Urgency.ENDED),
        (EndKind.WEBHOOK, -25 * HOUR, -DAY, Urgency.ENDED),
    ],
)
def test_each_end_has_steps_of_its_own(
    kind: EndKind, in_: timedelta, before: timedelta | None, urgency: Urgency | None
) -> None:
    step = end_step_at(end(kind, in_), NOW)
    assert (step and step.before, step and step.urgency) == (before, urgency)


@pytest.mark.parametrize("kind", EndKind)
@pytest.mark.parametrize("in_", [20 * DAY, DAY, timedelta(), -DAY, -40 * DAY])
def test_the_next_step_is_later_and_another_one(kind: EndKind, in_: timedelta) -> None:
    one, step = end(kind, in_), end_step_at(end(kind, in_), NOW)
    following = next_end_step(one, NOW)
    after = end_step_at(one, following)
    assert following > NOW
    assert after is not None
    assert step is None or after.before < step.before


@pytest.mark.parametrize(
    ("kind", "before", "patience"),
    [
        (EndKind.CONNECTION, 15 * DAY, None),
        (EndKind.CONNECTION, DAY, 2 * HOUR),
        (EndKind.CERTIFICATE, 7 * DAY, DAY),
        (EndKind.WEBHOOK, timedelta(), 2 * HOUR),
        (EndKind.RECOVERY, timedelta(), DAY),
    ],
)
def test_owners_get_an_email_after_the_patience_of_a_step(
    kind: EndKind, before: timedelta, patience: timedelta | None
) -> None:
    assert end_patience(end(kind, timedelta()), int(before.total_seconds())) == patience
