"""Approvals rise by themselves, never fall, and somebody stays to give them."""

import pytest

from bot.rules.approvers import Member, approvals_with, may_ask_for, may_weaken
from bot.rules.verdict import Allowed, Reason, Refused
from storage.records import Role, Standing
from tests.rules.facts import member


def enrolled(user_id: int, role: Role, standing: Standing = Standing.ACTIVE) -> Member:
    return Member(member(role, standing, user_id), is_enrolled=True)


OWNER = enrolled(1, Role.OWNER)
SECOND_OWNER = enrolled(2, Role.OWNER)
APPROVER = enrolled(3, Role.APPROVER)
OPERATOR = enrolled(4, Role.OPERATOR)
SUSPENDED = enrolled(5, Role.APPROVER, Standing.SUSPENDED)
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
    ("members", "user_id", "role", "expected"),
    [
        ([OWNER, APPROVER], 1, None, Refused(Reason.LAST_OWNER)),
        ([OWNER, APPROVER], 1, Role.APPROVER, Refused(Reason.LAST_OWNER)),
        ([OWNER, APPROVER], 1, Role.OWNER, Allowed()),
        ([OWNER, SECOND_OWNER], 1, None, Allowed()),
        ([OWNER, UNPROVEN], 1, None, Refused(Reason.LAST_APPROVER)),
        ([OWNER, UNPROVEN], 1, Role.APPROVER, Allowed()),
        ([UNPROVEN, APPROVER], 3, Role.OPERATOR, Refused(Reason.LAST_APPROVER)),
        ([OWNER, APPROVER], 3, None, Allowed()),
        ([OWNER, OPERATOR], 4, None, Allowed()),
        ([OWNER, SUSPENDED], 5, Role.VIEWER, Allowed()),
        ([OWNER], 99, None, Allowed()),
    ],
)
def test_the_last_owner_and_the_last_possible_approver_stay(
    members: list[Member], user_id: int, role: Role | None, expected: object
) -> None:
    assert may_weaken(members, user_id, role) == expected


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
