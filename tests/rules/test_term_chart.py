"""Which keys a report shows."""

from datetime import timedelta
from uuid import UUID

import pytest

from bot.rules.term_chart import ROWS, make_chart, state_of
from storage.records import Account, AccountKind, TermState
from tests.rules.facts import NOW, key

DAY = timedelta(days=1)
ACCOUNT = Account(key(1, "one").account_id, UUID(int=1), "main", AccountKind.EMBEDDED, NOW)


@pytest.mark.parametrize(
    ("ends", "state"),
    [
        (NOW - DAY, TermState.EXPIRED),
        (NOW + 7 * DAY, TermState.SOON),
        (NOW + 8 * DAY, TermState.LATER),
        (NOW + 30 * DAY, TermState.LATER),
        (NOW + 31 * DAY, TermState.FAR),
        (None, TermState.UNKNOWN),
    ],
)
def test_a_key_is_as_urgent_as_its_end(ends: object, state: TermState) -> None:
    assert state_of(key(1, "one", expires_at=ends), NOW) is state  # type: ignore[arg-type]  # a column of the table


def test_a_bound_key_does_not_expire() -> None:
    assert state_of(key(1, "one", ips=("8.8.8.8",)), NOW) is TermState.NEVER


def test_only_the_most_urgent_keys_have_room() -> None:
    keys = [key(number, f"key-{number}", expires_at=NOW + number * DAY) for number in range(1, ROWS + 4)]
    chart = make_chart("Desk", reversed(keys), {ACCOUNT.id: ACCOUNT}, NOW, is_dark=True)
    ((account, rows),) = chart.groups
    assert (account, chart.more, chart.is_dark) == ("main", 4, True)
    assert [row.number for row in rows] == list(range(1, ROWS)), "the account's name takes a row"
