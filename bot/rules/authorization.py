"""Whether a person may ask, read or approve.

What a request would do is judged by the rule of its subject.
"""

from collections.abc import Set
from datetime import datetime, timedelta
from uuid import UUID

from bot.rules.limits import may_ask_limited, reaches
from bot.rules.policy import POLICY, Proofs, Rule
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Membership, MembershipStatus, Person, Role

MONEY_AGE = timedelta(hours=24)
"""Least age of a factor and an e-mail for money tickets, once a team has two enrolled people."""

_POWER = {role: power for power, role in enumerate(Role)}
_NO_MEMBER = {
    MembershipStatus.WAITING: Reason.NOT_ADMITTED_YET,
    MembershipStatus.SUSPENDED: Reason.SUSPENDED,
}


def has_power(role: Role, least: Role) -> bool:
    """Whether a role includes another role."""
    return _POWER[role] >= _POWER[least]


def may_read(membership: Membership | None) -> Verdict:
    """Check that a person may read the team. Any role may read."""
    if membership is None:
        return Refused(Reason.NOT_A_MEMBER)
    if membership.standing is not MembershipStatus.ACTIVE:
        return Refused(_NO_MEMBER[membership.standing])
    return Allowed()


def may_ask(action: Action, membership: Membership | None, *, is_enrolled: bool) -> Verdict:
    """Check that a person may ask for a change.

    Returns the first refusal, in the order policy, membership, role, factor.
    """
    verdict = may_ask_by(POLICY.get(action), membership, is_enrolled=is_enrolled)
    return verdict if isinstance(verdict, Refused) else may_ask_limited(action, membership)


def has_role_for(action: Action, membership: Membership | None) -> bool:
    """Whether a person's role lets them ask for a change, with or without an authenticator."""
    return may_ask(action, membership, is_enrolled=True) == Allowed()


def may_ask_by(rule: Rule | None, membership: Membership | None, *, is_enrolled: bool) -> Verdict:
    """Check that a row of the policy lets a person ask. Without a row it is refused."""
    if rule is None:
        return Refused(Reason.NO_SUCH_POLICY)
    refused = None if rule.least is None else _refuse_role(membership, rule.least)
    if refused is not None:
        return refused
    if not is_enrolled and rule.usual is not Proofs.NONE:
        return Refused(Reason.NOT_ENROLLED)
    return Allowed()


def may_approve(
    membership: Membership | None, person: Person, *, requester_id: int, accounts: Set[UUID], now: datetime
) -> Verdict:
    """Check that a person may approve another person's request about these accounts.

    A team with approvals has two enrolled people, so the approver's factor must be as old as money asks.
    """
    refused = _refuse_role(membership, Role.APPROVER)
    if refused is not None:
        return refused
    if not reaches(membership, accounts):
        return Refused(Reason.LIMITED)
    if person.user_id == requester_id:
        return Refused(Reason.OWN_TICKET)
    if person.enrolled_at is None:
        return Refused(Reason.NOT_ENROLLED)
    if now < person.enrolled_at + MONEY_AGE:
        return Refused(Reason.FACTOR_TOO_YOUNG, {"until": person.enrolled_at + MONEY_AGE})
    return Allowed()


def may_stop(membership: Membership | None, user_id: int, *, requester_id: int, accounts: Set[UUID]) -> Verdict:
    """Check that a person may stop a request about these accounts. Its requester, approvers and owners may."""
    if membership is not None and membership.standing is MembershipStatus.SUSPENDED:
        return Refused(Reason.SUSPENDED)
    if user_id == requester_id or (_refuse_role(membership, Role.APPROVER) is None and reaches(membership, accounts)):
        return Allowed()
    return Refused(Reason.MAY_NOT_CANCEL)


def may_prove_money(person: Person, *, enrolled_people: int, now: datetime) -> Verdict:
    """Check that a person's factor and e-mail are old enough for a money ticket.

    `enrolled_people` counts the team's active, enrolled members, the person included.
    """
    if person.enrolled_at is None:
        return Refused(Reason.NOT_ENROLLED)
    if person.email is None or person.email_verified_at is None:
        return Refused(Reason.NO_EMAIL)
    if enrolled_people < 2:
        return Allowed()
    if now < person.enrolled_at + MONEY_AGE:
        return Refused(Reason.FACTOR_TOO_YOUNG, {"until": person.enrolled_at + MONEY_AGE})
    if now < person.email_verified_at + MONEY_AGE:
        return Refused(Reason.EMAIL_TOO_YOUNG, {"until": person.email_verified_at + MONEY_AGE})
    return Allowed()


def _refuse_role(membership: Membership | None, least: Role) -> Refused | None:
    readable = may_read(membership)
    if isinstance(readable, Refused):
        return readable
    if membership is not None and not has_power(membership.role, least):
        return Refused(Reason.ROLE_TOO_LOW, {"needed": least.value, "has": membership.role.value})
    return None
