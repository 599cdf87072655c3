"""What a team can still do: for each row of the policy, whether a member could ask for it and others could prove it.

A factor that is too young, or a missing e-mail, counts as possible: time or an own command mends it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.rules.approvers import Member, may_be_approved
from bot.rules.authorization import has_power, may_ask, may_read
from bot.rules.policy import POLICY, Proofs, approvals_for
from bot.rules.ticket_path import Needed
from bot.rules.verdict import Allowed, Reason, Refused, Verdict
from storage.records import Action, Membership, MembershipStatus, Message, Role

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
NEEDS_EMAIL = datetime.max.replace(tzinfo=UTC)
"""The moment of what is possible once a person who may ask for it has a verified e-mail."""
Way = tuple[Action, bool]
"""An action, and whether it is the high-risk case."""

WAYS_BACK = frozenset(
    {Action.MEMBER_INVITE, Action.MEMBER_ADMIT, Action.MEMBER_ROLE, Action.MEMBER_RESET, Action.POLICY_APPROVALS}
)
"""Changes of people and policy, with which an owner makes everything possible again."""
WAY_BACK_HOURS = 24
"""How long such a change waits in place of approvals that no one can give. Everybody of the team may stop it."""

RESET_HOURS = 24
"""How long a reset of a member waits at least, so that the person can stop it."""
WAYS: Sequence[Way] = tuple((action, is_high_risk) for action in POLICY for is_high_risk in (False, True))


@dataclass(frozen=True, slots=True)
class Situation:
    """The members of a team, and how many approvals its policy asks for."""

    members: Sequence[Member]
    approvals: int
    row_approvals: Mapping[str, int] = field(default_factory=dict)
    """Rows of the policy with a number of their own."""

    def without(self, user_id: int) -> "Situation":
        """After a member is suspended or leaves."""
        return replace(self, members=[one for one in self.members if one.membership.user_id != user_id])

    def without_factor(self, user_id: int) -> "Situation":
        """After a member's factor is removed."""
        members = [
            replace(one, is_enrolled=False) if one.membership.user_id == user_id else one for one in self.members
        ]
        return replace(self, members=members)

    def with_role(self, membership: Membership, role: Role) -> "Situation":
        """After a member, suspended before or not, gets this role."""
        return self.with_changed(replace(membership, role=role, standing=MembershipStatus.ACTIVE))

    def with_changed(self, membership: Membership) -> "Situation":
        """After a member gets this membership."""
        members = [
            replace(one, membership=membership) if one.membership.user_id == membership.user_id else one
            for one in self.members
        ]
        return replace(self, members=members)


def least_hours(action: Action) -> int:
    """Return how long a request waits between its proofs and its start, even where the policy asks for no wait."""
    return RESET_HOURS if action is Action.MEMBER_RESET else 0


def list_impossible(situation: Situation) -> list[str]:
    """Name what no member can ask for and prove, in the order of the policy. Each is a case of `lockout-ability`."""
    return _name(_list_closed(situation))


def may_change(before: Situation, after: Situation) -> Verdict:
    """Check that a change of people or policy takes no possibility away. What was impossible before does not count."""
    lost = _list_lost(before, after)
    if not lost:
        return Allowed()
    reason = Reason.LAST_APPROVER if _has_able_owner(after) else Reason.LAST_OWNER
    return Refused(reason, {"lost": say_abilities(_name(lost))})


def may_suspend(before: Situation, user_id: int) -> Verdict:
    """Check that a suspension leaves an owner who can find a way back. Everything else may wait for that."""
    return _keeps_owner(before, before.without(user_id))


def may_reset(before: Situation, user_id: int) -> Verdict:
    """Check the same of a removed factor."""
    return _keeps_owner(before, before.without_factor(user_id))


def _keeps_owner(before: Situation, after: Situation) -> Verdict:
    verdict = may_change(before, after)
    is_fatal = isinstance(verdict, Refused) and verdict.reason is Reason.LAST_OWNER
    return verdict if is_fatal else Allowed()


def list_lost(before: Situation, after: Situation) -> list[str]:
    """Name what a change makes impossible that was possible before."""
    return _name(_list_lost(before, after))


def may_ease(needed: Needed, action: Action) -> bool:
    """Whether `ease` depends on the situation, which takes a look at every member."""
    return needed.proofs is Proofs.MONEY and needed.approvals > 0 and action in WAYS_BACK


def ease(needed: Needed, action: Action, situation: Situation, requester_id: int) -> Needed:
    """Let an owner's way back wait, in place of the approvals that no one can give."""
    others = sum(one.could_approve and one.membership.user_id != requester_id for one in situation.members)
    if not may_ease(needed, action) or others >= needed.approvals:
        return needed
    return replace(needed, approvals=others, cooling_hours=max(WAY_BACK_HOURS, needed.cooling_hours))


