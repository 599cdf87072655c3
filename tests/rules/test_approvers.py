"""Approvals rise automatically and never fall, and only others can give them."""

import pytest

from bot.rules.approvers import (
    APPROVALS_LIMIT,
    Member,
    approvals_with,
    has_other_owner,
    may_be_approved,
    read_approvals,
)
from bot.rules.verdict import Allowed, Reason, Refused
from storage.records import MembershipStatus, Role
from tests.rules.facts import member


def enrolled(user_id: int, role: Role, standing: MembershipStatus = MembershipStatus.ACTIVE) -> Member:
    return Member(member(role, standing, user_id), is_enrolled=True)


OWNER = enrolled(1, Role.OWNER)
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


@pytest.mark.parametrize("typed", ["two", "-1", str(APPROVALS_LIMIT + 1)])
def test_a_number_of_approvals_that_cannot_be_is_refused_with_the_limit(typed: str) -> None:
    assert read_approvals(typed) == Refused(Reason.APPROVALS_BAD, {"typed": typed, "limit": APPROVALS_LIMIT})


@pytest.mark.parametrize(
    ("members", "user_ids", "has"),
    [
        ([OWNER], (1,), False),
        ([OWNER], (2,), True),
        ([OWNER, APPROVER, SUSPENDED, UNPROVEN], (1,), False),
        ([], (1,), False),
    ],
)
def test_another_owner_is_enrolled_and_active(members: list[Member], user_ids: tuple[int, ...], has: bool) -> None:
    assert has_other_owner(members, *user_ids) is has
