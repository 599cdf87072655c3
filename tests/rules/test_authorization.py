"""Who may ask, read and approve, and the order of refusals."""

from datetime import timedelta

import pytest

from bot.rules.authorization import has_power, has_role_for, may_approve, may_ask, may_ask_by, may_prove_money, may_read
from bot.rules.verdict import Allowed, Reason, Refused
from storage.records import Action, Membership, MembershipStatus, Role
from tests.rules.facts import NOW, member, person

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("least", Role)
@pytest.mark.parametrize("role", Role)
def test_each_role_includes_the_former(role: Role, least: Role) -> None:
    order = [Role.VIEWER, Role.OPERATOR, Role.APPROVER, Role.OWNER]
    assert has_power(role, least) == (order.index(role) >= order.index(least))


@pytest.mark.parametrize(
    ("membership", "is_enrolled", "reason"),
    [
        (None, False, Reason.NOT_A_MEMBER),
        (member(Role.VIEWER, MembershipStatus.WAITING), False, Reason.NOT_ADMITTED_YET),
        (member(Role.VIEWER, MembershipStatus.SUSPENDED), False, Reason.SUSPENDED),
        (member(Role.VIEWER), False, Reason.ROLE_TOO_LOW),
        (member(Role.OPERATOR), False, Reason.NOT_ENROLLED),
        (member(Role.OPERATOR), True, None),
        (member(Role.OWNER), True, None),
    ],
)
def test_the_first_refusal_is_returned(membership: Membership | None, is_enrolled: bool, reason: Reason | None) -> None:
    answer = may_ask(Action.KEY_RENEW, membership, is_enrolled=is_enrolled)
    assert (answer.reason if isinstance(answer, Refused) else None) is reason


def test_a_low_role_is_refused_with_the_needed_one() -> None:
    answer = may_ask(Action.MEMBER_ROLE, member(Role.APPROVER), is_enrolled=True)
    assert answer == Refused(Reason.ROLE_TOO_LOW, {"needed": "owner", "has": "approver"})


def test_an_action_without_a_row_is_refused_even_to_an_owner() -> None:
    assert may_ask_by(None, member(Role.OWNER), is_enrolled=True) == Refused(Reason.NO_SUCH_POLICY)


def test_a_role_counts_also_without_an_authenticator() -> None:
    assert has_role_for(Action.WHITELIST_ADD, member(Role.OPERATOR))
    assert not has_role_for(Action.WHITELIST_ADD, member(Role.VIEWER))
    assert not has_role_for(Action.WHITELIST_ADD, None)


def test_suspending_needs_the_role_only() -> None:
    assert may_ask(Action.MEMBER_SUSPEND, member(Role.OWNER), is_enrolled=False) == Allowed()


@pytest.mark.parametrize(("is_enrolled", "expected"), [(True, Allowed()), (False, Refused(Reason.NOT_ENROLLED))])
def test_an_own_email_needs_a_factor_and_no_team(is_enrolled: bool, expected: object) -> None:
    assert may_ask(Action.PERSON_EMAIL, None, is_enrolled=is_enrolled) == expected


@pytest.mark.parametrize(
    ("membership", "expected"),
    [
        (None, Refused(Reason.NOT_A_MEMBER)),
        (member(Role.OWNER, MembershipStatus.WAITING), Refused(Reason.NOT_ADMITTED_YET)),
        (member(Role.OWNER, MembershipStatus.SUSPENDED), Refused(Reason.SUSPENDED)),
        (member(Role.VIEWER), Allowed()),
    ],
)
def test_reading_needs_an_active_membership_only(membership: Membership | None, expected: object) -> None:
    assert may_read(membership) == expected


@pytest.mark.parametrize(
    ("membership", "requester_id", "factor_age", "reason"),
    [
        (None, 8, 24 * HOUR, Reason.NOT_A_MEMBER),
        (member(Role.OPERATOR), 8, 24 * HOUR, Reason.ROLE_TOO_LOW),
        (member(Role.OWNER), 7, 24 * HOUR, Reason.OWN_TICKET),
        (member(Role.APPROVER), 8, None, Reason.NOT_ENROLLED),
        (member(Role.APPROVER), 8, 23 * HOUR, Reason.FACTOR_TOO_YOUNG),
        (member(Role.APPROVER), 8, 24 * HOUR, None),
    ],
)
def test_another_person_with_an_old_factor_approves(
    membership: Membership | None, requester_id: int, factor_age: timedelta | None, reason: Reason | None
) -> None:
    approver = person(enrolled_at=NOW - factor_age if factor_age else None)
    answer = may_approve(membership, approver, requester_id=requester_id, accounts=frozenset(), now=NOW)
    assert (answer.reason if isinstance(answer, Refused) else None) is reason


def test_an_approver_with_a_young_factor_is_refused_with_the_time_from_which_it_counts() -> None:
    approver = person(enrolled_at=NOW - HOUR)
    answer = may_approve(member(Role.APPROVER), approver, requester_id=8, accounts=frozenset(), now=NOW)
    assert answer == Refused(Reason.FACTOR_TOO_YOUNG, {"until": NOW + 23 * HOUR})


def test_an_email_that_was_never_verified_moves_no_money() -> None:
    asker = person(enrolled_at=NOW - 24 * HOUR, email="olga@desk.example", email_verified_at=None)
    assert may_prove_money(asker, enrolled_people=2, now=NOW) == Refused(Reason.NO_EMAIL)


@pytest.mark.parametrize(
    ("factor_age", "email_age", "people", "expected"),
    [
        (None, None, 1, Refused(Reason.NOT_ENROLLED)),
        (HOUR, None, 1, Refused(Reason.NO_EMAIL)),
        (HOUR, HOUR, 1, Allowed()),
        (HOUR, HOUR, 2, Refused(Reason.FACTOR_TOO_YOUNG, {"until": NOW + 23 * HOUR})),
        (24 * HOUR, 2 * HOUR, 2, Refused(Reason.EMAIL_TOO_YOUNG, {"until": NOW + 22 * HOUR})),
        (24 * HOUR, 24 * HOUR, 2, Allowed()),
    ],
)
def test_young_proofs_move_no_money_once_two_are_enrolled(
    factor_age: timedelta | None, email_age: timedelta | None, people: int, expected: object
) -> None:
    asker = person(
        enrolled_at=NOW - factor_age if factor_age else None,
        email="olga@desk.example" if email_age else None,
        email_verified_at=NOW - email_age if email_age else None,
    )
    assert may_prove_money(asker, enrolled_people=people, now=NOW) == expected
