"""A change of people or policy never takes from a team what it can do."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.rules.approvers import Member
from bot.rules.lockout import (
    NEEDS_EMAIL,
    WAYS,
    Situation,
    ease,
    list_delayed,
    list_impossible,
    list_pillars,
    may_change,
    may_reset,
    may_suspend,
    name_ability,
    say_delayed,
)
from bot.rules.policy import POLICY, Proofs
from bot.rules.ticket_path import Needed
from bot.rules.verdict import Allowed, Reason, Refused
from storage.records import Action, MembershipStatus, Role
from tests.rules.facts import NOW, member

EVERYTHING = sorted({name_ability(way) for way in WAYS})
OF_OWNERS = ["member-money", "account-money", "policy-money"]
OF_OWNERS_ALONE = ["member-money", "member", "alerts", "account-money", "account", "policy-money", "policy", "ticket"]
OF_ALL_MONEY = ["key-money", "whitelist-money", *OF_OWNERS]


def enrolled(user_id: int, role: Role, standing: MembershipStatus = MembershipStatus.ACTIVE) -> Member:
    return Member(member(role, standing, user_id), is_enrolled=True)


OWNER = enrolled(1, Role.OWNER)
SECOND_OWNER = enrolled(2, Role.OWNER)
APPROVER = enrolled(3, Role.APPROVER)
OPERATOR = enrolled(4, Role.OPERATOR)
SUSPENDED = enrolled(5, Role.APPROVER, MembershipStatus.SUSPENDED)
WAITING = enrolled(8, Role.OWNER, MembershipStatus.WAITING)
UNPROVEN = Member(member(Role.OWNER, user_id=6), is_enrolled=False)
VIEWER = enrolled(7, Role.VIEWER)


@pytest.mark.parametrize(
    ("members", "approvals", "impossible"),
    [
        ([OWNER], 0, []),
        ([OWNER], 1, OF_ALL_MONEY),
        ([OWNER, OPERATOR], 1, OF_OWNERS),
        ([OWNER, APPROVER], 1, []),
        ([OWNER, APPROVER], 2, OF_ALL_MONEY),
        ([OWNER, APPROVER, OPERATOR], 2, OF_OWNERS),
        ([OWNER, APPROVER, SECOND_OWNER], 2, []),
        ([OWNER, SUSPENDED, UNPROVEN, WAITING], 1, OF_ALL_MONEY),
        ([APPROVER], 0, OF_OWNERS_ALONE),
        ([UNPROVEN], 0, [name for name in EVERYTHING if name != "person"]),
        ([VIEWER], 0, [name for name in EVERYTHING if name != "person"]),
        ([], 0, EVERYTHING),
    ],
)
def test_what_is_possible_needs_one_who_asks_and_others_who_approve(
    members: list[Member], approvals: int, impossible: list[str]
) -> None:
    found = list_impossible(Situation(members, approvals))

    assert sorted(set(found) - {"person"}) == sorted(set(impossible) - {"person"})


@pytest.mark.parametrize(
    ("members", "user_id", "role", "approvals", "reason"),
    [
        ([OWNER, APPROVER], 1, None, 0, Reason.LAST_OWNER),
        ([OWNER, APPROVER], 1, Role.APPROVER, 0, Reason.LAST_OWNER),
        ([OWNER, APPROVER], 1, Role.OWNER, 1, None),
        ([OWNER, SECOND_OWNER], 1, None, 0, None),
        ([OWNER, SECOND_OWNER], 1, None, 1, Reason.LAST_APPROVER),
        ([OWNER, UNPROVEN], 1, None, 0, Reason.LAST_OWNER),
        ([OWNER, UNPROVEN], 1, Role.APPROVER, 0, Reason.LAST_OWNER),
        ([UNPROVEN], 6, None, 0, Reason.LAST_OWNER),
        ([UNPROVEN, APPROVER], 3, Role.OPERATOR, 0, None),
        ([UNPROVEN, APPROVER], 3, Role.VIEWER, 0, Reason.LAST_OWNER),
        ([OWNER, APPROVER], 3, None, 0, None),
        ([OWNER, APPROVER], 3, None, 1, Reason.LAST_APPROVER),
        ([OWNER, APPROVER], 3, Role.VIEWER, 1, Reason.LAST_APPROVER),
        ([OWNER, APPROVER, OPERATOR, SUSPENDED, UNPROVEN, WAITING], 3, Role.OPERATOR, 1, Reason.LAST_APPROVER),
        ([OWNER, APPROVER, SECOND_OWNER], 3, None, 1, None),
        ([OWNER, APPROVER, SECOND_OWNER], 3, None, 2, Reason.LAST_APPROVER),
        ([OWNER, APPROVER], 3, None, 2, None),
        ([OWNER, OPERATOR], 4, None, 1, Reason.LAST_APPROVER),
        ([OWNER, APPROVER, OPERATOR], 4, None, 1, None),
        ([OWNER, SUSPENDED], 5, Role.VIEWER, 1, None),
        ([OWNER], 99, None, 0, None),
    ],
)
def test_a_change_of_people_that_takes_a_possibility_away_is_refused(
    members: list[Member], user_id: int, role: Role | None, approvals: int, reason: Reason | None
) -> None:
    before = Situation(members, approvals)
    found = next((one.membership for one in members if one.membership.user_id == user_id), None)

    verdict = may_change(before, before.with_role(found, role) if role and found else before.without(user_id))

    assert (verdict.reason if isinstance(verdict, Refused) else None) is reason


@pytest.mark.parametrize(
    ("members", "before", "after", "is_allowed"),
    [
        ([OWNER], 0, 1, False),
        ([OWNER, APPROVER], 0, 1, True),
        ([OWNER, APPROVER, OPERATOR, SUSPENDED, UNPROVEN], 1, 2, False),
        ([OWNER, APPROVER, SECOND_OWNER], 1, 2, True),
        ([OWNER, APPROVER], 3, 2, True),
        ([OWNER], 1, 0, True),
    ],
)
def test_a_policy_that_no_one_can_keep_is_refused_and_lowering_it_never_is(
    members: list[Member], before: int, after: int, is_allowed: bool
) -> None:
    situation = Situation(members, before)

    assert (may_change(situation, replace(situation, approvals=after)) == Allowed()) is is_allowed


@pytest.mark.parametrize(
    ("members", "rows", "impossible"),
    [
        ([OWNER, APPROVER], {"whitelist:add:money": 2}, ["whitelist-money"]),
        ([OWNER, APPROVER, SECOND_OWNER], {"whitelist:add:money": 2}, []),
        ([OWNER], {"whitelist:add:money": 0}, ["key-money", *OF_OWNERS]),
        ([OWNER, APPROVER], {"key:renew": 9}, []),
    ],
)
def test_a_row_with_its_own_number_is_judged_by_it(
    members: list[Member], rows: dict[str, int], impossible: list[str]
) -> None:
    assert sorted(list_impossible(Situation(members, 1, rows))) == sorted(impossible)


@pytest.mark.parametrize(
    ("members", "approvals", "pillars", "lost"),
    [
        ([OWNER], 0, [], []),
        ([OWNER, SUSPENDED], 1, [], []),
        ([OWNER, SECOND_OWNER], 0, [], []),
        ([OWNER, SECOND_OWNER], 1, [1, 2], OF_ALL_MONEY),
        ([OWNER, SECOND_OWNER, APPROVER], 1, [], []),
        ([OWNER, APPROVER, OPERATOR], 0, [1], OF_OWNERS_ALONE),
    ],
)
def test_who_cannot_be_spared_is_known_before_they_leave(
    members: list[Member], approvals: int, pillars: list[int], lost: list[str]
) -> None:
    found, names = list_pillars(Situation(members, approvals))

    assert found == pillars
    assert sorted(names) == sorted(lost)


def test_every_row_of_the_policy_is_judged() -> None:
    assert {action for action, _ in WAYS} == set(POLICY) == set(Action)


@pytest.mark.parametrize(
    ("members", "user_id", "is_allowed"),
    [
        ([OWNER, APPROVER], 3, True),
        ([OWNER, SECOND_OWNER], 2, True),
        ([OWNER, APPROVER], 1, False),
        ([OWNER, UNPROVEN], 1, False),
        ([UNPROVEN], 6, False),
    ],
)
def test_a_suspension_is_possible_as_long_as_an_owner_can_find_a_way_back(
    members: list[Member], user_id: int, is_allowed: bool
) -> None:
    assert (may_suspend(Situation(members, 1), user_id) == Allowed()) is is_allowed


@pytest.mark.parametrize(
    ("members", "user_id", "is_allowed"),
    [
        ([OWNER, APPROVER], 3, True),
        ([OWNER, SECOND_OWNER], 2, True),
        ([OWNER, APPROVER], 1, False),
        ([OWNER, UNPROVEN], 6, True),
    ],
)
def test_a_factor_is_removed_as_long_as_an_owner_keeps_one(
    members: list[Member], user_id: int, is_allowed: bool
) -> None:
    assert (may_reset(Situation(members, 1), user_id) == Allowed()) is is_allowed


@pytest.mark.parametrize(
    ("members", "approvals", "action", "eased"),
    [
        ([OWNER], 1, Action.MEMBER_ROLE, Needed(Proofs.MONEY, 0, 24)),
        ([OWNER], 2, Action.POLICY_APPROVALS, Needed(Proofs.MONEY, 0, 24)),
        ([OWNER, APPROVER], 2, Action.MEMBER_INVITE, Needed(Proofs.MONEY, 1, 24)),
        ([OWNER, APPROVER], 1, Action.MEMBER_ROLE, None),
        ([OWNER, SUSPENDED, UNPROVEN], 1, Action.MEMBER_ADMIT, Needed(Proofs.MONEY, 0, 24)),
        ([OWNER], 1, Action.MEMBER_RESET, Needed(Proofs.MONEY, 0, 24)),
        ([OWNER], 0, Action.MEMBER_ROLE, None),
        ([OWNER], 1, Action.KEY_CREATE, None),
        ([OWNER], 1, Action.WHITELIST_ADD, None),
        ([OWNER], 1, Action.ACCOUNT_CONNECT, None),
    ],
)
def test_only_a_way_back_waits_in_place_of_approvals_that_no_one_can_give(
    members: list[Member], approvals: int, action: Action, eased: Needed | None
) -> None:
    needed = Needed(Proofs.MONEY, approvals)

    assert ease(needed, action, Situation(members, approvals), 1) == (eased or needed)


def young(one: Member, moment: datetime) -> Member:
    """A member whose factor is old enough from then on."""
    return replace(one, approves_from=moment, asks_from=moment)


SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(hours=2)


@pytest.mark.parametrize(
    ("members", "approvals", "delayed"),
    [
        ([OWNER, young(APPROVER, SOON)], 1, dict.fromkeys(OF_ALL_MONEY, SOON)),
        ([OWNER, young(APPROVER, SOON)], 0, {}),
        ([OWNER, APPROVER, young(SECOND_OWNER, LATER)], 1, {}),
        (
            [OWNER, young(APPROVER, SOON), young(SECOND_OWNER, LATER)],
            2,
            dict.fromkeys(OF_ALL_MONEY, LATER),
        ),
        ([replace(OWNER, asks_from=SOON)], 0, {}),
        ([replace(OWNER, asks_from=SOON), OPERATOR], 0, dict.fromkeys(OF_OWNERS, SOON)),
        ([replace(OWNER, asks_from=SOON), replace(OPERATOR, has_email=False)], 0, dict.fromkeys(OF_ALL_MONEY, SOON)),
        ([OWNER], 1, {}),
        ([replace(OWNER, has_email=False)], 0, dict.fromkeys(OF_ALL_MONEY, NEEDS_EMAIL)),
        ([replace(OWNER, has_email=False), OPERATOR], 0, dict.fromkeys(OF_OWNERS, NEEDS_EMAIL)),
        ([replace(OWNER, has_email=False), young(SECOND_OWNER, SOON)], 0, dict.fromkeys(OF_ALL_MONEY, SOON)),
        ([replace(OWNER, has_email=False)], 1, {}),
    ],
)
def test_what_only_waits_for_a_factor_or_an_e_mail_is_possible_from_then_on(
    members: list[Member], approvals: int, delayed: dict[str, datetime]
) -> None:
    assert list_delayed(Situation(members, approvals)) == delayed


def test_only_what_a_change_delays_is_said() -> None:
    before, after = {"key-money": SOON, "policy-money": LATER}, {"key-money": LATER, "policy-money": LATER}

    lines = say_delayed(after, before)
    assert [one.args["at"] for one in lines] == [LATER]


def test_without_an_e_mail_no_moment_is_said() -> None:
    assert [one.args["at"] for one in say_delayed({"key-money": NEEDS_EMAIL}, {"key-money": SOON})] == [None]
