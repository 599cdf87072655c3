"""What a member may read, ask for and prove who is limited to some accounts of the team.

Reading: what is in other accounts does not exist for them, and neither do requests about it. What concerns no account,
such as the team's people, they read like every member. A change of limits they read if it names only their accounts.
Asking: only about their accounts. What shows or changes something of every account they may not ask for.
Approving: only requests about their accounts. A request about people or policy needs an approver without limits.
Stopping and denying: as approving. Both tell who asked for what, and a desk could stop another's work. The person who
asked may always stop their own request.
"""

from collections.abc import Sequence, Set
from uuid import UUID

from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Membership, Ticket

_OF_ALL_ACCOUNTS = frozenset(
    {
        Action.KEY_TRACK,
        Action.AUDIT_EXPORT,
        Action.ALERTS_DIGEST,
        Action.ALERTS_QUIET,
        Action.ALERTS_SOUND,
        Action.ALERTS_ZONE,
    }
)
_TEAM_MATTERS = frozenset({"member", "policy", "alerts", "audit"})


def may_ask_limited(action: Action, membership: Membership | None) -> Verdict:
    """Check that the action does not concern every account, if the member is limited to some."""
    if membership is not None and membership.accounts is not None and action in _OF_ALL_ACCOUNTS:
        return Refused(Reason.LIMITED)
    return Allowed()


def reaches(membership: Membership | None, accounts: Set[UUID]) -> bool:
    """Whether a member's limits contain all accounts of a request. One about no account is the whole team's."""
    if membership is None or membership.accounts is None:
        return True
    return bool(accounts) and accounts <= membership.accounts


def may_reach(membership: Membership | None, accounts: Set[UUID]) -> Verdict:
    """Check that a member's limits contain all accounts of a request."""
    return Allowed() if reaches(membership, accounts) else Refused(Reason.LIMITED)


def may_know_request(membership: Membership | None, ticket: Ticket) -> bool:
    """Whether a member may read the request."""
    is_team_matter = not ticket.accounts and ticket.action.value.partition(":")[0] in _TEAM_MATTERS
    is_own = membership is not None and membership.user_id == ticket.user_id
    if ticket.action is Action.MEMBER_LIMIT:
        return is_own or membership is None or membership.accounts is None or _named(ticket) <= membership.accounts
    return is_team_matter or is_own or reaches(membership, ticket.accounts)


def _named(ticket: Ticket) -> Set[UUID]:
    """The accounts that a change of limits names, before and after it."""
    limits = (ticket.payload.get(name) for name in ("before", "limits"))
    return {UUID(str(one)) for some in limits if isinstance(some, Sequence) for one in some}


def is_widened(before: Set[UUID] | None, after: Set[UUID] | None) -> bool:
    """Whether the limits after include an account that those before do not. None: no limits."""
    if before is None:
        return False
    return after is None or not after <= before
