"""How many approvals a team asks for, and who could give them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.rules.authorization import MONEY_AGE, has_power
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Membership, MembershipStatus, Person, Role

APPROVALS_LIMIT = 9
"""Highest number of approvals that a team may ask for."""


@dataclass(frozen=True, slots=True)
class Member:
    """A membership, and whether its person has a second factor."""

    membership: Membership
    is_enrolled: bool
    approves_from: datetime | None = None
    """When the factor is old enough to approve. None: it is."""
    asks_from: datetime | None = None
    """When factor and e-mail are old enough for an own request about money. None: they are."""
    has_email: bool = True

    @property
    def could_approve(self) -> bool:
        """Whether this member could approve another person's request, whatever account it is about."""
        return (
            self.membership.standing is MembershipStatus.ACTIVE
            and has_power(self.membership.role, Role.APPROVER)
            and self.membership.accounts is None
            and self.is_enrolled
        )


def member_at(membership: Membership, person: Person, now: datetime) -> Member:
    """Return the member with what its factor and e-mail can prove from when on."""
    enrolled, verified = person.enrolled_at, person.email_verified_at
    old_enough = [since + MONEY_AGE for since in (enrolled, verified) if since is not None]
    approves_from = None if enrolled is None else enrolled + MONEY_AGE
    asks_from = max(old_enough, default=now)
    return Member(
        membership,
        is_enrolled=enrolled is not None,
        approves_from=approves_from if approves_from is not None and approves_from > now else None,
        asks_from=asks_from if asks_from > now else None,
        has_email=person.email is not None and verified is not None,
    )


def approvals_with(members: Sequence[Member], approvals: int) -> int:
    """Number of approvals from now on. The first two possible approvers raise zero to one."""
    possible = sum(member.could_approve for member in members)
    return max(approvals, 1) if possible >= 2 else approvals


def has_other_owner(members: Sequence[Member], *user_ids: int) -> bool:
    """Whether an owner besides these people could ask for changes."""
    owners = [one.membership.user_id for one in members if one.membership.is_owner and one.is_enrolled]
    return not set(owners) <= set(user_ids)


def read_approvals(typed: str) -> int | Refused:
    """Read a typed number of approvals."""
    if typed.isascii() and typed.isdecimal() and int(typed) <= APPROVALS_LIMIT:
        return int(typed)
    return Refused(Reason.APPROVALS_BAD, {"typed": typed[:20], "limit": APPROVALS_LIMIT})


def may_be_approved(members: Sequence[Member], requester_id: int, approvals: int) -> Verdict:
    """Check that enough others can approve a person's change, now or once their factors are old enough."""
    others = sum(member.could_approve and member.membership.user_id != requester_id for member in members)
    if others < approvals:
        return Refused(Reason.NOBODY_APPROVES, {"approvals": approvals, "possible": others})
    return Allowed()
