"""Another process takes over all work of a dead process within thirty seconds."""

from datetime import timedelta

import pytest

from bot.chat.telegram.update_queue import RetryPolicy
from bot.exchanges.exchange import DOUBT
from bot.jobs.deliver_notices import MARGIN
from bot.jobs.perform_tickets import SHORTEST_WAIT
from bot.operations.model.leases import CLAIM, LEASE
from bot.wiring.job_table import LOOK

SLOW = timedelta(seconds=2)
"""Allowance for a commit on a busy database, and for the difference of its clock and ours."""


@pytest.mark.parametrize(
    ("what", "worst"),
    [
        ("an update: its claim ends just after a look", CLAIM + timedelta(seconds=RetryPolicy().look)),
        ("a notice: its lease ends just after a look", LEASE + LOOK + MARGIN),
        ("a ticket: the same", LEASE + LOOK + SHORTEST_WAIT),
        ("a creation: what was asked for may appear until its doubt is over", LEASE + DOUBT + SHORTEST_WAIT),
    ],
)
def test_work_of_a_dead_process_is_recovered_in_less_than_thirty_seconds_at_worst(what: str, worst: timedelta) -> None:
    assert worst + SLOW < timedelta(seconds=30), what
