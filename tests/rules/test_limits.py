"""What a member may read, ask for and approve who is limited to some accounts."""

from collections.abc import Set
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from bot.rules.approvers import Member, approvals_with
from bot.rules.authorization import may_approve, may_ask, may_stop
from bot.rules.limits import is_widened, may_know_request, reaches
from bot.rules.lockout import Situation, list_impossible, may_change
from bot.rules.verdict import Allowed, Reason, Refused
from storage.records import Action, Role
from tests.rules.facts import NOW, member, person
from tests.storage.examples import ticket as a_ticket

A, B, C = (UUID(int=number) for number in (1, 2, 3))
LIMITED = replace(member(Role.APPROVER), accounts=frozenset({A, B}))


@pytest.mark.parametrize(
    ("accounts", "does"), [({A}, True), ({A, B}, True), ({A, C}, False), ({C}, False), (set(), False)]
)
def test_limits_reach_requests_about_their_accounts_only(accounts: set[UUID], does: bool) -> None:
    assert reaches(LIMITED, accounts) is does
    assert reaches(member(Role.APPROVER), accounts)
    approver = person(enrolled_at=NOW - timedelta(days=2))
    verdict = may_approve(LIMITED, approver, requester_id=8, accounts=accounts, now=NOW)
    assert verdict == (Allowed() if does else Refused(Reason.LIMITED))
    stopped = may_stop(LIMITED, LIMITED.user_id, requester_id=8, accounts=accounts)
    assert stopped == (Allowed() if does else Refused(Reason.MAY_NOT_CANCEL))
    assert may_stop(LIMITED, 8, requester_id=8, accounts=accounts) == Allowed(), "their own they may always stop"


@pytest.mark.parametrize("action", [Action.KEY_TRACK, Action.AUDIT_EXPORT, Action.ALERTS_DIGEST, Action.ALERTS_QUIET])
def test_what_concerns_every_account_is_not_asked_with_limits(action: Action) -> None:
    assert may_ask(action, LIMITED, is_enrolled=True) == Refused(Reason.LIMITED)
    assert may_ask(action, member(Role.APPROVER), is_enrolled=True) == Allowed()
    assert may_ask(Action.KEY_RENEW, LIMITED, is_enrolled=True) == Allowed()


@pytest.mark.parametrize(
    ("action", "accounts", "does"),
    [
        (Action.KEY_RENEW, {A}, True),
        (Action.KEY_RENEW, {A, C}, False),
        (Action.KEY_RENEW, set(), False),
        (Action.MEMBER_ROLE, set(), True),
        (Action.ACCOUNT_CONNECT, {C}, False),
    ],
)
def test_requests_about_other_accounts_are_unknown(action: Action, accounts: set[UUID], does: bool) -> None:
    ticket = replace(a_ticket(1), action=action, accounts=frozenset(accounts))
    assert may_know_request(LIMITED, ticket) is does
    assert may_know_request(replace(LIMITED, user_id=ticket.user_id), ticket)


@pytest.mark.parametrize(
    ("before", "after", "does"), [(None, {A}, True), ({A}, None, True), ({A}, {A, C}, False), ({C}, {A}, False)]
)
def test_a_change_of_limits_names_no_account_that_the_reader_may_not_know(
    before: Set[UUID] | None, after: Set[UUID] | None, does: bool
) -> None:
    payload = {"before": before and [one.hex for one in before], "limits": after and [one.hex for one in after]}
    ticket = replace(a_ticket(1), action=Action.MEMBER_LIMIT, payload=payload, accounts=frozenset())
    assert may_know_request(LIMITED, ticket) is does
    assert may_know_request(replace(LIMITED, accounts=None), ticket)
    assert may_know_request(replace(LIMITED, user_id=ticket.user_id), ticket)


@pytest.mark.parametrize(
    ("before", "after", "is_wider"),
    [(None, {A}, False), ({A}, None, True), ({A}, {A, B}, True), ({A, B}, {A}, False), ({A}, {B}, True)],
)
def test_another_account_widens(before: Set[UUID] | None, after: Set[UUID] | None, is_wider: bool) -> None:
    assert is_widened(before, after) is is_wider


def test_who_is_limited_does_not_count_where_somebody_must_be_able_to_act() -> None:
    owner = Member(member(Role.OWNER, user_id=1), is_enrolled=True)
    free, limited = member(Role.APPROVER, user_id=2), replace(member(Role.APPROVER, user_id=2), accounts=frozenset({A}))
    assert approvals_with([owner, Member(free, is_enrolled=True)], 0) == 1
    assert approvals_with([owner, Member(limited, is_enrolled=True)], 0) == 0
    before = Situation([owner, Member(free, is_enrolled=True)], 1)
    assert list_impossible(before) == []
    assert isinstance(may_change(before, before.with_changed(limited)), Refused), "no one could approve the owner's"
