"""How many approvals a team asks for, and which members must remain so that they can be given."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.rules.authorization import has_power
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Membership, MembershipStatus, Role

APPROVALS_LIMIT = 9
"""Highest number of approvals that a team may ask for."""


class Margin(StrEnum):
    """How many approvers a team has beyond the number that an owner's own request needs."""

    ENOUGH = "enough"
    TIGHT = "tight"
    """No spare approver: if one leaves, a request cannot be approved."""
    SHORT = "short"
    """Too few already."""


@dataclass(frozen=True, slots=True)
class Member:
    """A membership, and whether its person has a second factor."""

    membership: Membership
    is_enrolled: bool

    @property
    def could_approve(self) -> bool:
        """Whether this member could approve another person's request."""
        return (
            self.membership.standing is MembershipStatus.ACTIVE
            and has_power(self.membership.role, Role.APPROVER)
            and self.is_enrolled
        )


def approvals_with(members: Sequence[Member], approvals: int) -> int:
    """Number of approvals from now on. The first two possible approvers raise zero to one."""
    possible = sum(member.could_approve for member in members)
    return max(approvals, 1) if possible >= 2 else approvals


def read_approvals(typed: str) -> int | Refused:
    """Read a typed number of approvals."""
    if typed.isascii() and typed.isdecimal() and int(typed) <= APPROVALS_LIMIT:
        return int(typed)
    return Refused(Reason.APPROVALS_BAD, {"typed": typed[:20], "limit": APPROVALS_LIMIT})


def may_ask_for(members: Sequence[Member], approvals: int) -> Verdict:
    """Check that a team can ask for so many approvals: an approver's own request needs as many others."""
    possible = sum(member.could_approve for member in members)
    if count_short(members, approvals):
        args = {"approvals": approvals, "needed": approvals + 1, "possible": possible}
        return Refused(Reason.APPROVERS_TOO_FEW, args)
    return Allowed()


def count_short(members: Sequence[Member], approvals: int) -> int:
    """Number of approvers missing for an owner's own request, which only others approve. 0: none."""
    possible = sum(member.could_approve for member in members)
    return max(0, approvals + 1 - possible) if approvals else 0


def find_margin(members: Sequence[Member], approvals: int) -> Margin:
    """Whether approvers can be lost, or are missing already."""
    if approvals == 0:
        return Margin.ENOUGH
    if count_short(members, approvals):
        return Margin.SHORT
    possible = sum(member.could_approve for member in members)
    return Margin.TIGHT if possible == approvals + 1 else Margin.ENOUGH


def may_weaken(members: Sequence[Member], user_id: int, role: Role | None, approvals: int) -> Verdict:
    """Check that the team can go on after a member gets `role`, or is suspended (`role` None).

    `approvals` is how many the team asks for. If too few approvers are left already, the change is allowed.
    """
    before = [member for member in members if member.membership.user_id == user_id]
    others = [member for member in members if member.membership.user_id != user_id]
    lost_owner = role is not Role.OWNER and any(member.membership.is_owner for member in before)
    if lost_owner and not any(member.membership.is_owner for member in others):
        return Refused(Reason.LAST_OWNER)
    keeps_approving = role is not None and has_power(role, Role.APPROVER)
    lost_approver = not keeps_approving and any(member.could_approve for member in before)
    if not lost_approver:
        return Allowed()
    left = sum(member.could_approve for member in others)
    if left == 0 or (count_short(others, approvals) and not count_short(members, approvals)):
        return Refused(Reason.LAST_APPROVER)
    return Allowed()


def may_be_approved(members: Sequence[Member], requester_id: int, approvals: int) -> Verdict:
    """Check that enough others can approve a person's change, now or once their factors are old enough."""
    others = sum(member.could_approve and member.membership.user_id != requester_id for member in members)
    if others < approvals:
        return Refused(Reason.NOBODY_APPROVES, {"approvals": approvals, "possible": others})
    return Allowed()
