"""Rules 2 to 5 of the design: limits, terms, renewing, activation."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.rules.key_terms import (
    Ending,
    KeyState,
    Life,
    end_after_bind,
    end_after_change,
    end_after_create,
    end_after_renew,
    end_after_unbind,
    is_expired,
    key_state,
    live_after_create,
    may_add_key,
    may_renew,
)
from bot.rules.verdict import Allowed, Reason, Refused
from tests.rules.facts import NOW, key

DAY = timedelta(days=1)
TERM_END = NOW + 90 * DAY
IP = "203.0.113.7"
OTHER_IP = "203.0.113.8"


def test_a_key_without_ip_is_valid_90_days() -> None:
    """Rule 3."""
    assert end_after_create([], NOW) == TERM_END


def test_a_key_with_ip_does_not_expire() -> None:
    """Rule 3."""
    assert end_after_create([IP], NOW) is None


def test_renewing_extends_to_90_days_from_now() -> None:
    """Rule 4."""
    assert end_after_renew(NOW) == TERM_END


@pytest.mark.parametrize(
    ("before", "after", "expires_at", "expected"),
    [
        ([], [IP], NOW + DAY, None),
        ([], [IP], NOW - DAY, None),
        ([IP], [], None, TERM_END),
        ([IP, OTHER_IP], [OTHER_IP], None, None),
        ([IP], [OTHER_IP], None, None),
        ([], [], NOW + DAY, NOW + DAY),
    ],
)
def test_binding_ends_the_term_and_unbinding_the_last_starts_one(
    before: list[str], after: list[str], expires_at: datetime | None, expected: datetime | None
) -> None:
    """Rule 3."""
    assert end_after_change(before, after, expires_at, NOW) == expected


def test_binding_and_unbinding_can_be_asked_apart() -> None:
    assert end_after_bind([IP], NOW - DAY) is None
    assert end_after_bind([], NOW + DAY) == NOW + DAY
    assert end_after_unbind([IP], NOW) is None
    assert end_after_unbind([], NOW) == TERM_END


def test_renewing_a_bound_key_is_refused_as_unnecessary() -> None:
    """Rule 4."""
    assert may_renew([], "bot") == Allowed()
    assert may_renew([IP], "bot") == Refused(Reason.KEY_BOUND, {"key": "bot"})


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, Allowed()), (49, Allowed()), (50, Refused(Reason.KEYS_FULL, {"account": "main", "limit": 50}))],
)
def test_an_account_holds_50_keys(count: int, expected: object) -> None:
    """Rule 2."""
    assert may_add_key(count, "main") == expected


@pytest.mark.parametrize(
    ("expires_at", "expected"),
    [(None, False), (NOW, True), (NOW + timedelta(microseconds=1), False), (NOW - DAY, True)],
)
def test_a_key_has_ended_at_the_moment_of_its_end(expires_at: datetime | None, expected: bool) -> None:
    assert is_expired(expires_at, NOW) is expected


def test_a_new_key_is_live_after_15_minutes() -> None:
    """Rule 5."""
    assert live_after_create(NOW) == NOW + timedelta(minutes=15)


LATER = NOW + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("ips", "expires_at", "live_at", "state"),
    [
        ((), TERM_END, LATER, KeyState(Life.ACTIVATING, Ending.AT)),
        ((), TERM_END, NOW, KeyState(Life.LIVE, Ending.AT)),
        ((), TERM_END - timedelta(seconds=5), NOW, KeyState(Life.LIVE, Ending.AT)),
        ((), NOW + timedelta(seconds=1), NOW, KeyState(Life.LIVE, Ending.AT)),
        ((), NOW, NOW, KeyState(Life.EXPIRED, Ending.AT)),
        ((), NOW - DAY, LATER, KeyState(Life.EXPIRED, Ending.AT)),
        ((IP,), None, NOW, KeyState(Life.LIVE, Ending.NEVER)),
        ((IP,), None, LATER, KeyState(Life.ACTIVATING, Ending.NEVER)),
        ((), None, None, KeyState(Life.ACTIVATING, Ending.UNKNOWN)),
    ],
)
def test_a_key_is_shown_in_its_present_state(
    ips: tuple[str, ...], expires_at: datetime | None, live_at: datetime | None, state: KeyState
) -> None:
    assert key_state(key(ips=ips, expires_at=expires_at, live_at=live_at), NOW) == state


def test_a_key_is_live_only_when_its_exchange_said_so_if_only_the_exchange_knows() -> None:
    untold = key(live_at=None)
    assert key_state(untold, NOW + timedelta(minutes=14)).life is Life.ACTIVATING
    assert key_state(untold, NOW + timedelta(minutes=15)).life is Life.UNSEEN
    assert key_state(replace(untold, expires_at=NOW), NOW).life is Life.EXPIRED
    assert key_state(replace(untold, announced_live_at=NOW), NOW).life is Life.LIVE