def may_stop_way_back(membership: Membership | None, *, is_in_group: bool) -> Verdict:
    """Check that a person may stop a way back while it waits: every member, and in the group also who was suspended.

    Otherwise an owner could suspend all others first.
    """
    if membership is not None and membership.standing is MembershipStatus.SUSPENDED and is_in_group:
        return Allowed() if has_power(membership.role, Role.APPROVER) else Refused(Reason.SUSPENDED)
    return may_read(membership)


def list_pillars(situation: Situation) -> tuple[list[int], list[str]]:
    """List the members who cannot be spared, and what would become impossible without one of them.

    A person alone leaves no team behind.
    """
    active = [one.membership.user_id for one in situation.members if one.membership.standing is MembershipStatus.ACTIVE]
    if len(active) < 2:
        return [], []
    lost = {user_id: _list_lost(situation, situation.without(user_id)) for user_id in active}
    all_lost = {way for ways in lost.values() for way in ways}
    return [user_id for user_id, ways in lost.items() if ways], _name([way for way in WAYS if way in all_lost])


def list_delayed(situation: Situation) -> dict[str, datetime]:
    """Name what only waits for a factor or an e-mail to be a day old, with the moment from which it is possible.

    The moment is NEEDS_EMAIL where all who could ask have no verified e-mail.
    """
    delayed: dict[str, datetime] = {}
    for way in WAYS:
        if _proofs(way) is Proofs.MONEY and (moment := _possible_from(situation, way)) is not None:
            name = name_ability(way)
            delayed[name] = max(moment, delayed.get(name, moment))
    return delayed


def say_delayed(after: Mapping[str, datetime], before: Mapping[str, datetime]) -> list[Message]:
    """A line for each that was possible at once, or sooner, before a change."""
    return [
        Message("lockout-delayed", {"ability": Message("lockout-ability", {"what": name}), "at": _tell(moment)})
        for name, moment in after.items()
        if name not in before or before[name] < moment
    ]


def _tell(moment: datetime) -> datetime | None:
    return None if moment == NEEDS_EMAIL else moment


def say_abilities(names: Sequence[str]) -> list[Message]:
    """One line for each."""
    return [Message("lockout-ability", {"what": name}) for name in names]


def name_ability(way: Way) -> str:
    """Name what the row is about: its subject, and whether it can move money."""
    subject = way[0].value.partition(":")[0]
    return f"{subject}-money" if _proofs(way) is Proofs.MONEY else subject


def _proofs(way: Way) -> Proofs:
    action, is_high_risk = way
    return POLICY[action].proofs(is_high_risk=is_high_risk)


def _list_lost(before: Situation, after: Situation) -> list[Way]:
    closed = set(_list_closed(before))
    return [way for way in _list_closed(after) if way not in closed]


def _list_closed(situation: Situation) -> list[Way]:
    return [way for way in WAYS if not any(_can_prove(situation, member, way) for member in situation.members)]


def _can_prove(situation: Situation, member: Member, way: Way) -> bool:
    """Whether this member could ask for it in every account, and enough others could approve it."""
    if member.membership.accounts is not None:
        return False
    if may_ask(way[0], member.membership, is_enrolled=member.is_enrolled) != Allowed():
        return False
    is_money = _proofs(way) is Proofs.MONEY
    approvals = approvals_for(way[0], situation.approvals, situation.row_approvals) if is_money else 0
    return may_be_approved(situation.members, member.membership.user_id, approvals) == Allowed()


def _possible_from(situation: Situation, way: Way) -> datetime | None:
    """When the first member can ask and prove it. None: now already, or never without another change."""
    active = [one for one in situation.members if one.membership.standing is MembershipStatus.ACTIVE]
    is_alone = sum(one.is_enrolled for one in active) < 2
    approvals = approvals_for(way[0], situation.approvals, situation.row_approvals)
    moments = []
    for member in active:
        if not _can_prove(situation, member, way):
            continue
        if not member.has_email:
            moments.append(NEEDS_EMAIL)
            continue
        others = [one.approves_from for one in active if one.could_approve and one is not member]
        ready = sorted((one is not None, one or _LONG_AGO) for one in others)[:approvals]
        waits = [moment for is_young, moment in ready if is_young]
        waits += [member.asks_from] if member.asks_from is not None and not is_alone else []
        if not waits:
            return None
        moments.append(max(waits))
    return min(moments, default=None)


def _has_able_owner(situation: Situation) -> bool:
    return any(member.membership.is_owner and member.is_enrolled for member in situation.members)


def _name(ways: Collection[Way]) -> list[str]:
    return list(dict.fromkeys(name_ability(way) for way in ways))
