"""Approvals rise automatically, never fall, and enough approvers remain."""

import pytest

from bot.rules.approvers import (
    APPROVALS_LIMIT,
    Margin,
    Member,
    approvals_with,
    find_margin,
    may_ask_for,
    may_be_approved,
    may_weaken,
    read_approvals,
)
from bot.rules.verdict import Allowed, Reason, Refused
from storage.records import MembershipStatus, Role
from tests.rules.facts import member


def enrolled(user_id: int, role: Role, standing: MembershipStatus = MembershipStatus.ACTIVE) -> Member:
    return Member(member(role, standing, user_id), is_enrolled=True)


OWNER = enrolled(1, Role.OWNER)
SECOND_OWNER = enrolled(2, Role.OWNER)
APPROVER = enrolled(3, Role.APPROVER)
OPERATOR = enrolled(4, Role.OPERATOR)
SUSPENDED = enrolled(5, Role.APPROVER, MembershipStatus.SUSPENDED)
UNPROVEN = Member(member(Role.OWNER, user_id=6), is_enrolled=False)


@pytest.mark.parametrize(
    ("members", "before", "after"),
    [
        ([OWNER], 0, 0),
        ([OWNER, OPERATOR], 0, 0),
        ([OWNER, SUSPENDED], 0, 0),
        ([OWNER, UNPROVEN], 0, 0),
        ([OWNER, APPROVER], 0, 1),
        ([OWNER, APPROVER], 2, 2),
        ([OWNER], 1, 1),
    ],
)
def test_two_possible_approvers_raise_the_count_and_losing_them_never_lowers_it(
    members: list[Member], before: int, after: int
) -> None:
    assert approvals_with(members, before) == after


@pytest.mark.parametrize(
    ("members", "user_id", "role", "approvals", "expected"),
    [
        ([OWNER, APPROVER], 1, None, 0, Refused(Reason.LAST_OWNER)),
        ([OWNER, APPROVER], 1, Role.APPROVER, 0, Refused(Reason.LAST_OWNER)),
        ([OWNER, APPROVER], 1, Role.OWNER, 1, Allowed()),
        ([OWNER, SECOND_OWNER], 1, None, 0, Allowed()),
        ([OWNER, UNPROVEN], 1, None, 0, Refused(Reason.LAST_APPROVER)),
        ([OWNER, UNPROVEN], 1, Role.APPROVER, 0, Allowed()),
        ([UNPROVEN, APPROVER], 3, Role.OPERATOR, 0, Refused(Reason.LAST_APPROVER)),
        ([OWNER, APPROVER], 3, None, 0, Allowed()),
        ([OWNER, OPERATOR], 4, None, 1, Allowed()),
        ([OWNER, SUSPENDED], 5, Role.VIEWER, 1, Allowed()),
        ([OWNER], 99, None, 0, Allowed()),
    ],
)
def test_the_last_owner_and_the_last_possible_approver_stay(
    members: list[Member], user_id: int, role: Role | None, approvals: int, expected: object
) -> None:
    assert may_weaken(members, user_id, role, approvals) == expected


@pytest.mark.parametrize(
    ("members", "approvals", "is_allowed"),
    [
        ([OWNER, APPROVER], 0, True),
        ([OWNER, APPROVER], 1, False),
        ([OWNER, APPROVER, OPERATOR, SUSPENDED, UNPROVEN], 1, False),
        ([OWNER, APPROVER, SECOND_OWNER], 1, True),
        ([OWNER, APPROVER, SECOND_OWNER], 2, False),
        ([OWNER, APPROVER], 2, True),
    ],
)
@pytest.mark.parametrize("role", [None, Role.VIEWER, Role.OPERATOR])
def test_who_remains_can_approve_an_owners_change_unless_that_was_lost_before(
    members: list[Member], approvals: int, is_allowed: bool, role: Role | None
) -> None:
    verdict = may_weaken(members, APPROVER.membership.user_id, role, approvals)

    assert verdict == (Allowed() if is_allowed else Refused(Reason.LAST_APPROVER))


@pytest.mark.parametrize(
    ("members", "requester_id", "approvals", "possible"),
    [
        ([OWNER], 1, 0, None),
        ([OWNER], 1, 1, 0),
        ([OWNER, APPROVER], 1, 1, None),
        ([OWNER, APPROVER], 3, 1, None),
        ([OWNER, APPROVER, SUSPENDED, UNPROVEN], 1, 2, 1),
        ([OWNER, APPROVER, OPERATOR], 4, 2, None),
    ],
)
def test_a_change_is_asked_only_where_enough_others_can_approve_it(
    members: list[Member], requester_id: int, approvals: int, possible: int | None
) -> None:
    refused = Refused(Reason.NOBODY_APPROVES, {"approvals": approvals, "possible": possible})

    assert may_be_approved(members, requester_id, approvals) == (Allowed() if possible is None else refused)


@pytest.mark.parametrize(
    ("members", "approvals", "margin"),
    [
        ([OWNER], 0, Margin.ENOUGH),
        ([OWNER], 1, Margin.SHORT),
        ([OWNER, APPROVER], 1, Margin.TIGHT),
        ([OWNER, APPROVER, SECOND_OWNER], 1, Margin.ENOUGH),
        ([OWNER, SUSPENDED, UNPROVEN], 1, Margin.SHORT),
    ],
)
def test_a_team_is_warned_before_it_has_too_few_approvers(
    members: list[Member], approvals: int, margin: Margin
) -> None:
    assert find_margin(members, approvals) is margin


@pytest.mark.parametrize(
    ("members", "approvals", "is_possible"),
    [
        ([OWNER], 0, True),
        ([OWNER], 1, False),
        ([OWNER, APPROVER], 1, True),
        ([OWNER, APPROVER, OPERATOR, SUSPENDED, UNPROVEN], 2, False),
        ([OWNER, APPROVER, SECOND_OWNER], 2, True),
    ],
)
def test_a_team_asks_only_for_approvals_that_an_approvers_own_request_can_get(
    members: list[Member], approvals: int, is_possible: bool
) -> None:
    assert (may_ask_for(members, approvals) == Allowed()) is is_possible


@pytest.mark.parametrize("typed", ["two", "-1", str(APPROVALS_LIMIT + 1)])
def test_a_number_of_approvals_that_cannot_be_is_refused_with_the_limit(typed: str) -> None:
    assert read_approvals(typed) == Refused(Reason.APPROVALS_BAD, {"typed": typed, "limit": APPROVALS_LIMIT})
