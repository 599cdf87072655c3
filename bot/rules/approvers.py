"""How many approvals a team asks for, and who must stay so that they can be given.

It must not know tickets.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.authorization import has_power
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Membership, Role, Standing

APPROVALS_LIMIT = 9
"""More people than that never look at one change."""


@dataclass(frozen=True, slots=True)
class Member:
    """A membership, and whether its person has a second factor."""

    membership: Membership
    is_enrolled: bool

    @property
    def is_active_owner(self) -> bool:
        """Whether this is an owner who counts."""
        return self.membership.standing is Standing.ACTIVE and self.membership.role is Role.OWNER

    @property
    def could_approve(self) -> bool:
        """Whether this member could be somebody's second pair of eyes."""
        return (
            self.membership.standing is Standing.ACTIVE
            and has_power(self.membership.role, Role.APPROVER)
            and self.is_enrolled
        )


def approvals_with(members: Sequence[Member], approvals: int) -> int:
    """How many approvals the team asks for from now on: the first two possible approvers raise none to one."""
    possible = sum(member.could_approve for member in members)
    return max(approvals, 1) if possible >= 2 else approvals


def read_approvals(typed: str) -> int | Refused:
    """A number of approvals as somebody typed it."""
    if typed.isascii() and typed.isdecimal() and int(typed) <= APPROVALS_LIMIT:
        return int(typed)
    return Refused(Reason.APPROVALS_BAD, {"typed": typed[:20], "limit": APPROVALS_LIMIT})


def may_ask_for(members: Sequence[Member], approvals: int) -> Verdict:
    """Whether a team can ask for so many approvals: an approver's own request needs as many others."""
    possible = sum(member.could_approve for member in members)
    if approvals and possible <= approvals:
        args = {"approvals": approvals, "needed": approvals + 1, "possible": possible}
        return Refused(Reason.APPROVERS_TOO_FEW, args)
    return Allowed()


def may_weaken(members: Sequence[Member], user_id: int, role: Role | None) -> Verdict:
    """Whether a member may be given a role, or be suspended (`role` None), without leaving the team headless."""
    before = [member for member in members if member.membership.user_id == user_id]
    others = [member for member in members if member.membership.user_id != user_id]
    lost_owner = role is not Role.OWNER and any(member.is_active_owner for member in before)
    if lost_owner and not any(member.is_active_owner for member in others):
        return Refused(Reason.LAST_OWNER)
    keeps_approving = role is not None and has_power(role, Role.APPROVER)
    lost_approver = not keeps_approving and any(member.could_approve for member in before)
    if lost_approver and not any(member.could_approve for member in others):
        return Refused(Reason.LAST_APPROVER)
    return Allowed()
